import type { Account } from '../api/gen/entities.ts';
import { Avatar } from '../ui/avatar.tsx';
import { EmojiText } from '../ui/html.tsx';
import { Icon } from '../ui/icon.tsx';
import { t } from '../ui/words.ts';
import { accountPath, faceOf, nameOf } from './links.ts';
import './account_name.css';

export function DisplayName({ account }: { account: Account }) {
  return <EmojiText text={nameOf(account)} emojis={account.emojis} />;
}

export function Handle({ account }: { account: Pick<Account, 'acct'> }) {
  return (
    <bdi class="handle" dir="ltr">
      @{account.acct}
    </bdi>
  );
}

/** Name over handle, leading to the profile. */
export function AccountName({ account, id }: { account: Account; id?: string }) {
  return (
    <a class="account-name" id={id} href={accountPath(account)}>
      <strong class="account-name__name">
        <DisplayName account={account} />
        {account.bot && (
          <span class="account-name__bot" title={t('account.bot')}>
            <Icon name="robot" />
            <span class="hidden-words">{t('account.bot')}</span>
          </span>
        )}
      </strong>
      <Handle account={account} />
    </a>
  );
}

/** The face, as a link for those who point; those who listen have the name beside it. */
export function AccountFace({
  account,
  size = 'usual',
}: {
  account: Account;
  size?: 'small' | 'usual' | 'large';
}) {
  return (
    <span class="account-face" aria-hidden="true">
      <a href={accountPath(account)} tabIndex={-1}>
        <Avatar source={faceOf(account)} name={nameOf(account)} size={size} />
      </a>
    </span>
  );
}
