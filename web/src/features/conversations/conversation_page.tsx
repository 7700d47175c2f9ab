import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Conversation } from '../../api/gen/entities.ts';
import { accountPath } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { toggleThreadMute } from '../../social/status_actions.ts';
import { postOf } from '../../social/store.ts';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { go } from '../../ui/history.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { conversations, failed, find, listen, remove, setUnread } from './conversations.ts';
import { MessageList } from './message_list.tsx';
import { messagesOf } from './messages.ts';
import { namesOf } from './people.tsx';
import { ReplyBox } from './reply_box.tsx';

/** A conversation as the thread it is, with a box to go on in. */
export default function ConversationPage({ parameters }: { parameters: Parameters }) {
  const id = parameters.id ?? '';
  const missing = useSignal(false);
  const look = () =>
    void find(one => one.id === id).then(found => {
      missing.value = !found && !failed.value;
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for once
  useEffect(() => {
    look();
    return listen();
  }, []);
  const conversation = conversations.value?.find(one => one.id === id);
  const title = conversation ? namesOf(conversation.accounts) : t('conversations.one');
  return (
    <Page
      title={title}
      deep
      beside={
        conversation && (
          <Menu label={t('conversations.menu')} icon="more" items={() => itemsOf(conversation)} />
        )
      }
    >
      {conversation ? (
        <Opened conversation={conversation} />
      ) : missing.value ? (
        <EmptyState title={t('thread.gone')} />
      ) : failed.value ? (
        <Failed again={look} />
      ) : (
        <PostSkeletons many={3} />
      )}
    </Page>
  );
}

function Opened({ conversation }: { conversation: Conversation }) {
  const { id, unread, accounts } = conversation;
  const last = conversation.last_status?.id;
  const messages = messagesOf(id, accounts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever the conversation was read
  useEffect(() => {
    if (last) void messages.open(last);
  }, [messages, conversation]);
  useEffect(() => {
    if (!unread) return undefined;
    const look = () => document.visibilityState === 'visible' && void setUnread(id, false);
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [id, unread]);
  return (
    <div class="conversation-page" data-form>
      <MessageList messages={messages} again={() => void (last && messages.open(last))} />
      <ReplyBox messages={messages} />
    </div>
  );
}

function itemsOf({ id, accounts, last_status }: Conversation): MenuItem[][] {
  const post = last_status ? postOf(last_status.id) : undefined;
  const deeds: MenuItem[] = [
    {
      label: t('conversations.mark_unread'),
      icon: 'mentioned',
      act: () => void setUnread(id, true).then(() => go('/conversations')),
    },
  ];
  if (post)
    deeds.push({
      label: t(post.muted ? 'post.menu.unmute_thread' : 'post.menu.mute_thread'),
      icon: 'mute',
      act: () => void toggleThreadMute(post.id),
    });
  deeds.push({
    label: t('conversations.remove'),
    icon: 'remove',
    danger: true,
    act: () => void remove(id).then(done => done && go('/conversations', { replace: true })),
  });
  return [
    accounts.map(account => ({
      label: t('conversations.profile', { name: `@${account.acct}` }),
      icon: 'person',
      href: accountPath(account),
    })),
    deeds,
  ];
}
