import { useId } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { Check, Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Strip } from '../../ui/strip.tsx';
import { t } from '../../ui/words.ts';
import type { FilterDraft } from './filter_draft.ts';
import { FilterEnd } from './filter_end.tsx';
import { FilterTest } from './filter_test.tsx';
import { type Action, contexts } from './filters.ts';
import './filter_form.css';

interface FilterFormProps {
  draft: FilterDraft;
  busy: boolean;
  save: () => void;
}

export function FilterForm({ draft, busy, save }: FilterFormProps) {
  const { action } = draft;
  return (
    <form
      class="filter-form"
      data-form
      onSubmit={event => {
        event.preventDefault();
        save();
      }}
    >
      <Words draft={draft} />
      <FilterTest keywords={draft.wanted.value} />
      <Strip
        label={t('filters.action')}
        hint={t(`filters.action.${action.value}_hint`)}
        options={(['warn', 'blur', 'hide'] as const).map(
          one => [one, t(`filters.action.${one}`)] as const,
        )}
        value={action.value}
        onChange={(value: Action) => {
          action.value = value;
        }}
      />
      <FilterEnd draft={draft} />
      <fieldset>
        <legend class="filter-form__legend">{t('filters.contexts')}</legend>
        <div class="filter-form__contexts">
          {contexts.map(name => (
            <Check
              key={name}
              label={t(`filters.context.${name}`)}
              checked={draft.context.value.includes(name)}
              onChange={() => draft.toggleContext(name)}
            />
          ))}
        </div>
      </fieldset>
      <Field
        label={t('filters.name')}
        hint={t('filters.name_hint')}
        dir="auto"
        maxLength={256}
        value={draft.title.value}
        onInput={event => {
          draft.title.value = event.currentTarget.value;
        }}
      />
      <div class="filter-form__foot">
        <Button type="submit" kind="main" busy={busy} disabled={!draft.ready.value}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}

function Words({ draft }: { draft: FilterDraft }) {
  const id = useId();
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing || !draft.typed.value.trim()) return;
    event.preventDefault();
    draft.add();
  };
  return (
    <fieldset class="filter-form__words">
      <legend class="filter-form__legend">{t('filters.words')}</legend>
      {draft.keywords.value.length > 0 && (
        <ul>
          {draft.keywords.value.map(({ keyword, whole_word }) => (
            <li key={keyword} class="filter-form__word">
              <bdi>{keyword}</bdi>
              <label class="filter-form__whole">
                <input
                  type="checkbox"
                  checked={whole_word}
                  onChange={() => draft.toggleWhole(keyword)}
                />
                <span>
                  {t('filters.whole')}
                  <span class="hidden-words">{keyword}</span>
                </span>
              </label>
              <button type="button" onClick={() => draft.remove(keyword)}>
                <Icon name="close" />
                <span class="hidden-words">{t('filters.word.remove', { word: keyword })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="filter-form__add">
        <label class="hidden-words" for={id}>
          {t('filters.word.add')}
        </label>
        <input
          id={id}
          dir="auto"
          autocomplete="off"
          placeholder={t('filters.word.placeholder')}
          value={draft.typed.value}
          onInput={event => {
            draft.typed.value = event.currentTarget.value;
          }}
          onKeyDown={keyed}
        />
        <Button disabled={!draft.typed.value.trim()} onClick={() => draft.add()}>
          {t('lists.put_on')}
        </Button>
      </div>
      <Check
        label={t('filters.whole_word')}
        hint={t('filters.whole_word_hint')}
        checked={draft.wholeWord.value}
        onChange={value => {
          draft.wholeWord.value = value;
        }}
      />
    </fieldset>
  );
}
