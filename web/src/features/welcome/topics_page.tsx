import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { instance } from '../../social/me.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Field } from '../../ui/field.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { Question } from './question.tsx';
import { addTopic, followed, loadTopics, toggleTopic, topics } from './topics.ts';

/** What would one like to read about? */
export default function TopicsPage() {
  useEffect(() => {
    void loadTopics();
  }, []);
  const all = topics.value;
  return (
    <Question
      step="/welcome"
      title={t('welcome.topics.title', { name: instance.value?.title ?? '' })}
      text={t('welcome.topics.text')}
      done={followed.value.size > 0}
    >
      {!all && <PostSkeletons many={1} />}
      {all && all.length > 0 && (
        <ul class="topics" aria-label={t('welcome.topics.list')}>
          {all.map(name => (
            <li key={name}>
              <Chip
                icon="tag"
                pressed={followed.value.has(name.toLowerCase())}
                onClick={() => void toggleTopic(name)}
              >
                {name}
              </Chip>
            </li>
          ))}
        </ul>
      )}
      <OwnTopic />
    </Question>
  );
}

function OwnTopic() {
  const text = useSignal('');
  const add = (event: Event) => {
    event.preventDefault();
    void addTopic(text.value);
    text.value = '';
  };
  return (
    <form class="topics__own" onSubmit={add}>
      <Field
        label={t('welcome.topics.own')}
        dir="auto"
        autocapitalize="none"
        value={text.value}
        onInput={event => {
          text.value = event.currentTarget.value;
        }}
      />
      <Button type="submit" icon="add" disabled={text.value.trim() === ''}>
        {t('welcome.topics.add')}
      </Button>
    </form>
  );
}
