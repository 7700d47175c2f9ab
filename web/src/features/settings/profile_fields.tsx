import type { CredentialAccount } from '../../api/gen/entities.ts';
import { instance } from '../../social/me.ts';
import { IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { wholeDate } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import { checking } from './verified_links.ts';

export interface ProfileField {
  name: string;
  value: string;
}

export function isLink(value: string): boolean {
  return /^https?:\/\/\S+$/.test(value.trim());
}

interface ProfileFieldsProps {
  account: CredentialAccount;
  fields: readonly ProfileField[];
  onChange: (fields: readonly ProfileField[]) => void;
}

/** Rows of facts; a page of one's own among them can be shown to be one's own. */
export function ProfileFields({ account, fields, onChange }: ProfileFieldsProps) {
  const limit = instance.value?.configuration.accounts;
  const set = (at: number, part: Partial<ProfileField>) =>
    onChange(fields.map((field, index) => (index === at ? { ...field, ...part } : field)));
  return (
    <fieldset class="profile-fields">
      <legend>
        <h2>{t('settings.fields')}</h2>
      </legend>
      {fields.map((field, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
        <div key={index}>
          <div class="settings-page__pair">
            <Field
              label={t('settings.field_name', { number: index + 1 })}
              dir="auto"
              maxLength={limit?.profile_field_name_limit}
              value={field.name}
              onInput={event => set(index, { name: event.currentTarget.value })}
            />
            <Field
              label={t('settings.field_value', { number: index + 1 })}
              dir="auto"
              maxLength={limit?.profile_field_value_limit}
              value={field.value}
              onInput={event => set(index, { value: event.currentTarget.value })}
            />
          </div>
          {isLink(field.value) && <LinkState account={account} link={field.value.trim()} />}
        </div>
      ))}
      <HowToVerify account={account} />
    </fieldset>
  );
}

/** Whether the page is known to be one's own. */
function LinkState({ account, link }: { account: CredentialAccount; link: string }) {
  const kept = account.source.fields.findIndex(field => field.value.trim() === link);
  if (kept < 0) return <p class="profile-fields__state">{t('settings.link.unsaved')}</p>;
  const at = account.source.fields[kept]?.verified_at ?? account.fields[kept]?.verified_at;
  if (at)
    return (
      <p class="profile-fields__state profile-fields__state--verified" role="status">
        <Icon name="verified" />
        <span>{t('settings.link.verified', { when: wholeDate(new Date(at)) })}</span>
      </p>
    );
  return (
    <p class="profile-fields__state" role="status">
      {t(checking.value ? 'settings.link.checking' : 'settings.link.not_yet')}
    </p>
  );
}

function HowToVerify({ account }: { account: CredentialAccount }) {
  const code = `<a rel="me" href="${account.url ?? account.uri}">${account.username}</a>`;
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    toast(t('post.embed.copied'));
  };
  return (
    <details class="profile-fields__how">
      <summary>{t('settings.link.how')}</summary>
      <p>{t('settings.link.how_text')}</p>
      <div class="profile-fields__code">
        <code dir="ltr">{code}</code>
        <IconButton icon="link" label={t('settings.link.copy')} onClick={() => void copy()} />
      </div>
      <p>{t('settings.link.how_then')}</p>
    </details>
  );
}
