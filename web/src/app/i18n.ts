import { addMessages, type Compiled, directionOf, useMessages } from '../ui/words.ts';

type Load = () => Promise<{ messages: Compiled }>;

/** What the first page says, and everything else. */
const loaders: Record<string, readonly [first: Load, rest: Load]> = {
  en: [() => import('virtual:messages/en/first'), () => import('virtual:messages/en/rest')],
  de: [() => import('virtual:messages/de/first'), () => import('virtual:messages/de/rest')],
  th: [() => import('virtual:messages/th/first'), () => import('virtual:messages/th/rest')],
  ar: [() => import('virtual:messages/ar/first'), () => import('virtual:messages/ar/rest')],
};
if (import.meta.env.DEV) {
  const load: Load = () => import('virtual:messages/pseudo');
  loaders.pseudo = [load, load];
}

/** The first of the reader's languages that there is. */
function languageFor(wanted: string): string {
  const all = [wanted, ...navigator.languages].map(one => one.toLowerCase());
  for (const one of all) {
    if (one in loaders) return one;
    const base = one.split('-')[0] ?? '';
    if (base in loaders) return base;
  }
  return 'en';
}

let spoken: string | undefined;
let rest: Promise<void> | undefined;

/** Settled when every page has its words; the first one does not wait for it. */
export function allWords(): Promise<void> {
  return rest ?? Promise.resolve();
}

export async function loadLanguage(wanted: string): Promise<void> {
  const language = languageFor(wanted);
  if (language === spoken) return rest?.catch(() => undefined);
  const [loadFirst, loadRest] = loaders[language] ?? (loaders.en as readonly [Load, Load]);
  const again = rest !== undefined;
  spoken = language;
  const { messages } = await loadFirst();
  const coming = loadRest().then(({ messages: more }) => {
    if (again) useMessages(language, { ...messages, ...more });
    else addMessages(more);
    say(language);
  });
  rest = coming;
  // In another language the words change all at once.
  if (again) return coming;
  // Whoever needs them hears of it; nobody else has to.
  coming.catch(() => undefined);
  useMessages(language, messages, { first: true });
  say(language);
}

function say(language: string): void {
  document.documentElement.lang = language === 'pseudo' ? 'en' : language;
  document.documentElement.dir = directionOf(language);
}
