import { list } from '../../api/client.ts';
import type { MutedAccount } from '../../api/gen/entities.ts';
import { toggleBlock, toggleMute, unmute } from '../../social/account_actions.ts';
import { AccountFace, AccountName } from '../../social/account_name.tsx';
import { ask } from '../../social/asking.ts';
import { Page } from '../../social/page.tsx';
import { PeopleList } from '../../social/people_list.tsx';
import { accountOf, relationshipOf } from '../../social/store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { path } from '../../ui/history.ts';
import { wholeDate } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';
import './relationships.css';

/** Whom one has muted, or blocked. */
export default function AwayPage() {
  return path.value.endsWith('/muted') ? <Muted /> : <Blocked />;
}

function Muted() {
  return (
    <Page title={t('settings.muted')} deep>
      <PeopleList<MutedAccount>
        label={t('settings.muted')}
        load={() => list('GET /api/v1/mutes', {})}
        row={account => <MutedRow account={account} />}
        empty={
          <EmptyState title={t('settings.muted_none')}>
            <p>{t('settings.muted_none_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}

function MutedRow({ account: { id, ...kept } }: { account: MutedAccount }) {
  const account = accountOf(id);
  const is = relationshipOf(id);
  if (!account) return null;
  const ends = is ? is.muting_expires_at : kept.mute_expires_at;
  const over = is !== undefined && !is.muting;
  return (
    <div class="account-row relationship-row">
      <AccountFace account={account} />
      <div class="account-row__words">
        <AccountName account={account} />
        <p class="relationship-row__fact">
          {over
            ? t('settings.unmuted')
            : ends
              ? t('filters.until', { when: wholeDate(new Date(ends)) })
              : t('filters.lasts.ever')}
        </p>
        {is?.muting && !is.muting_notifications && (
          <p class="relationship-row__fact">{t('settings.muted_notified')}</p>
        )}
        <div class="relationship-row__deeds">
          {over ? (
            <Button onClick={() => toggleMute(id)}>{t('account.mute.again')}</Button>
          ) : (
            <>
              <Button onClick={() => void unmute(id)}>{t('account.mute.end')}</Button>
              <Button kind="quiet" onClick={() => ask({ what: 'mute', account: id })}>
                {t('account.mute.change')}
              </Button>
            </>
          )}
        </div>
      </div>
    </div>
  );
}

function Blocked() {
  return (
    <Page title={t('settings.blocked')} deep>
      <PeopleList
        label={t('settings.blocked')}
        load={() => list('GET /api/v1/blocks', {})}
        row={({ id }) => <BlockedRow id={id} />}
        empty={
          <EmptyState title={t('settings.blocked_none')}>
            <p>{t('settings.blocked_none_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}

function BlockedRow({ id }: { id: string }) {
  const account = accountOf(id);
  const is = relationshipOf(id);
  if (!account) return null;
  return (
    <div class="account-row">
      <AccountFace account={account} />
      <div class="account-row__words">
        <AccountName account={account} />
      </div>
      {is && (
        <Button kind={is.blocking ? 'second' : 'danger'} onClick={() => void toggleBlock(id)}>
          {t(is.blocking ? 'account.follow.unblock' : 'account.block.yes')}
        </Button>
      )}
    </div>
  );
}
