import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Poll } from '../api/gen/entities.ts';
import { Button } from '../ui/button.tsx';
import { EmojiText } from '../ui/html.tsx';
import { Icon } from '../ui/icon.tsx';
import { fromNow } from '../ui/time.tsx';
import { percent, t } from '../ui/words.ts';
import { me } from './me.ts';
import { refreshPoll, vote } from './status_actions.ts';
import type { Post } from './store.ts';
import './poll_view.css';

export function PollView({ post, poll }: { post: Post; poll: Poll }) {
  const looking = useSignal(false);
  const own = post.account_id === me.value?.id;
  const decided = poll.expired || poll.voted === true || own;
  return (
    <div class="poll-view">
      {decided || looking.value ? <Results poll={poll} /> : <Ballot post={post} poll={poll} />}
      <p class="poll-view__foot">
        <span>{t('poll.people', { count: poll.voters_count ?? poll.votes_count })}</span>
        {poll.expires_at && (
          <span>
            {poll.expired
              ? t('poll.ended')
              : t('poll.ends', { when: fromNow(new Date(poll.expires_at)) })}
          </span>
        )}
        {!decided && (
          <button
            type="button"
            onClick={() => {
              looking.value = !looking.value;
            }}
          >
            {t(looking.value ? 'poll.back_to_voting' : 'poll.see_results')}
          </button>
        )}
        {decided && !poll.expired && (
          <button type="button" onClick={() => void refreshPoll(post.id)}>
            {t('poll.refresh')}
          </button>
        )}
      </p>
    </div>
  );
}

function Ballot({ post, poll }: { post: Post; poll: Poll }) {
  const name = useId();
  const chosen = useSignal<readonly number[]>([]);
  const choose = (index: number, on: boolean) => {
    if (!poll.multiple) chosen.value = [index];
    else chosen.value = on ? [...chosen.value, index] : chosen.value.filter(one => one !== index);
  };
  const send = (event: Event) => {
    event.preventDefault();
    void vote(post.id, chosen.value);
  };
  return (
    <form onSubmit={send}>
      <fieldset>
        <legend class="hidden-words">{t('poll.legend')}</legend>
        {poll.options.map((option, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer is known by its place
          <label key={index} class="poll-view__choice">
            <input
              type={poll.multiple ? 'checkbox' : 'radio'}
              name={name}
              checked={chosen.value.includes(index)}
              onChange={event => choose(index, event.currentTarget.checked)}
            />
            <span dir="auto">
              <EmojiText text={option.title} emojis={poll.emojis} />
            </span>
          </label>
        ))}
      </fieldset>
      <Button type="submit" disabled={chosen.value.length === 0}>
        {t('poll.vote')}
      </Button>
    </form>
  );
}

function Results({ poll }: { poll: Poll }) {
  const all = Math.max(
    1,
    poll.multiple ? (poll.voters_count ?? poll.votes_count) : poll.votes_count,
  );
  const most = Math.max(...poll.options.map(option => option.votes_count ?? 0));
  return (
    <ul>
      {poll.options.map((option, index) => {
        const votes = option.votes_count ?? 0;
        const leads = votes > 0 && votes === most;
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer is known by its place
            key={index}
            class={leads ? 'poll-view__result poll-view__result--leads' : 'poll-view__result'}
          >
            <span class="poll-view__answer" dir="auto">
              <EmojiText text={option.title} emojis={poll.emojis} />
              {poll.own_votes?.includes(index) && (
                <span class="poll-view__own" title={t('poll.own_vote')}>
                  <Icon name="check" />
                  <span class="hidden-words">{t('poll.own_vote')}</span>
                </span>
              )}
            </span>
            <b>{percent(votes / all)}</b>
            <progress value={votes} max={all} aria-hidden="true" />
          </li>
        );
      })}
    </ul>
  );
}
