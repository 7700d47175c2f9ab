import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { composing } from '../../social/composing.ts';
import { limits } from '../../social/me.ts';
import { IconButton } from '../../ui/button.tsx';
import { go } from '../../ui/history.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { t } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { EmojiPicker } from './emoji_picker.tsx';
import { ScheduleDialog } from './schedule_dialog.tsx';
import { addFiles } from './uploads.ts';

const dayInSeconds = 86_400;

/** What can be added to the post that is written in, and how much room there is left. */
export function ComposerBar({ draft }: { draft: Draft }) {
  const file = useRef<HTMLInputElement>(null);
  const scheduling = useSignal(false);
  const part = draft.active.value;
  const hasPoll = part.poll.value !== undefined;
  const many = part.pieces.value.length;
  const togglePoll = () => {
    part.poll.value = hasPoll
      ? undefined
      : { options: ['', ''], multiple: false, lasts: dayInSeconds };
  };
  const chosen = () => {
    addFiles(part, file.current?.files);
    if (file.current) file.current.value = '';
  };
  return (
    <div class="composer__bar">
      <input
        ref={file}
        type="file"
        hidden
        multiple
        accept={limits().mediaTypes.join(',')}
        onChange={chosen}
        aria-label={t('compose.media.add')}
      />
      <IconButton
        icon="picture"
        label={t('compose.media.add')}
        disabled={many >= limits().media || hasPoll}
        onClick={() => file.current?.click()}
      />
      <EmojiPicker choose={text => part.insert(text)} />
      <IconButton
        icon="poll"
        label={t('compose.poll.add')}
        aria-pressed={hasPoll}
        disabled={many > 0}
        onClick={togglePoll}
      />
      <IconButton
        icon="warning"
        label={t('compose.warning.add')}
        aria-pressed={draft.warned.value}
        onClick={() => {
          draft.warned.value = !draft.warned.value;
        }}
      />
      {!draft.about.edit && (
        <Menu
          label={t('compose.more')}
          icon="more"
          items={() =>
            moreItems(draft, () => {
              scheduling.value = true;
            })
          }
        />
      )}
      <Left draft={draft} />
      {scheduling.value && (
        <ScheduleDialog
          at={draft.at.value}
          keep={at => {
            draft.at.value = at;
          }}
          onClose={() => {
            scheduling.value = false;
          }}
        />
      )}
    </div>
  );
}

function moreItems(draft: Draft, schedule: () => void): MenuItem[][] {
  const to = (path: string) => () => {
    composing.value = undefined;
    go(path);
  };
  const own: MenuItem[] =
    draft.parts.value.length > 1
      ? []
      : [{ label: t('compose.schedule.title'), icon: 'calendar', act: schedule }];
  return [
    own,
    [
      { label: t('compose.drafts'), icon: 'drafts', act: to('/drafts') },
      { label: t('compose.schedule.list'), icon: 'clock', act: to('/scheduled') },
    ],
  ];
}

const warnAt = 50;

/** Said only when it matters, and aloud only when it is too much. */
function Left({ draft }: { draft: Draft }) {
  const left = draft.left.value;
  const all = limits().characters;
  return (
    <span class={left < 0 ? 'composer__left composer__left--over' : 'composer__left'}>
      <span aria-hidden="true">{left}</span>
      <progress
        class="composer__fill"
        value={Math.min(all, all - left)}
        max={all}
        aria-hidden="true"
      />
      <span class="hidden-words" role="status">
        {left <= warnAt ? t('compose.left', { count: left }) : ''}
      </span>
    </span>
  );
}
