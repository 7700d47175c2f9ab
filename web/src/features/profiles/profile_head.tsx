import { useId } from 'preact/hooks';
import type { Account, Relationship } from '../../api/gen/entities.ts';
import { DisplayName, Handle } from '../../social/account_name.tsx';
import { ask } from '../../social/asking.ts';
import { choices } from '../../social/choices.ts';
import { FollowButton } from '../../social/follow_button.tsx';
import { accountPath, faceOf, headerOf, nameOf, ownPath } from '../../social/links.ts';
import { me } from '../../social/me.ts';
import { relationshipOf } from '../../social/store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { ButtonLink, IconButton } from '../../ui/button.tsx';
import { EmojiText, Html } from '../../ui/html.tsx';
import { Icon } from '../../ui/icon.tsx';
import { wholeDate } from '../../ui/time.tsx';
import { count, locale, t, words } from '../../ui/words.ts';
import { ProfileMenu } from './profile_menu.tsx';
import './profile_head.css';

export function ProfileHead({ account }: { account: Account }) {
  const named = useId();
  const own = account.id === me.value?.id;
  const header = headerOf(account);
  const is = relationshipOf(account.id);
  return (
    <section class="profile-head h-card" aria-labelledby={named}>
      {header ? (
        <img class="profile-head__banner" src={header} alt={account.header_description} />
      ) : (
        <div class="profile-head__banner" />
      )}
      <div class="profile-head__line">
        <Avatar source={faceOf(account, false)} name={nameOf(account)} size="large" />
        <div class="profile-head__deeds">
          {own ? (
            <ButtonLink href="/settings/profile">{t('profile.edit')}</ButtonLink>
          ) : (
            <FollowButton id={account.id} />
          )}
          {!own && <ProfileMenu account={account} />}
        </div>
      </div>
      <div class="profile-head__names">
        <h2 id={named}>
          <DisplayName account={account} />
        </h2>
        <p>
          <Handle account={account} />
          {account.locked && <Mark icon="followers" label={t('profile.locked')} />}
          {account.bot && <Mark icon="robot" label={t('account.bot')} />}
          {is?.followed_by && <span class="profile-head__badge">{t('profile.follows_you')}</span>}
          {is?.muting && <span class="profile-head__badge">{mutedInWords(is)}</span>}
          {is?.blocking && <span class="profile-head__badge">{t('profile.blocked')}</span>}
        </p>
      </div>
      {is?.note && <OwnNote id={account.id} note={is.note} />}
      {account.moved && <Moved to={account.moved} />}
      {account.note && <Html html={account.note} emojis={account.emojis} resolve={ownPath} />}
      {account.fields.length > 0 && <Fields account={account} />}
      <Numbers account={account} />
    </section>
  );
}

function mutedInWords(is: Relationship): string {
  return is.muting_expires_at
    ? t('profile.muted_until', { when: wholeDate(new Date(is.muting_expires_at)) })
    : t('profile.muted');
}

/** What one wrote down about them, which nobody else sees. */
function OwnNote({ id, note }: { id: string; note: string }) {
  return (
    <div class="profile-head__note">
      <p>{t('profile.note')}</p>
      <p dir="auto">{note}</p>
      <IconButton
        icon="edit"
        label={t('profile.note.change')}
        onClick={() => ask({ what: 'note', account: id })}
      />
    </div>
  );
}

function Mark({ icon, label }: { icon: 'followers' | 'robot'; label: string }) {
  return (
    <span class="profile-head__mark" title={label}>
      <Icon name={icon} />
      <span class="hidden-words">{label}</span>
    </span>
  );
}

function Moved({ to }: { to: Account }) {
  return (
    <p class="profile-head__moved">
      {words('profile.moved', { name: <a href={accountPath(to)}>@{to.acct}</a> })}
    </p>
  );
}

function Fields({ account }: { account: Account }) {
  return (
    <dl class="profile-head__fields">
      {account.fields.map(field => (
        <div
          key={field.name}
          class={
            field.verified_at
              ? 'profile-head__field profile-head__field--verified'
              : 'profile-head__field'
          }
        >
          <dt>
            <EmojiText text={field.name} emojis={account.emojis} />
          </dt>
          <dd>
            {field.verified_at && (
              <span title={t('profile.verified')}>
                <Icon name="verified" />
                <span class="hidden-words">{t('profile.verified')}</span>
              </span>
            )}
            <Html html={field.value} emojis={account.emojis} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Numbers({ account }: { account: Account }) {
  const base = accountPath(account);
  const since = new Intl.DateTimeFormat(locale.value, { month: 'long', year: 'numeric' }).format(
    new Date(account.created_at),
  );
  if (choices.value.hideCounts)
    return <p class="profile-head__numbers">{t('profile.since', { when: since })}</p>;
  const number = (value: number) => <b>{count(value)}</b>;
  return (
    <p class="profile-head__numbers">
      <a href={`${base}/following`}>
        {words('profile.following', { number: number(account.following_count) })}
      </a>
      <a href={`${base}/followers`}>
        {words('profile.followers', {
          count: account.followers_count,
          number: number(account.followers_count),
        })}
      </a>
      <span>
        {words('profile.posts_count', {
          count: account.statuses_count,
          number: number(account.statuses_count),
        })}
      </span>
      <span>{t('profile.since', { when: since })}</span>
    </p>
  );
}
