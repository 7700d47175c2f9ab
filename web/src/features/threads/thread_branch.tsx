import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { PostCard } from '../../social/post_card.tsx';
import { postOf } from '../../social/store.ts';
import { t } from '../../ui/words.ts';
import { type Branch, sizeOf } from './thread.ts';

const indentMax = 4;

/** A post in the line of a branch, with the answers that begin branches of their own. */
interface Step {
  branch: Branch;
  asides: readonly Branch[];
}

/**
 * An answer and what answers it. A single answer goes on below in the same line, and so does what the author goes on to
 * say; other answers begin branches of their own, set in, which can be folded. Deeper than there is room for, each says
 * whom it answers.
 */
export function ThreadBranch({ branch, depth }: { branch: Branch; depth: number }) {
  const folded = useSignal(false);
  const line = lineOf(branch);
  const hidden = sizeOf(branch);
  const end = line.length - 1;
  return (
    <li
      class={depth > 0 && depth <= indentMax ? 'thread-branch thread-branch--in' : 'thread-branch'}
    >
      {line.slice(0, folded.value ? 1 : undefined).map(({ branch: one, asides }, index) => (
        <Fragment key={one.id}>
          <PostCard
            id={one.id}
            thread={placeOf(index, line.length, folded.value)}
            answers={index === 0 && depth > indentMax}
            context="thread"
          />
          {!folded.value && index < end && <Asides branches={asides} depth={depth} />}
        </Fragment>
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
      {!folded.value && <Asides branches={line[end]?.asides ?? []} depth={depth} />}
    </li>
  );
}

function Asides({ branches, depth }: { branches: readonly Branch[]; depth: number }) {
  if (branches.length === 0) return null;
  return (
    <ol>
      {branches.map(one => (
        <ThreadBranch key={one.id} branch={one} depth={depth + 1} />
      ))}
    </ol>
  );
}

function lineOf(branch: Branch): Step[] {
  const line: Step[] = [];
  for (let now: Branch | undefined = branch; now; ) {
    const next = goingOn(now);
    line.push({ branch: now, asides: now.answers.filter(one => one !== next) });
    now = next;
  }
  return line;
}

/** The answer that goes on in the same line: the only one, or the first by the same author. */
function goingOn({ id, answers }: Branch): Branch | undefined {
  if (answers.length === 1) return answers[0];
  const author = postOf(id)?.account_id;
  return answers.find(one => author !== undefined && postOf(one.id)?.account_id === author);
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
