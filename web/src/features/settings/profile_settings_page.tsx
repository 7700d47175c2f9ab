import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { call } from '../../api/client.ts';
import type { CredentialAccount } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { faceOf, headerOf, nameOf } from '../../social/links.ts';
import { instance, keepMe, me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Area, Check, Field } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import './settings_page.css';

const fieldsUsually = 4;

/** One's own profile: what others see of one. */
export default function ProfileSettingsPage() {
  const account = me.value;
  return (
    <Page title={t('settings.profile')} deep>
      <div class="settings-page">
        {account && <Pictures account={account} />}
        {account && <About account={account} />}
      </div>
    </Page>
  );
}

function Pictures({ account }: { account: CredentialAccount }) {
  const header = headerOf(account);
  return (
    <section class="settings-page__pictures">
      <h2>{t('settings.pictures')}</h2>
      <div class="settings-page__picture">
        <Avatar source={faceOf(account)} name={nameOf(account)} size="large" />
        <Picture name="avatar" label={t('settings.avatar')} />
      </div>
      <div class="settings-page__picture">
        {header && <img class="settings-page__banner" src={header} alt="" />}
        <Picture name="header" label={t('settings.header')} />
      </div>
    </section>
  );
}

function Picture({ name, label }: { name: 'avatar' | 'header'; label: string }) {
  const input = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);
  const send = async () => {
    const file = input.current?.files?.[0];
    if (!file) return;
    busy.value = true;
    try {
      keepMe(await call('PATCH /api/v1/accounts/update_credentials', { [name]: file }));
      toast(t('settings.saved'));
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={label}
        onChange={() => void send()}
      />
      <Button icon="picture" busy={busy.value} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}

interface Row {
  name: string;
  value: string;
}

function About({ account }: { account: CredentialAccount }) {
  const limit = instance.value?.configuration.accounts;
  const name = useSignal(account.display_name);
  const note = useSignal(account.source.note);
  const locked = useSignal(account.locked);
  const discoverable = useSignal(account.discoverable ?? false);
  const indexable = useSignal(account.indexable);
  const rows = useSignal<readonly Row[]>([]);
  const busy = useSignal(false);
  useEffect(() => {
    const many = limit?.max_profile_fields ?? fieldsUsually;
    rows.value = Array.from(
      { length: many },
      (_none, index) => account.source.fields[index] ?? { name: '', value: '' },
    );
  }, [account, limit, rows]);

  const save = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      const answer = await call('PATCH /api/v1/accounts/update_credentials', {
        display_name: name.value,
        note: note.value,
        locked: locked.value,
        discoverable: discoverable.value,
        indexable: indexable.value,
        fields_attributes: rows.value.map(({ name: key, value }) => ({ name: key, value })),
      });
      keepMe(answer);
      toast(t('settings.saved'));
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  const setRow = (at: number, part: Partial<Row>) => {
    rows.value = rows.value.map((row, index) => (index === at ? { ...row, ...part } : row));
  };

  return (
    <form onSubmit={event => void save(event)}>
      <Field
        label={t('settings.name')}
        dir="auto"
        maxLength={limit?.max_display_name_length}
        value={name.value}
        onInput={event => {
          name.value = event.currentTarget.value;
        }}
      />
      <Area
        label={t('settings.note')}
        value={note.value}
        onChange={value => {
          note.value = value;
        }}
        max={limit?.max_note_length}
      />
      <fieldset>
        <legend>
          <h2>{t('settings.fields')}</h2>
        </legend>
        {rows.value.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
          <div key={index} class="settings-page__pair">
            <Field
              label={t('settings.field_name', { number: index + 1 })}
              dir="auto"
              value={row.name}
              onInput={event => setRow(index, { name: event.currentTarget.value })}
            />
            <Field
              label={t('settings.field_value', { number: index + 1 })}
              dir="auto"
              value={row.value}
              onInput={event => setRow(index, { value: event.currentTarget.value })}
            />
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>
          <h2>{t('settings.privacy')}</h2>
        </legend>
        <Check
          label={t('settings.locked')}
          hint={t('settings.locked_hint')}
          checked={locked.value}
          onChange={value => {
            locked.value = value;
          }}
        />
        <Check
          label={t('settings.discoverable')}
          checked={discoverable.value}
          onChange={value => {
            discoverable.value = value;
          }}
        />
        <Check
          label={t('settings.indexable')}
          checked={indexable.value}
          onChange={value => {
            indexable.value = value;
          }}
        />
      </fieldset>
      <div>
        <Button type="submit" kind="main" busy={busy.value}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}
