import { IconButton } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import { ComposerMedia } from './composer_media.tsx';
import { ComposerPoll } from './composer_poll.tsx';
import { ComposerText } from './composer_text.tsx';
import type { Draft } from './draft.ts';
import type { Part } from './part.ts';

interface ComposerPartProps {
  draft: Draft;
  part: Part;
  number: number;
  begin: boolean;
}

/** One post: its text and what is attached to it. Of a thread, each can be taken out again. */
export function ComposerPart({ draft, part, number, begin }: ComposerPartProps) {
  const all = draft.parts.value.length;
  const label = all > 1 ? t('compose.part', { number, all }) : t('compose.text.label');
  const left = part.left(draft.shownWarning.value);
  return (
    <div
      class={all > 1 ? 'composer__part composer__part--one-of' : 'composer__part'}
      onFocusCapture={() => {
        draft.active.value = part;
      }}
    >
      <ComposerText draft={draft} part={part} label={label} begin={begin} />
      {part.poll.value && <ComposerPoll part={part} poll={part.poll.value} />}
      <ComposerMedia draft={draft} part={part} />
      {all > 1 && (
        <div class="composer__part-foot">
          <span>{t('compose.part', { number, all })}</span>
          {left < 0 && <span class="composer__left--over">{left}</span>}
          <IconButton
            icon="close"
            label={t('compose.part.remove', { number })}
            onClick={() => draft.dropPart(part)}
          />
        </div>
      )}
    </div>
  );
}
