import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ScheduledStatus } from '../../api/gen/entities.ts';
import { composing } from '../../social/composing.ts';
import { Page } from '../../social/page.tsx';
import { Button } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { t, words } from '../../ui/words.ts';
import { PostingTabs } from './posting_tabs.tsx';
import { ScheduleDialog } from './schedule_dialog.tsx';
import {
  cancelScheduled,
  loadScheduled,
  reschedule,
  scheduled,
  scheduledFailed,
  takeBack,
} from './scheduled.ts';
import './unpublished.css';

/** What is written, and waits for its hour. */
export default function ScheduledPage() {
  const busy = composing.value !== undefined;
  useEffect(() => {
    if (!busy) void loadScheduled();
  }, [busy]);
  return (
    <Page title={t('compose.schedule.list')} deep below={<PostingTabs />}>
      {scheduledFailed.value && !scheduled.value && <Failed again={() => void loadScheduled()} />}
      {!scheduled.value && !scheduledFailed.value && <PostSkeletons many={2} />}
      {scheduled.value?.length === 0 && (
        <EmptyState title={t('scheduled.none')}>
          <p>{t('scheduled.none_text')}</p>
        </EmptyState>
      )}
      <ul class="unpublished">
        {scheduled.value?.map(one => (
          <ScheduledRow key={one.id} one={one} />
        ))}
      </ul>
    </Page>
  );
}

function ScheduledRow({ one }: { one: ScheduledStatus }) {
  const moving = useSignal(false);
  const { params } = one;
  const cancel = async () => {
    const sure = await confirm(
      t('scheduled.cancel.title'),
      t('scheduled.cancel.text'),
      t('scheduled.cancel.yes'),
      { no: t('scheduled.cancel.no') },
    );
    if (sure) await cancelScheduled(one.id);
  };
  return (
    <li class="unpublished__row">
      <p class="unpublished__when">
        {words('scheduled.at', { when: <Time at={one.scheduled_at} whole /> })}
      </p>
      <div class="unpublished__text">
        {params.spoiler_text && <b dir="auto">{params.spoiler_text}</b>}
        <p dir="auto" lang={params.language ?? undefined}>
          {params.text || t('drafts.no_text')}
        </p>
      </div>
      {one.media_attachments.length > 0 && (
        <ul class="unpublished__media">
          {one.media_attachments.map(
            media =>
              media.preview_url && (
                <li key={media.id}>
                  <img src={media.preview_url} alt={media.description ?? ''} />
                </li>
              ),
          )}
        </ul>
      )}
      <div class="unpublished__deeds">
        <Button
          icon="calendar"
          onClick={() => {
            moving.value = true;
          }}
        >
          {t('scheduled.move')}
        </Button>
        <Button icon="edit" onClick={() => void takeBack(one)}>
          {t('scheduled.edit')}
        </Button>
        <Button kind="quiet" icon="remove" onClick={() => void cancel()}>
          {t('scheduled.cancel')}
        </Button>
      </div>
      {moving.value && (
        <ScheduleDialog
          at={one.scheduled_at}
          keep={at => void reschedule(one.id, at)}
          onClose={() => {
            moving.value = false;
          }}
        />
      )}
    </li>
  );
}
