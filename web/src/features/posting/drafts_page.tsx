import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { compose, composing } from '../../social/composing.ts';
import { Page } from '../../social/page.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';
import { onDropped } from './draft_claims.ts';
import { endDraft, type KeptDraft, keptDrafts } from './kept_drafts.ts';
import { PostingTabs } from './posting_tabs.tsx';
import './unpublished.css';

/** What one began to write in this browser. */
export default function DraftsPage() {
  const drafts = useSignal<readonly KeptDraft[] | undefined>(undefined);
  const busy = composing.value !== undefined;
  // Read again when a composer closes: it may have kept one; and when one is published or deleted, wherever that was.
  useEffect(() => {
    if (busy) return undefined;
    const read = () =>
      void keptDrafts().then(
        found => {
          drafts.value = found;
        },
        () => {
          drafts.value = [];
        },
      );
    read();
    return onDropped(read);
  }, [busy, drafts]);
  return (
    <Page title={t('compose.drafts')} deep below={<PostingTabs />}>
      {!drafts.value && <PostSkeletons many={2} />}
      {drafts.value?.length === 0 && (
        <EmptyState title={t('drafts.none')}>
          <p>{t('drafts.none_text')}</p>
          <Button icon="write" onClick={() => compose()}>
            {t('shell.write')}
          </Button>
        </EmptyState>
      )}
      <ul class="unpublished">
        {drafts.value?.map(draft => (
          <DraftRow key={draft.id} draft={draft} remove={() => void endDraft(draft.id)} />
        ))}
      </ul>
    </Page>
  );
}

function DraftRow({ draft, remove }: { draft: KeptDraft; remove: () => void }) {
  const [first, ...others] = draft.parts;
  const media = draft.parts.reduce((sum, part) => sum + part.media.length, 0);
  return (
    <li class="unpublished__row">
      <button
        type="button"
        class="unpublished__text"
        onClick={() => compose({ ...draft.about, draft: draft.id })}
      >
        {draft.warning && <b dir="auto">{draft.warning}</b>}
        <span dir="auto" lang={draft.language}>
          {first?.text.trim() || t('drafts.no_text')}
        </span>
      </button>
      <p class="unpublished__facts">
        <span>{kindOf(draft)}</span>
        {others.length > 0 && <span>{t('drafts.parts', { count: draft.parts.length })}</span>}
        {media > 0 && <span>{t('post.history.media', { count: media })}</span>}
        <Time at={new Date(draft.savedAt).toISOString()} />
      </p>
      <IconButton icon="remove" label={t('drafts.remove')} onClick={remove} />
    </li>
  );
}

function kindOf(draft: KeptDraft): string {
  if (draft.about.edit) return t('compose.title.edit');
  if (draft.about.reply) return t('compose.title.reply');
  return t(draft.about.quote ? 'compose.title.quote' : 'compose.title.new');
}
