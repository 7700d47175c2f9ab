import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../api/client.ts';
import { Menu } from '../../ui/menu.tsx';
import { languageName, locale, type PlainKey, t } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { VisibilityMenu } from './visibility_menu.tsx';

/** Who sees it, who may quote it, and what language it is in. */
export function ComposerSettings({ draft }: { draft: Draft }) {
  return (
    <div class="composer__settings">
      {!draft.about.edit && <VisibilityMenu draft={draft} />}
      <QuotesMenu draft={draft} />
      <LanguageChoice draft={draft} />
    </div>
  );
}

const policies: readonly (readonly [value: string, name: PlainKey, hint: PlainKey])[] = [
  ['public', 'compose.quotes.public', 'compose.quotes.public_hint'],
  ['followers', 'compose.quotes.followers', 'compose.quotes.followers_hint'],
  ['nobody', 'compose.quotes.nobody', 'compose.quotes.nobody_hint'],
];

/** Asked only where anybody could: what is for few is quoted by nobody. */
function QuotesMenu({ draft }: { draft: Draft }) {
  const open = draft.visibility.value === 'public' || draft.visibility.value === 'unlisted';
  const now = policies.find(([value]) => value === draft.quotes.value) ?? policies[0];
  if (!open || !now) return null;
  const items = () => [
    policies.map(([value, name, hint]) => ({
      label: t(name),
      hint: t(hint),
      chosen: value === now[0],
      act: () => {
        draft.quotes.value = value;
      },
    })),
  ];
  return <Menu label={t('compose.quotes')} icon="quote" shown={t(now[1])} items={items} />;
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
  const near = new Set([
    draft.language.value,
    locale.value,
    ...navigator.languages.map(one => one.split('-')[0] ?? one),
  ]);
  const others = languages.value
    .filter(code => !near.has(code))
    .sort((one, other) => languageName(one).localeCompare(languageName(other), locale.value));
  return (
    <label class="composer__language" title={t('compose.language')}>
      <span class="hidden-words">{t('compose.language')}</span>
      <select
        value={draft.language.value}
        onChange={event => {
          draft.language.value = event.currentTarget.value;
        }}
      >
        {[...near, ...others].map(code => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
    </label>
  );
}
