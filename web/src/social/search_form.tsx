import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { go, here } from '../ui/history.ts';
import { Icon } from '../ui/icon.tsx';
import { t } from '../ui/words.ts';
import './search_form.css';

/** What is being looked for now. */
export function askedFor(): string {
  return new URLSearchParams(here.value.split('?')[1] ?? '').get('q') ?? '';
}

export function SearchForm({ focus = false }: { focus?: boolean }) {
  const id = useId();
  const text = useSignal(askedFor());
  const send = (event: Event) => {
    event.preventDefault();
    const wanted = text.value.trim();
    if (wanted) go(`/search?q=${encodeURIComponent(wanted)}`);
  };
  return (
    <search>
      <form class="search-form" onSubmit={send}>
        <label for={id} class="hidden-words">
          {t('search.label')}
        </label>
        <Icon name="search" />
        <input
          id={id}
          type="search"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          placeholder={t('search.placeholder')}
          autofocus={focus}
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
        />
      </form>
    </search>
  );
}
