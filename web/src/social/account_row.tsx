import { Html } from '../ui/html.tsx';
import { AccountFace, AccountName } from './account_name.tsx';
import { FollowButton } from './follow_button.tsx';
import { accountOf } from './store.ts';
import './account_row.css';

/** Somebody in a list of people, with the button to follow them. */
export function AccountRow({
  id,
  why,
  note = true,
}: {
  id: string;
  why?: string | undefined;
  note?: boolean;
}) {
  const account = accountOf(id);
  if (!account) return null;
  return (
    <div class="account-row">
      <AccountFace account={account} />
      <div class="account-row__words">
        <AccountName account={account} />
        {why && <p class="account-row__why">{why}</p>}
        {note && account.note && (
          <p class="account-row__note">
            <Html html={account.note} emojis={account.emojis} inline />
          </p>
        )}
      </div>
      <FollowButton id={id} />
    </div>
  );
}
