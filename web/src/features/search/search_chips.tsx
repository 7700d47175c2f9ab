import { Chip } from '../../ui/chip.tsx';
import { go } from '../../ui/history.ts';
import { Icon } from '../../ui/icon.tsx';
import { languageName, locale, t } from '../../ui/words.ts';
import { addressOf, type Kind } from './find.ts';
import {
  dayBefore,
  offers,
  offersFor,
  type Part,
  partsOf,
  without,
  withPart,
} from './operators.ts';

/** What narrows the search: what was said can be taken off, and the rest be added by a press. */
export function SearchChips({ query, kind }: { query: string; kind: Kind }) {
  const said = partsOf(query).filter(part => part.operator);
  const to = (next: string) => go(next ? addressOf(next, kind) : '/search');
  const dated = said.some(part => /before|after|during/.test(part.operator ?? ''));
  const spoken = said.some(part => part.operator === 'language');
  return (
    <>
      {said.length > 0 && (
        <ul class="search-chips" aria-label={t('search.narrowed')}>
          {said.map(part => (
            <li key={part.text}>
              <button
                type="button"
                class="chip search-chips__said"
                onClick={() => to(without(query, part))}
              >
                <bdi>{wordsOf(part)}</bdi> <Icon name="close" />
                <span class="hidden-words">{t('search.take_off')}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <ul class="search-chips" aria-label={t('search.narrow')}>
        {offersFor(query).map(({ text, words }) => (
          <li key={text}>
            <Chip icon="add" onClick={() => to(withPart(query, text))}>
              {t(words)}
            </Chip>
          </li>
        ))}
        {!dated && (
          <li>
            <Chip icon="add" onClick={() => to(withPart(query, `after:${dayBefore(7)}`))}>
              {t('search.op.week')}
            </Chip>
          </li>
        )}
        {!spoken && (
          <li>
            <Chip icon="add" onClick={() => to(withPart(query, `language:${locale.value}`))}>
              {languageName(locale.value)}
            </Chip>
          </li>
        )}
      </ul>
    </>
  );
}

function wordsOf(part: Part): string {
  const offer = offers.find(one => one.text === part.text.toLowerCase());
  if (offer) return t(offer.words);
  if (part.not) return part.text;
  if (part.operator === 'from') return t('search.op.from', { name: part.value });
  if (part.operator === 'language') return languageName(part.value);
  if (part.operator === 'before') return t('search.op.before', { day: part.value });
  if (part.operator === 'after') return t('search.op.after', { day: part.value });
  return part.text;
}
