import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { People } from '../../social/suggested_people.tsx';
import { Button } from '../../ui/button.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import {
  followAll,
  howManyFollowed,
  loadNewcomerPeople,
  newcomerPeople,
} from './newcomer_people.ts';
import { Question } from './question.tsx';

/** Whom would one like to read? */
export default function PeoplePage() {
  const busy = useSignal(false);
  useEffect(() => {
    void loadNewcomerPeople();
  }, []);
  const all = newcomerPeople.value;
  const added = howManyFollowed();
  const everybody = async () => {
    busy.value = true;
    await followAll();
    busy.value = false;
  };
  return (
    <Question
      step="/welcome/people"
      title={t('welcome.people.title')}
      text={t('welcome.people.text')}
      done={added > 0}
    >
      {!all && <PostSkeletons many={4} />}
      {all && all.length > 0 && (
        <>
          {added < all.length && (
            <div class="question__part">
              <Button icon="follow" busy={busy.value} onClick={() => void everybody()}>
                {t('welcome.people.all', { count: all.length - added })}
              </Button>
            </div>
          )}
          <People people={all} />
        </>
      )}
      {all?.length === 0 && <p class="question__part">{t('welcome.people.none')}</p>}
    </Question>
  );
}
