import { Button } from '../ui/button.tsx';
import { t } from '../ui/words.ts';
import { toggleBlock, toggleFollow } from './account_actions.ts';
import { me } from './me.ts';
import { accountOf, relationshipOf } from './store.ts';

/** Follow, or what one is already. Nothing for oneself, and nothing until it is known. */
export function FollowButton({ id }: { id: string }) {
  const is = relationshipOf(id);
  const account = accountOf(id);
  if (!is || !account || id === me.value?.id) return null;
  if (is.blocking)
    return <Button onClick={() => void toggleBlock(id)}>{t('account.follow.unblock')}</Button>;
  if (is.following)
    return (
      <Button aria-pressed onClick={() => void toggleFollow(id)}>
        {t('account.follow.following')}
      </Button>
    );
  if (is.requested)
    return (
      <Button aria-pressed onClick={() => void toggleFollow(id)}>
        {t('account.follow.requested')}
      </Button>
    );
  const words = account.locked
    ? t('account.follow.ask')
    : is.followed_by
      ? t('account.follow.back')
      : t('account.follow.follow');
  return (
    <Button kind="main" onClick={() => void toggleFollow(id)}>
      {words}
    </Button>
  );
}
