import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../../ui/words.ts';
import { complete, type Proposal, proposalsFor, type Word, wordAt } from './completion.ts';
import type { Draft } from './draft.ts';
import type { Part } from './part.ts';
import { addFiles } from './uploads.ts';

const pause = 150;

interface ComposerTextProps {
  draft: Draft;
  part: Part;
  label: string;
  begin: boolean;
}

/** The text, with proposals below it for the word at the caret: arrows choose, Enter or Tab takes, Escape declines. */
export function ComposerText({ draft, part, label, begin }: ComposerTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const listed = useId();
  const word = useSignal<Word | undefined>(undefined);
  const proposals = useSignal<readonly Proposal[]>([]);
  const chosen = useSignal(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: one begins once; later the caret stays where it is put
  useEffect(() => {
    const element = area.current;
    if (element) part.area = element;
    if (!begin) return;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  useEffect(() => {
    const wanted = word.value;
    proposals.value = [];
    if (!wanted) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      proposalsFor(wanted, abort.signal).then(
        found => {
          chosen.value = 0;
          if (!abort.signal.aborted)
            proposals.value = found.filter(one => one.text !== wanted.text);
        },
        // Writing goes on without proposals.
        () => undefined,
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [word.value, word, proposals, chosen]);

  const look = () => {
    const element = area.current;
    if (!element) return;
    const found = wordAt(element.value, element.selectionStart);
    if (found?.text !== word.value?.text || found?.start !== word.value?.start) word.value = found;
  };
  const take = (proposal: Proposal) => {
    const element = area.current;
    if (!element || !word.value) return;
    const made = complete(element.value, word.value, proposal);
    part.text.value = made.text;
    element.value = made.text;
    element.focus();
    element.setSelectionRange(made.caret, made.caret);
    word.value = undefined;
  };
  const keyed = (event: KeyboardEvent) => {
    const all = proposals.value;
    const now = all[chosen.value];
    if (!now || event.isComposing || event.ctrlKey || event.metaKey) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) chosen.value = (chosen.value + step + all.length) % all.length;
    else if (event.key === 'Enter' || event.key === 'Tab') take(now);
    else if (event.key === 'Escape') word.value = undefined;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const pasted = (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    addFiles(part, files);
  };

  const open = proposals.value.length > 0;
  return (
    <div class="composer__writing">
      <textarea
        ref={area}
        class="composer__text"
        dir="auto"
        lang={draft.language.value}
        rows={5}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={open ? listed : undefined}
        aria-activedescendant={open ? `${listed}-${chosen.value}` : undefined}
        placeholder={placeholderOf(draft, part)}
        value={part.text.value}
        onInput={event => {
          part.text.value = event.currentTarget.value;
          look();
        }}
        onSelect={look}
        onKeyDown={keyed}
        onBlur={() => {
          word.value = undefined;
        }}
        onPaste={pasted}
      />
      {open && <Proposals id={listed} all={proposals.value} chosen={chosen.value} take={take} />}
    </div>
  );
}

function placeholderOf(draft: Draft, part: Part): string {
  if (part !== draft.parts.value[0] || draft.after.value) return t('compose.text.more');
  return t(draft.about.reply ? 'compose.text.reply' : 'compose.text.placeholder');
}

interface ProposalsProps {
  id: string;
  all: readonly Proposal[];
  chosen: number;
  take: (proposal: Proposal) => void;
}

function Proposals({ id, all, chosen, take }: ProposalsProps) {
  return (
    <div class="composer__proposals" id={id} role="listbox" aria-label={t('compose.proposals')}>
      {all.map((one, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which names the chosen one
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the text
        <div
          key={one.text}
          id={`${id}-${index}`}
          role="option"
          class="composer__proposal"
          aria-selected={index === chosen}
          // Before the text loses the focus, and with it the word.
          onPointerDown={event => event.preventDefault()}
          onClick={() => take(one)}
        >
          {one.picture && <img src={one.picture} alt="" />}
          <bdi>{one.label}</bdi>
          {one.about && (
            <bdi class="handle" dir="ltr">
              {one.about}
            </bdi>
          )}
        </div>
      ))}
    </div>
  );
}
