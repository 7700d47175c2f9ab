/** The languages the app speaks, each in its own name. */
export const languages: readonly (readonly [code: string, name: string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['th', 'ไทย'],
  ['ar', 'العربية'],
];
