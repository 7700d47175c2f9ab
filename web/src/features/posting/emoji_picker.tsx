import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../../ui/words.ts';
import { type Emoji, emojiBook, loadEmojis, remember, toned } from './emoji.ts';
import { EmojiShelf } from './emoji_shelf.tsx';
import './emoji_picker.css';

/** A button, and the emoji to choose from that it opens. What is chosen is written where the caret stands. */
export function EmojiPicker({ choose }: { choose: (text: string) => void }) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const open = useSignal(false);
  const failed = useSignal(false);

  const toggled = (event: { newState: string }) => {
    open.value = event.newState === 'open';
    if (!open.value) return;
    failed.value = false;
    loadEmojis().catch(() => {
      failed.value = true;
    });
  };
  const take = (emoji: Emoji) => {
    choose(toned(emoji));
    remember(emoji);
    panel.current?.hidePopover();
  };

  return (
    <>
      <button
        type="button"
        class="icon-button"
        popovertarget={id}
        aria-haspopup="dialog"
        aria-expanded={open.value}
        title={t('compose.emoji.add')}
      >
        <Icon name="emoji" />
        <span class="hidden-words">{t('compose.emoji.add')}</span>
      </button>
      <div
        id={id}
        ref={panel}
        class="emoji-picker"
        popover="auto"
        role="dialog"
        aria-label={t('compose.emoji.title')}
        onToggle={toggled}
      >
        {open.value && failed.value && <p class="emoji-picker__word">{t('ui.failed.title')}</p>}
        {open.value && !failed.value && !emojiBook.value && (
          <p class="emoji-picker__word" role="status">
            {t('ui.skeleton.loading')}
          </p>
        )}
        {open.value && emojiBook.value && <EmojiShelf book={emojiBook.value} take={take} />}
      </div>
    </>
  );
}
