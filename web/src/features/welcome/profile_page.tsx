import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { call } from '../../api/client.ts';
import { tell } from '../../social/attempt.ts';
import { faceOf, nameOf } from '../../social/links.ts';
import { instance, keepMe, me } from '../../social/me.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Area, Field } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import { Question } from './question.tsx';
import { goOn } from './steps.ts';

/** Who is one? */
export default function ProfilePage() {
  const account = me.value;
  const limit = instance.value?.configuration.accounts;
  const name = useSignal(account?.display_name ?? '');
  const note = useSignal(account?.source.note ?? '');
  const busy = useSignal(false);
  const save = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      const changed = { display_name: name.value, note: note.value };
      keepMe(await call('PATCH /api/v1/accounts/update_credentials', changed));
      goOn('/welcome/profile');
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  return (
    <Question
      step="/welcome/profile"
      title={t('welcome.profile.title')}
      text={t('welcome.profile.text')}
    >
      <form class="question__part" onSubmit={event => void save(event)}>
        <Picture />
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
        <Area
          label={t('settings.note')}
          value={note.value}
          max={limit?.max_note_length}
          onChange={value => {
            note.value = value;
          }}
        />
        <Button type="submit" kind="main" busy={busy.value}>
          {t('welcome.profile.save')}
        </Button>
      </form>
    </Question>
  );
}

function Picture() {
  const file = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);
  const account = me.value;
  if (!account) return null;
  const send = async () => {
    const avatar = file.current?.files?.[0];
    if (!avatar) return;
    busy.value = true;
    try {
      keepMe(await call('PATCH /api/v1/accounts/update_credentials', { avatar }));
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  return (
    <div class="question__face">
      <Avatar source={faceOf(account)} name={nameOf(account)} size="large" />
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('settings.avatar')}
        onChange={() => void send()}
      />
      <Button icon="picture" busy={busy.value} onClick={() => file.current?.click()}>
        {t('settings.avatar')}
      </Button>
    </div>
  );
}
