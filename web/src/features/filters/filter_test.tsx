import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { call } from '../../api/client.ts';
import { AccountName } from '../../social/account_name.tsx';
import { me } from '../../social/me.ts';
import { accountOf, keepStatuses, knownPosts, type Post } from '../../social/store.ts';
import { t } from '../../ui/words.ts';
import { fold, type Keyword, placeOf, textOf } from './matching.ts';

const shownMax = 5;
/** Characters around the word that are shown. */
const around = 60;

interface Sample {
  post: Post;
  text: string;
}

/** What the filter would have caught of the posts one has read lately. */
export function FilterTest({ keywords }: { keywords: readonly Keyword[] }) {
  const samples = useSamples();
  const found = useMemo(
    () =>
      samples.filter(({ text }) => {
        const folded = fold(text);
        return keywords.some(keyword => placeOf(folded, keyword) >= 0);
      }),
    [samples, keywords],
  );
  return (
    <section class="filter-test" aria-live="polite">
      <h2>{t('filters.test')}</h2>
      <p>
        {keywords.length === 0
          ? t('filters.test.none')
          : t('filters.test.found', { count: found.length, of: samples.length })}
      </p>
      <ul>
        {found.slice(0, shownMax).map(sample => (
          <Caught key={sample.post.id} sample={sample} keywords={keywords} />
        ))}
      </ul>
    </section>
  );
}

function useSamples(): readonly Sample[] {
  const samples = useSignal<readonly Sample[]>([]);
  useEffect(() => {
    const take = () => {
      samples.value = knownPosts()
        .filter(post => !post.reblog_id && post.account_id !== me.peek()?.id)
        .map(post => ({ post, text: textOf(post) }));
    };
    take();
    void call('GET /api/v1/timelines/home', { limit: 40 }).then(
      statuses => {
        keepStatuses(statuses);
        take();
      },
      () => undefined,
    );
  }, [samples]);
  return samples.value;
}

function Caught({ sample, keywords }: { sample: Sample; keywords: readonly Keyword[] }) {
  const account = accountOf(sample.post.account_id);
  const [before, word, after] = excerptOf(sample.text, keywords);
  return (
    <li>
      {account && <AccountName account={account} />}
      <p dir="auto" lang={sample.post.language ?? undefined}>
        {before}
        <mark>{word}</mark>
        {after}
      </p>
    </li>
  );
}

/** The word with what stands around it. Folding may change lengths a little: then the mark is off by as much. */
function excerptOf(text: string, keywords: readonly Keyword[]): [string, string, string] {
  const folded = fold(text);
  for (const keyword of keywords) {
    const at = placeOf(folded, keyword);
    if (at < 0) continue;
    const end = at + fold(keyword.keyword).trim().length;
    const from = Math.max(0, at - around);
    const to = Math.min(text.length, end + around);
    return [
      (from > 0 ? '…' : '') + text.slice(from, at),
      text.slice(at, end),
      text.slice(end, to) + (to < text.length ? '…' : ''),
    ];
  }
  return [text.slice(0, 2 * around), '', ''];
}
