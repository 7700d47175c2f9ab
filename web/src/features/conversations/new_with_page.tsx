import { useEffect, useMemo } from 'preact/hooks';
import { call } from '../../api/client.ts';
import type { Account } from '../../api/gen/entities.ts';
import { nameOf } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { keepAccount } from '../../social/store.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { Failed } from '../../ui/failed.tsx';
import { go } from '../../ui/history.ts';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { find, listen, withPerson } from './conversations.ts';
import { MessageList } from './message_list.tsx';
import { Messages } from './messages.ts';
import { ReplyBox } from './reply_box.tsx';

/** A message to one person: in the conversation one has with them, or as the first of a new one. */
export default function NewWithPage({ parameters }: { parameters: Parameters }) {
  const { answer, failed, again } = useAnswer(() => begin(parameters.acct ?? ''));
  const account = answer.value;
  return (
    <Page title={account ? nameOf(account) : t('conversations.new')} deep>
      {failed.value && <Failed again={again} />}
      {!account && !failed.value && <PostSkeletons many={3} />}
      {account && <First account={account} />}
    </Page>
  );
}

async function begin(acct: string): Promise<Account | undefined> {
  const account = await call('GET /api/v1/accounts/lookup', { acct });
  keepAccount(account);
  const found = await find(withPerson(account));
  if (!found) return account;
  go(`/conversations/${found.id}`, { replace: true });
  return undefined;
}

function First({ account }: { account: Account }) {
  const messages = useMemo(() => new Messages([account]), [account]);
  useEffect(() => {
    messages.state.value = 'ready';
    return listen();
  }, [messages]);
  const sent = async () => {
    const found = await find(withPerson(account));
    if (found) go(`/conversations/${found.id}`, { replace: true });
  };
  return (
    <div class="conversation-page" data-form>
      <MessageList messages={messages} again={() => undefined} />
      <ReplyBox messages={messages} sent={() => void sent()} />
    </div>
  );
}
