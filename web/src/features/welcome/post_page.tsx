import { useSignal, useSignalEffect } from '@preact/signals';
import { compose, published } from '../../social/composing.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import { Question } from './question.tsx';
import { followed } from './topics.ts';

const tagsMax = 3;

/** What would one like to say first? */
export default function PostPage() {
  const before = useSignal(published.peek());
  const done = useSignal(false);
  useSignalEffect(() => {
    if (published.value !== before.peek()) done.value = true;
  });
  const write = () => {
    const tags = [...followed.value].slice(0, tagsMax).map(name => `#${name}`);
    compose({ text: t('welcome.post.begin', { tags: ['#introduction', ...tags].join(' ') }) });
  };
  return (
    <Question
      step="/welcome/post"
      title={t(done.value ? 'welcome.post.done' : 'welcome.post.title')}
      text={t(done.value ? 'welcome.post.done_text' : 'welcome.post.text')}
      done={done.value}
    >
      {!done.value && (
        <div class="question__part">
          <Button kind="main" icon="write" onClick={write}>
            {t('welcome.post.write')}
          </Button>
        </div>
      )}
    </Question>
  );
}
