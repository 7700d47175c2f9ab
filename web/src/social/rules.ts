import type { Rule } from '../api/gen/entities.ts';
import { locale } from '../ui/words.ts';

export interface RuleWords {
  text: string;
  hint?: string;
}

/** A rule of the server in the reader's language, where the server has it. */
export function ruleInLanguage(rule: Rule): RuleWords {
  const found = rule.translations[locale.value] as RuleWords | undefined;
  return { text: found?.text || rule.text, hint: found?.hint || rule.hint };
}
