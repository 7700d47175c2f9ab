import { limits } from '../../social/me.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { locale, t } from '../../ui/words.ts';
import type { DraftPoll, Part } from './part.ts';

const hour = 3600;
const day = 24 * hour;
const minute = 60;
const durations = [
  5 * minute,
  30 * minute,
  hour,
  6 * hour,
  12 * hour,
  day,
  3 * day,
  7 * day,
  14 * day,
  30 * day,
];

export function ComposerPoll({ part, poll }: { part: Part; poll: DraftPoll }) {
  const change = (with_: Partial<DraftPoll>) => {
    part.poll.value = { ...poll, ...with_ };
  };
  const setOption = (at: number, text: string) =>
    change({ options: poll.options.map((one, index) => (index === at ? text : one)) });
  const mayAdd = poll.options.length < limits().pollOptions;
  return (
    <fieldset class="composer__poll">
      <legend>{t('compose.poll.legend')}</legend>
      {poll.options.map((option, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer is known by its place
        <div key={index} class="composer__option">
          <input
            dir="auto"
            aria-label={t('compose.poll.option', { number: index + 1 })}
            placeholder={t('compose.poll.option', { number: index + 1 })}
            maxLength={limits().pollCharacters}
            value={option}
            onInput={event => setOption(index, event.currentTarget.value)}
          />
          {poll.options.length > 2 && (
            <IconButton
              icon="close"
              label={t('compose.poll.remove')}
              onClick={() => change({ options: poll.options.filter((_one, at) => at !== index) })}
            />
          )}
        </div>
      ))}
      <div class="composer__poll-foot">
        {mayAdd && (
          <Button
            kind="quiet"
            icon="add"
            onClick={() => change({ options: [...poll.options, ''] })}
          >
            {t('compose.poll.more')}
          </Button>
        )}
        <Select
          label={t('compose.poll.lasts')}
          value={String(poll.lasts)}
          options={durations.filter(mayLast).map(one => [String(one), durationName(one)] as const)}
          onChange={value => change({ lasts: Number(value) })}
        />
        <Check
          label={t('compose.poll.multiple')}
          checked={poll.multiple}
          onChange={multiple => change({ multiple })}
        />
      </div>
    </fieldset>
  );
}

function mayLast(seconds: number): boolean {
  return seconds >= limits().pollLeast && seconds <= limits().pollMost;
}

function durationName(seconds: number): string {
  const inMinutes = [seconds / minute, 'minute'] as const;
  const inHours = seconds < day ? ([seconds / hour, 'hour'] as const) : undefined;
  const [value, unit] = seconds < hour ? inMinutes : (inHours ?? ([seconds / day, 'day'] as const));
  return new Intl.NumberFormat(locale.value, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(value);
}
