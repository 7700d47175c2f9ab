import { call } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/failed.tsx';
import { Area } from '../ui/field.tsx';
import { toast } from '../ui/toast.tsx';
import { t } from '../ui/words.ts';
import type { Post } from './store.ts';
import { useAnswer } from './use_answer.ts';

/** What to put into another page to show the post there. */
export function EmbedDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const { answer, failed, again } = useAnswer(() =>
    call('GET /api/oembed', { url: post.url ?? post.uri }),
  );
  const html = answer.value?.html ?? '';
  const copy = async () => {
    await navigator.clipboard.writeText(html);
    toast(t('post.embed.copied'));
    onClose();
  };
  return (
    <Dialog title={t('post.menu.embed')} onClose={onClose}>
      <div class="dialog__body">
        {failed.value ? (
          <Failed again={again} />
        ) : (
          <>
            <Area label={t('post.embed.html')} value={html} rows={6} readOnly />
            <div class="dialog__foot">
              <Button kind="main" icon="link" disabled={!html} onClick={() => void copy()}>
                {t('post.embed.copy')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
