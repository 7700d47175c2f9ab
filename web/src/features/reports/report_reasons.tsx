import { instance } from '../../social/me.ts';
import { ruleInLanguage } from '../../social/rules.ts';
import { Check } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import type { Report } from './report.ts';

/** Why; and, where that is it, which rules are broken. */
export function Reasons({ report }: { report: Report }) {
  return (
    <fieldset>
      <legend class="hidden-words">{t('reports.reason')}</legend>
      {report.reasons.map(reason => (
        <label key={reason} class="check">
          <input
            type="radio"
            name="reason"
            value={reason}
            checked={report.reason.value === reason}
            onChange={() => {
              report.reason.value = reason;
            }}
          />
          <span>
            {t(`reports.reason.${reason}`)}
            <span class="field__hint">{t(`reports.reason.${reason}_hint`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function Rules({ report }: { report: Report }) {
  return (
    <fieldset>
      <legend class="hidden-words">{t('reports.rules')}</legend>
      {instance.value?.rules.map(rule => (
        <Check
          key={rule.id}
          label={<bdi>{ruleInLanguage(rule).text}</bdi>}
          checked={report.rules.value.includes(rule.id)}
          onChange={() => report.toggle('rules', rule.id)}
        />
      ))}
    </fieldset>
  );
}
