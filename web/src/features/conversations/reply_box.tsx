import { useEffect, useId } from 'preact/hooks';
import type { Status } from '../../api/gen/entities.ts';
import { compose, published } from '../../social/composing.ts';
import { postPath } from '../../social/links.ts';
import { limits } from '../../social/me.ts';
import { postOf } from '../../social/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { go } from '../../ui/history.ts';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import type { Messages } from './messages.ts';
import { listOf, namesOf } from './people.tsx';
import './reply_box.css';

interface ReplyBoxProps {
  messages: Messages;
  /** Told of what was sent. */
  sent?: (status: Status) => void;
}

/** Asked before others than those of the conversation get it. */
function mayGoTo(besides: readonly string[]): Promise<boolean> {
  return confirm(
    t('conversations.besides.title', { names: listOf(besides) }),
    t('conversations.besides.text'),
    t('conversations.besides.yes'),
    { gentle: true },
  );
}

/** Between other people it is another conversation. */
function sayApart(status: Status): void {
  const look = () => {
    const post = postOf(status.id);
    if (post) go(postPath(post));
  };
  toast(t('conversations.sent_apart'), { action: { label: t('compose.look'), act: look } });
}

/** Where one goes on writing: Ctrl+Enter sends, and who gets it stands above. */
export function ReplyBox({ messages, sent }: ReplyBoxProps) {
  const id = useId();
  const text = messages.text.value;
  const last = messages.shown.at(-1);
  // What was written in the composer belongs here as well.
  useEffect(
    () =>
      published.subscribe(status => {
        const to = status?.in_reply_to_id;
        if (!status || !to || !messages.ids.peek().includes(to)) return;
        if (messages.belongs(status)) messages.add([status.id]);
      }),
    [messages],
  );
  const { besides } = messages;
  const send = async () => {
    if (besides.length > 0 && !(await mayGoTo(besides))) return;
    const status = await messages.send();
    if (!status) return;
    if (!messages.belongs(status)) sayApart(status);
    sent?.(status);
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      class="reply-box"
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="reply-box__to" for={id}>
        {t('conversations.to', { names: namesOf(messages.people, besides) })}
      </label>
      <div class="reply-box__line">
        {last && (
          <IconButton
            icon="picture"
            label={t('conversations.more')}
            onClick={() => compose({ reply: last })}
          />
        )}
        <textarea
          id={id}
          rows={1}
          dir="auto"
          maxLength={limits().characters - messages.addressed('').length}
          value={text}
          onInput={event => {
            messages.text.value = event.currentTarget.value;
          }}
          onKeyDown={keyed}
        />
        <Button
          type="submit"
          kind="main"
          busy={messages.sending.value}
          disabled={text.trim() === ''}
        >
          {t('conversations.send')}
        </Button>
      </div>
    </form>
  );
}
