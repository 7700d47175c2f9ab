import { useSignal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { CredentialAccount } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { instance, keepMe } from '../../social/me.ts';
import { Button } from '../../ui/button.tsx';
import { Area, Check, Field } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { graphemes, t } from '../../ui/words.ts';
import { isLink, type ProfileField, ProfileFields } from './profile_fields.tsx';
import { checkLinks } from './verified_links.ts';

const fieldsUsually = 4;

/** What there is, and empty rows as far as there may be more. */
function rowsOf({ source }: CredentialAccount): readonly ProfileField[] {
  const many = instance.peek()?.configuration.accounts.max_profile_fields ?? fieldsUsually;
  return Array.from(
    { length: many },
    (_none, index) => source.fields[index] ?? { name: '', value: '' },
  );
}

/** Name, words about oneself, and rows of facts. */
export function ProfileAbout({ account }: { account: CredentialAccount }) {
  const limit = instance.value?.configuration.accounts;
  const name = useSignal(account.display_name);
  const note = useSignal(account.source.note);
  const bot = useSignal(account.bot);
  const fields = useSignal(rowsOf(account));
  const busy = useSignal(false);
  const save = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      const sent = fields.value;
      const saved = await call('PATCH /api/v1/accounts/update_credentials', {
        display_name: name.value,
        note: note.value,
        bot: bot.value,
        fields_attributes: sent.map(({ name: key, value }) => ({ name: key, value })),
      });
      keepMe(saved);
      // As the server keeps them, unless one went on writing.
      if (fields.value === sent) fields.value = rowsOf(saved);
      toast(t('settings.saved'));
      if (fields.value.some(field => isLink(field.value))) void checkLinks();
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };

  const most = limit?.max_note_length ?? 0;
  return (
    <form onSubmit={event => void save(event)}>
      <Field
        label={t('settings.name')}
        dir="auto"
        autocomplete="name"
        maxLength={limit?.max_display_name_length}
        value={name.value}
        onInput={event => {
          name.value = event.currentTarget.value;
        }}
      />
      <div>
        <Area
          label={t('settings.note')}
          value={note.value}
          onChange={value => {
            note.value = value;
          }}
          max={most || undefined}
        />
        {most > 0 && (
          <p class="settings-page__hint">
            {t('compose.left', { count: most - graphemes(note.value) })}
          </p>
        )}
      </div>
      <ProfileFields
        account={account}
        fields={fields.value}
        onChange={all => {
          fields.value = all;
        }}
      />
      <Check
        label={t('settings.bot')}
        hint={t('settings.bot_hint')}
        checked={bot.value}
        onChange={on => {
          bot.value = on;
        }}
      />
      <div>
        <Button type="submit" kind="main" busy={busy.value}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}
