import { reached } from '../api/reach.ts';
import { Button } from '../ui/button.tsx';
import { confirm } from '../ui/confirm.tsx';
import { Icon } from '../ui/icon.tsx';
import { t } from '../ui/words.ts';
import { discardWaiting, retryWaiting, type WaitingPost, waitingPosts } from './outbox.ts';
import './outbox_view.css';

/** What was written without a network and is still to be sent. */
export function OutboxView() {
  if (waitingPosts.value.length === 0) return null;
  return (
    <section class="outbox-view" aria-label={t('outbox.title')}>
      {waitingPosts.value.map(one => (
        <Waiting key={one.key} post={one} />
      ))}
    </section>
  );
}

function Waiting({ post }: { post: WaitingPost }) {
  const { status = '', spoiler_text: warning } = post.input;
  const discard = async () => {
    if (await confirm(t('outbox.discard.title'), t('outbox.discard.text'), t('outbox.discard.yes')))
      await discardWaiting(post.key);
  };
  return (
    <article class="outbox-view__post">
      <p class={post.refused ? 'outbox-view__why outbox-view__why--refused' : 'outbox-view__why'}>
        <Icon name={post.refused ? 'warning' : 'clock'} />
        <span>{why(post)}</span>
      </p>
      <p class="outbox-view__text" dir="auto">
        {warning || status || t('outbox.media_only')}
      </p>
      <div class="outbox-view__do">
        <Button icon="again" onClick={() => void retryWaiting(post.key)}>
          {t('outbox.retry')}
        </Button>
        <Button kind="quiet" icon="remove" onClick={() => void discard()}>
          {t('outbox.discard')}
        </Button>
      </div>
    </article>
  );
}

function why(post: WaitingPost): string {
  if (post.refused) return t('outbox.refused', { why: post.refused });
  return t(reached.value ? 'outbox.sending' : 'outbox.waiting');
}
