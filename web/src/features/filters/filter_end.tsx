import { Field, Select } from '../../ui/field.tsx';
import { lengthInWords, wholeDate } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';
import { type FilterDraft, type Lasts, lengths } from './filter_draft.ts';

/** Until when it holds. */
export function FilterEnd({ draft }: { draft: FilterDraft }) {
  const { lasts, until } = draft;
  const kept = draft.of?.expires_at;
  const options: [Lasts, string][] = [
    ['ever', t('filters.lasts.ever')],
    ...lengths.map((seconds): [Lasts, string] => [`${seconds}`, lengthInWords(seconds)]),
    ['until', t('filters.lasts.until')],
  ];
  if (kept) options.unshift(['kept', t('filters.until', { when: wholeDate(new Date(kept)) })]);
  return (
    <div class="filter-form__end">
      <Select
        label={t('filters.lasts')}
        value={lasts.value}
        options={options}
        onChange={value => {
          lasts.value = value as Lasts;
        }}
      />
      {lasts.value === 'until' && (
        <Field
          label={t('filters.lasts.date')}
          type="datetime-local"
          value={until.value}
          onInput={event => {
            until.value = event.currentTarget.value;
          }}
        />
      )}
    </div>
  );
}
