import { toggleBlock, toggleFollow } from '../../social/account_actions.ts';
import { ask } from '../../social/asking.ts';
import { accountOf, relationshipOf } from '../../social/store.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import type { Report } from './report.ts';

/** What one can do for oneself meanwhile. */
export function ReportDone({ report, onClose }: { report: Report; onClose: () => void }) {
  const id = report.account;
  const is = relationshipOf(id);
  const name = `@${accountOf(id)?.acct ?? ''}`;
  return (
    <>
      <p>{t(report.sent.value ? 'reports.done_text' : 'reports.disliked_text')}</p>
      <div class="report__deeds">
        {is?.following && (
          <Button icon="close" onClick={() => void toggleFollow(id)}>
            {t('account.menu.unfollow', { name })}
          </Button>
        )}
        {!is?.muting && (
          <Button icon="mute" onClick={() => ask({ what: 'mute', account: id })}>
            {t('account.menu.mute', { name })}
          </Button>
        )}
        {!is?.blocking && (
          <Button icon="block" onClick={() => void toggleBlock(id)}>
            {t('account.menu.block', { name })}
          </Button>
        )}
      </div>
      <div class="dialog__foot">
        <Button kind="main" onClick={onClose}>
          {t('ui.dialog.close')}
        </Button>
      </div>
    </>
  );
}
