import { type Compiled, directionOf, useMessages } from '../ui/words.ts';

const loaders: Record<string, () => Promise<{ messages: Compiled }>> = {
  en: () => import('virtual:messages/en'),
  de: () => import('virtual:messages/de'),
  th: () => import('virtual:messages/th'),
  ar: () => import('virtual:messages/ar'),
};
if (import.meta.env.DEV) loaders.pseudo = () => import('virtual:messages/pseudo');

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

export async function loadLanguage(wanted: string): Promise<void> {
  const language = languageFor(wanted);
  const { messages } = (await (loaders[language] ?? loaders.en)?.()) ?? { messages: {} };
  useMessages(language, messages);
  document.documentElement.lang = language === 'pseudo' ? 'en' : language;
  document.documentElement.dir = directionOf(language);
}
