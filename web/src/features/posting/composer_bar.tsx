import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { call } from '../../api/client.ts';
import { limits } from '../../social/me.ts';
import { IconButton } from '../../ui/button.tsx';
import { languageName, locale, t } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { addFiles } from './uploads.ts';

const dayInSeconds = 86_400;

/** What can be added to the text, and how much room there is left. */
export function ComposerBar({ draft }: { draft: Draft }) {
  const file = useRef<HTMLInputElement>(null);
  const full = draft.media.value.length + draft.uploading.value >= limits().media;
  const togglePoll = () => {
    draft.poll.value = draft.poll.value
      ? undefined
      : { options: ['', ''], multiple: false, lasts: dayInSeconds };
  };
  const chosen = () => {
    addFiles(draft, file.current?.files);
    if (file.current) file.current.value = '';
  };
  return (
    <div class="composer__bar">
      <input
        ref={file}
        type="file"
        hidden
        multiple
        accept={limits().mediaTypes.join(',')}
        onChange={chosen}
        aria-label={t('compose.media.add')}
      />
      <IconButton
        icon="picture"
        label={t('compose.media.add')}
        disabled={full || draft.hasPoll.value}
        onClick={() => file.current?.click()}
      />
      <IconButton
        icon="poll"
        label={t('compose.poll.add')}
        aria-pressed={draft.hasPoll.value}
        disabled={draft.media.value.length > 0}
        onClick={togglePoll}
      />
      <IconButton
        icon="warning"
        label={t('compose.warning.add')}
        aria-pressed={draft.warned.value}
        onClick={() => {
          draft.warned.value = !draft.warned.value;
        }}
      />
      <LanguageChoice draft={draft} />
      <Left draft={draft} />
    </div>
  );
}

const languages = signal<readonly string[]>([]);

function LanguageChoice({ draft }: { draft: Draft }) {
  useEffect(() => {
    if (languages.value.length > 0) return;
    void call('GET /api/v1/instance/languages', {}).then(
      found => {
        languages.value = (found as { code: string }[]).map(one => one.code);
      },
      () => undefined,
    );
  }, []);
  const near = [
    draft.language.value,
    locale.value,
    ...navigator.languages.map(one => one.split('-')[0] ?? one),
  ];
  const all = [...new Set([...near, ...languages.value])];
  return (
    <label class="composer__language" title={t('compose.language')}>
      <span class="hidden-words">{t('compose.language')}</span>
      <select
        value={draft.language.value}
        onChange={event => {
          draft.language.value = event.currentTarget.value;
        }}
      >
        {all.map(code => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
    </label>
  );
}

const warnAt = 50;

/** Said only when it matters, and aloud only when it is too much. */
function Left({ draft }: { draft: Draft }) {
  const left = draft.left.value;
  const all = limits().characters;
  return (
    <span class={left < 0 ? 'composer__left composer__left--over' : 'composer__left'}>
      <span aria-hidden="true">{left}</span>
      <progress
        class="composer__fill"
        value={Math.min(all, all - left)}
        max={all}
        aria-hidden="true"
      />
      <span class="hidden-words" role="status">
        {left <= warnAt ? t('compose.left', { count: left }) : ''}
      </span>
    </span>
  );
}
