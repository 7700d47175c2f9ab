import { tell } from '../../social/attempt.ts';
import { type Composing, published } from '../../social/composing.ts';
import { faceOf, nameOf, postPath } from '../../social/links.ts';
import { me } from '../../social/me.ts';
import { QuotedPost } from '../../social/quoted_post.tsx';
import { keepStatus, postOf } from '../../social/store.ts';
import { insertOwn } from '../../social/timeline.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { go } from '../../ui/history.ts';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import { ComposerBar } from './composer_bar.tsx';
import { ComposerMedia } from './composer_media.tsx';
import { ComposerPoll } from './composer_poll.tsx';
import { ComposerText } from './composer_text.tsx';
import type { Draft } from './draft.ts';
import { addFiles } from './uploads.ts';
import { VisibilityMenu, WhoWillSee } from './visibility_menu.tsx';
import './composer.css';

async function publish(draft: Draft, done: () => void): Promise<void> {
  if (!draft.ready.value) return;
  try {
    const status = await draft.publish();
    const id = keepStatus(status);
    done();
    if (draft.about.edit) return toast(t('compose.changed'));
    if (!draft.about.reply) insertOwn(id);
    published.value = status;
    const post = postOf(id);
    toast(t('compose.done'), {
      action: { label: t('compose.look'), act: () => post && go(postPath(post)) },
    });
  } catch (error) {
    tell(error);
  }
}

interface ComposerFormProps {
  draft: Draft;
  /** What follows when it was published. */
  done: () => void;
  /** One came to write: the text has the focus. */
  begin?: boolean;
}

export function ComposerForm({ draft, done, begin = false }: ComposerFormProps) {
  const send = (event: Event) => {
    event.preventDefault();
    void publish(draft, done);
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void publish(draft, done);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    addFiles(draft, event.dataTransfer?.files);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: a way more for those who drag and for Ctrl+Enter
    <form
      class="composer"
      onSubmit={send}
      onKeyDown={keyed}
      onDragOver={event => event.preventDefault()}
      onDrop={dropped}
    >
      <Answered about={draft.about} />
      {draft.restored.value && <Restored draft={draft} />}
      <div class="composer__page">
        {me.value && <Avatar source={faceOf(me.value)} name={nameOf(me.value)} />}
        <div class="composer__fields">
          {!draft.about.edit && <VisibilityMenu draft={draft} />}
          {draft.warned.value && <Warning draft={draft} />}
          <ComposerText draft={draft} begin={begin} />
          {draft.about.quote && (
            <QuotedPost quote={{ state: 'accepted', status_id: draft.about.quote }} />
          )}
          <ComposerMedia draft={draft} />
          {draft.poll.value && <ComposerPoll draft={draft} poll={draft.poll.value} />}
        </div>
      </div>
      <footer class="composer__foot">
        <ComposerBar draft={draft} />
        <div class="composer__send">
          <WhoWillSee draft={draft} />
          <Button
            type="submit"
            kind="main"
            disabled={!draft.ready.value}
            busy={draft.sending.value}
          >
            {t(draft.about.edit ? 'compose.save' : 'compose.publish')}
          </Button>
        </div>
      </footer>
    </form>
  );
}

function Answered({ about }: { about: Composing }) {
  if (!about.reply) return null;
  return (
    <div class="composer__answered">
      <QuotedPost quote={{ state: 'accepted', status_id: about.reply }} />
    </div>
  );
}

/** What was begun another time is there again; it can be dropped. */
function Restored({ draft }: { draft: Draft }) {
  return (
    <p class="composer__restored">
      <span>{t('compose.restored')}</span>
      <Button kind="quiet" onClick={() => draft.startAfresh()}>
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
