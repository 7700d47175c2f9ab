import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button, IconButton } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Feed, type Position } from '../ui/feed.tsx';
import { Icon } from '../ui/icon.tsx';
import { PostSkeletons } from '../ui/skeleton.tsx';
import { t } from '../ui/words.ts';
import { isGap } from './gaps.ts';
import { postPath } from './links.ts';
import { PostCard } from './post_card.tsx';
import type { ReadingPlace } from './reading_place.ts';
import { postOf } from './store.ts';
import type { Timeline } from './timeline.ts';
import { WaitingAbove } from './waiting_above.tsx';
import './timeline_view.css';

interface TimelineViewProps {
  label: string;
  timeline: Timeline;
  /** What stands there when there is nothing. */
  empty: ComponentChildren;
  /** Where one reads in it, when all one's devices are to know. */
  place?: ReadingPlace;
}

export function TimelineView({ label, timeline, empty, place }: TimelineViewProps) {
  useEffect(() => {
    const stop = timeline.listen();
    void timeline.open();
    return stop;
  }, [timeline]);
  useEffect(() => place?.start(), [place]);

  const keys = timeline.keys.value;
  const state = timeline.state.value;
  if (state === 'failed') return <Failed again={() => void timeline.open()} />;
  if (state !== 'ready') return <PostSkeletons />;
  if (keys.length === 0 && timeline.ended.value && timeline.waiting.value === 0)
    return <>{empty}</>;
  return (
    <>
      <Waiting timeline={timeline} />
      {place && <Stopped place={place} />}
      <Feed
        label={label}
        keys={keys}
        more={timeline.ended.value ? undefined : () => void timeline.more()}
        busy={timeline.loadingMore.value}
        goTo={place?.goTo}
        onFirst={key => place?.seen(key)}
        render={(key, position) =>
          isGap(key) ? (
            <Gap timeline={timeline} mark={key} />
          ) : (
            <Row timeline={timeline} id={key} position={position} />
          )
        }
      />
      {timeline.ended.value && <p class="timeline-view__end">{t('timeline.end')}</p>}
    </>
  );
}

interface RowProps {
  timeline: Timeline;
  id: string;
  position: Position;
}

/** A post, and below it the way to the rest of what its author said in one go. */
function Row({ timeline, id, position }: RowProps) {
  const rest = timeline.restOfThread(id);
  const post = rest > 0 ? postOf(id) : undefined;
  return (
    <>
      <PostCard
        id={id}
        position={position}
        alsoBoosted={timeline.alsoBoosted(id)}
        thread={post && 'to'}
        context={timeline.source.context}
      />
      {post && (
        <a class="timeline-view__rest" href={postPath(post)}>
          {t('timeline.thread_rest', { count: rest })}
        </a>
      )}
    </>
  );
}

function Waiting({ timeline }: { timeline: Timeline }) {
  const many = timeline.waiting.value;
  const words = t('timeline.waiting', { count: many });
  return <WaitingAbove many={many} words={words} show={() => timeline.showWaiting()} />;
}

/** The way to where another device stopped. */
function Stopped({ place }: { place: ReadingPlace }) {
  if (!place.offered.value) return null;
  return (
    <div class="timeline-view__stopped">
      <div class="timeline-view__offer">
        <button type="button" onClick={() => void place.take()} aria-busy={place.busy.value}>
          <Icon name="down" />
          <span>{t('timeline.stopped')}</span>
        </button>
        <IconButton
          icon="close"
          label={t('timeline.stopped_close')}
          onClick={() => place.decline()}
        />
      </div>
    </div>
  );
}

function Gap({ timeline, mark }: { timeline: Timeline; mark: string }) {
  const busy = timeline.filling.value === mark;
  return (
    <div class="timeline-view__gap">
      <Button busy={busy} onClick={() => void timeline.fill(mark)}>
        {t(busy ? 'timeline.gap.loading' : 'timeline.gap.fill')}
      </Button>
    </div>
  );
}
