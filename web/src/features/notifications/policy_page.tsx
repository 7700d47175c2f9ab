import { call } from '../../api/client.ts';
import { tell } from '../../social/attempt.ts';
import { Page } from '../../social/page.tsx';
import { useAnswer } from '../../social/use_answer.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Strip } from '../../ui/strip.tsx';
import { t } from '../../ui/words.ts';
import './policy_page.css';

const sorts = [
  'not_following',
  'not_followers',
  'new_accounts',
  'private_mentions',
  'limited_accounts',
] as const;
type Sort = (typeof sorts)[number];
const values = ['accept', 'filter', 'drop'] as const;
type Value = (typeof values)[number];

/** From whom notifications come, are held back, or never arrive. Each choice is kept at once. */
export default function PolicyPage() {
  const { answer, failed, again } = useAnswer(() => call('GET /api/v2/notifications/policy', {}));
  const set = async (sort: Sort, value: Value) => {
    const before = answer.value;
    if (!before) return;
    const change = { [`for_${sort}`]: value };
    answer.value = { ...before, ...change };
    try {
      answer.value = await call('PATCH /api/v2/notifications/policy', change);
    } catch (error) {
      answer.value = before;
      tell(error);
    }
  };
  const policy = answer.value;
  return (
    <Page title={t('notifications.policy.title')} deep>
      {failed.value && <Failed again={again} />}
      {!policy && !failed.value && <PostSkeletons />}
      {policy && (
        <div class="policy-page" data-form>
          <p>{t('notifications.policy.text')}</p>
          {sorts.map(sort => (
            <Strip
              key={sort}
              label={t(`notifications.policy.${sort}`)}
              hint={t(`notifications.policy.${sort}_hint`)}
              options={values.map(value => [value, t(`notifications.policy.${value}`)] as const)}
              value={policy[`for_${sort}`] as Value}
              onChange={value => void set(sort, value)}
            />
          ))}
          <Held many={policy.summary.pending_requests_count} />
        </div>
      )}
    </Page>
  );
}

function Held({ many }: { many: number }) {
  if (many === 0) return null;
  return (
    <div>
      <ButtonLink href="/notifications/requests" icon="hide">
        {t('notifications.held_back', { count: many })}
      </ButtonLink>
    </div>
  );
}
