import { faceOf, nameOf } from '../../social/links.ts';
import { me } from '../../social/me.ts';
import { QuotedPost } from '../../social/quoted_post.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { wholeDate } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';
import { ComposerBar } from './composer_bar.tsx';
import { ComposerPart } from './composer_part.tsx';
import { ComposerSettings } from './composer_settings.tsx';
import type { Draft } from './draft.ts';
import { NotOpen } from './not_open.tsx';
import { sendOut } from './send_out.ts';
import { addFiles } from './uploads.ts';
import { WhoWillSee } from './who_will_see.tsx';
import './composer.css';

async function publish(draft: Draft, done: () => void): Promise<void> {
  if (!draft.ready.value) return;
  if (draft.undescribed.value && !(await mayGoUndescribed())) return;
  await sendOut(draft, done);
}

/** Asked once before it is sent: some cannot see it. */
function mayGoUndescribed(): Promise<boolean> {
  return confirm(
    t('compose.undescribed.title'),
    t('compose.undescribed.text'),
    t('compose.undescribed.yes'),
    { no: t('compose.undescribed.no'), gentle: true },
  );
}

interface ComposerFormProps {
  draft: Draft;
  /** What follows when it was published. */
  done: () => void;
  /** One came to write: the text has the focus. */
  begin?: boolean;
}

export function ComposerForm({ draft, done, begin = false }: ComposerFormProps) {
  const state = draft.state.value;
  if (state !== 'open') return <NotOpen state={state} again={() => void draft.open()} />;
  const send = () => void publish(draft, done);
  const keyed = (event: KeyboardEvent) => {
    const inText = draft.parts.value.some(part => part.area === event.target);
    if (inText && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    addFiles(draft.active.value, event.dataTransfer?.files);
  };
  return (
    // No form: Enter in any of its small fields would publish it.
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: a way more for those who drag and for Ctrl+Enter
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div
      class="composer"
      onKeyDown={keyed}
      onDragOver={event => event.preventDefault()}
      onDrop={dropped}
    >
      {draft.about.reply && <Answered id={draft.about.reply} />}
      {draft.restored.value && <Restored draft={draft} />}
      <div class="composer__page">
        {me.value && <Avatar source={faceOf(me.value)} name={nameOf(me.value)} />}
        <div class="composer__fields">
          <ComposerSettings draft={draft} />
          {draft.warned.value && <Warning draft={draft} />}
          {draft.parts.value.map((part, index) => (
            <ComposerPart
              key={part.name}
              draft={draft}
              part={part}
              number={index + 1}
              begin={part === draft.added || (begin && part === draft.active.peek())}
            />
          ))}
          {draft.about.quote && (
            <QuotedPost quote={{ state: 'accepted', status_id: draft.about.quote }} />
          )}
          <MoreOfThread draft={draft} />
        </div>
      </div>
      <ComposerFoot draft={draft} send={send} />
    </div>
  );
}

function ComposerFoot({ draft, send }: { draft: Draft; send: () => void }) {
  const many = draft.parts.value.length;
  const words = () => {
    if (draft.about.edit) return t('compose.save');
    if (draft.at.value) return t('compose.schedule');
    return many > 1 ? t('compose.publish_all', { count: many }) : t('compose.publish');
  };
  return (
    <footer class="composer__foot">
      <ComposerBar draft={draft} />
      {draft.at.value && (
        <p class="composer__when">
          <span>{t('compose.at', { when: wholeDate(new Date(draft.at.value)) })}</span>
          <IconButton
            icon="close"
            label={t('compose.at.remove')}
            onClick={() => {
              draft.at.value = undefined;
            }}
          />
        </p>
      )}
      <div class="composer__send">
        <WhoWillSee draft={draft} />
        <Button kind="main" disabled={!draft.ready.value} busy={draft.sending.value} onClick={send}>
          {words()}
        </Button>
      </div>
    </footer>
  );
}

/** Another post after this one; offered when there is something to go on from. */
function MoreOfThread({ draft }: { draft: Draft }) {
  const last = draft.parts.value.at(-1);
  if (draft.about.edit || !last?.whole.value) return null;
  return (
    <div class="composer__more">
      <Button kind="quiet" icon="add" onClick={() => draft.addPart()}>
        {t('compose.part.add')}
      </Button>
    </div>
  );
}

function Answered({ id }: { id: string }) {
  return (
    <div class="composer__answered">
      <QuotedPost quote={{ state: 'accepted', status_id: id }} />
    </div>
  );
}

/** What was begun another time is there again; it can be put away. */
function Restored({ draft }: { draft: Draft }) {
  return (
    <p class="composer__restored">
      <span>{t(draft.after.value ? 'compose.restored_rest' : 'compose.restored')}</span>
      <Button kind="quiet" onClick={() => void draft.startAfresh()}>
        {t('compose.discard')}
      </Button>
    </p>
  );
}

function Warning({ draft }: { draft: Draft }) {
  const take = (event: Event) => {
    draft.warning.value = (event.currentTarget as HTMLInputElement).value;
  };
  return (
    <input
      class="composer__warning"
      dir="auto"
      aria-label={t('compose.warning.label')}
      placeholder={t('compose.warning.placeholder')}
      value={draft.warning.value}
      onInput={take}
    />
  );
}
