import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { DisplayName } from '../../social/account_name.tsx';
import { compose, published } from '../../social/composing.ts';
import { faceOf, nameOf } from '../../social/links.ts';
import { me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { PostCard } from '../../social/post_card.tsx';
import { accountOf, postOf } from '../../social/store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { keptPlace } from '../../ui/history.ts';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t, words } from '../../ui/words.ts';
import { type Branch, type Thread, threadOf } from './thread.ts';
import { ThreadBranch } from './thread_branch.tsx';
import './thread_page.css';

/** A post with the conversation it stands in. */
export default function ThreadPage({ parameters }: { parameters: Parameters }) {
  const thread = threadOf(parameters.id ?? '');
  useEffect(() => {
    void thread.load();
  }, [thread]);
  useEffect(
    () =>
      published.subscribe(status => {
        if (status) thread.add(status);
      }),
    [thread],
  );
  return (
    <Page title={t('thread.title')} deep>
      <ThreadContent thread={thread} />
    </Page>
  );
}

function ThreadContent({ thread }: { thread: Thread }) {
  const post = postOf(thread.id);
  const state = thread.state.value;
  if (state === 'failed' && !post) return <Failed again={() => void thread.load()} />;
  if (state === 'gone' || (state === 'ready' && !post))
    return (
      <EmptyState title={t('thread.gone')}>
        <p>{t('thread.gone_text')}</p>
      </EmptyState>
    );
  if (!post) return <PostSkeletons many={3} />;
  const above = thread.above.value;
  const missing =
    state === 'ready' && post.in_reply_to_id !== null && !above.includes(post.in_reply_to_id);
  return (
    <div class="thread">
      {missing && above.length === 0 && <p class="thread__missing">{t('thread.parent_gone')}</p>}
      {above.map((id, index) => (
        <PostCard key={id} id={id} thread={index === 0 ? 'to' : 'through'} context="thread" />
      ))}
      <Focused key={thread.id} thread={thread} below={above.length} />
      <Answer id={thread.id} />
      {state === 'loading' && <PostSkeletons many={2} />}
      <ol class="thread__answers" aria-label={t('thread.answers')}>
        {ownFirst(thread.below.value, post.account_id).map(branch => (
          <ThreadBranch key={branch.id} branch={branch} depth={0} />
        ))}
      </ol>
    </div>
  );
}

/** What the author goes on to say is read on with. */
function ownFirst(branches: readonly Branch[], author: string): Branch[] {
  const others = (branch: Branch) => (postOf(branch.id)?.account_id === author ? 0 : 1);
  return branches.toSorted((one, other) => others(one) - others(other));
}

/** Stays where it is on the screen when what came before it arrives above. */
function Focused({ thread, below }: { thread: Thread; below: number }) {
  const place = useRef<HTMLDivElement>(null);
  const top = useRef<number | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above moves it
  useLayoutEffect(() => {
    const now = (place.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (top.current !== undefined && !keptPlace()) window.scrollBy(0, now - top.current);
    top.current = now;
  }, [below]);
  return (
    <div ref={place} class="thread__focus">
      <PostCard id={thread.id} focus thread={below > 0 ? 'from' : undefined} />
    </div>
  );
}

/** A field to answer in, one press away. */
function Answer({ id }: { id: string }) {
  const post = postOf(id);
  const author = post && accountOf(post.account_id);
  const self = me.value;
  if (!author || !self) return null;
  return (
    <button type="button" class="thread__reply" onClick={() => compose({ reply: id })}>
      <Avatar source={faceOf(self)} name={nameOf(self)} size="small" />
      <span>{words('thread.answer', { name: <DisplayName account={author} /> })}</span>
    </button>
  );
}
