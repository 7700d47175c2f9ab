import { ButtonLink } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import { Question } from './question.tsx';

/** Does one come from another server? */
export default function ImportPage() {
  return (
    <Question
      step="/welcome/import"
      title={t('welcome.import.title')}
      text={t('welcome.import.text')}
    >
      <div class="question__part">
        <ol class="question__list">
          <li>{t('welcome.import.first')}</li>
          <li>{t('welcome.import.second')}</li>
        </ol>
        <ButtonLink href="/settings/import" icon="upload">
          {t('welcome.import.file')}
        </ButtonLink>
        <ButtonLink href="/settings/aliases" kind="quiet" icon="people">
          {t('welcome.import.followers')}
        </ButtonLink>
      </div>
    </Question>
  );
}
