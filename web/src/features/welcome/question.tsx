import type { ComponentChildren } from 'preact';
import { Page } from '../../social/page.tsx';
import { Button } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import { finish, goOn, type Step, steps } from './steps.ts';
import './question.css';

interface QuestionProps {
  step: Step;
  title: string;
  text: string;
  children: ComponentChildren;
  /** Something was done: the way on says so, and not that it is skipped. */
  done?: boolean;
}

/** One screen with one question, how far it is, and the two ways out. */
export function Question({ step, title, text, children, done = false }: QuestionProps) {
  const number = steps.indexOf(step) + 1;
  const last = number === steps.length;
  return (
    <Page
      title={t('welcome.title')}
      beside={
        <Button kind="quiet" onClick={finish}>
          {t('welcome.leave')}
        </Button>
      }
    >
      <div class="question">
        <header class="question__head">
          <p class="question__far">
            <progress value={number} max={steps.length} aria-hidden="true" />
            <span>{t('welcome.step', { number, all: steps.length })}</span>
          </p>
          <h2>{title}</h2>
          <p class="question__text">{text}</p>
        </header>
        {children}
        <footer class="question__foot">
          <Button kind={done ? 'main' : 'second'} onClick={() => goOn(step)}>
            {t(last ? 'welcome.finish' : done ? 'welcome.next' : 'welcome.skip')}
          </Button>
        </footer>
      </div>
    </Page>
  );
}
