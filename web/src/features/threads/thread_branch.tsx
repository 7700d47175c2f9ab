import { useSignal } from '@preact/signals';
import { PostCard } from '../../social/post_card.tsx';
import { t } from '../../ui/words.ts';
import { type Branch, sizeOf } from './thread.ts';

const indentMax = 4;

/**
 * An answer and what answers it. A single answer goes on below in the same line; where there are several, each begins a
 * branch of its own, set in, which can be folded. Deeper than there is room for, each says whom it answers.
 */
export function ThreadBranch({ branch, depth }: { branch: Branch; depth: number }) {
  const folded = useSignal(false);
  const row: Branch[] = [branch];
  for (let last = branch; last.answers.length === 1 && last.answers[0]; last = last.answers[0])
    row.push(last.answers[0]);
  const forks = row.at(-1)?.answers ?? [];
  const hidden = sizeOf(branch);
  return (
    <li
      class={depth > 0 && depth <= indentMax ? 'thread-branch thread-branch--in' : 'thread-branch'}
    >
      {row.slice(0, folded.value ? 1 : undefined).map((one, index) => (
        <PostCard
          key={one.id}
          id={one.id}
          thread={placeOf(index, row.length, folded.value)}
          answers={index === 0 && depth > indentMax}
          context="thread"
        />
      ))}
      {hidden > 1 && (
        <button
          type="button"
          class="thread-branch__fold"
          aria-expanded={!folded.value}
          onClick={() => {
            folded.value = !folded.value;
          }}
        >
          {folded.value ? t('thread.unfold', { count: hidden }) : t('thread.fold')}
        </button>
      )}
      {!folded.value && forks.length > 0 && (
        <ol>
          {forks.map(one => (
            <ThreadBranch key={one.id} branch={one} depth={depth + 1} />
          ))}
        </ol>
      )}
    </li>
  );
}

function placeOf(
  index: number,
  length: number,
  folded: boolean,
): 'from' | 'to' | 'through' | 'alone' {
  if (length === 1 || folded) return 'alone';
  if (index === 0) return 'to';
  return index === length - 1 ? 'from' : 'through';
}
