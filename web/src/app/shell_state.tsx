import { useEffect } from 'preact/hooks';
import { call } from '../api/client.ts';
import { reached } from '../api/reach.ts';
import { waitingPosts } from '../social/outbox.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { t } from '../ui/words.ts';
import { newVersion, useNewVersion } from './worker.ts';
import './shell_state.css';

const firstWait = 5000;
const longestWait = 60_000;

/** Above every page, only when there is something to say: no network, or a new version. */
export function ShellState() {
  return (
    <div class="shell-state" role="status">
      {reached.value ? newVersion.value && <NewVersion /> : <Offline />}
    </div>
  );
}

async function ask(): Promise<void> {
  // Whatever the answer: that there is one is what counts, and the client notes it.
  await call('GET /api/v2/notifications/unread_count', {}).catch(() => undefined);
}

function Offline() {
  useEffect(() => {
    let wait = firstWait;
    let timer: ReturnType<typeof setTimeout>;
    const later = () => {
      timer = setTimeout(() => {
        wait = Math.min(wait * 2, longestWait);
        later();
        if (document.visibilityState === 'visible') void ask();
      }, wait);
    };
    const now = () => void ask();
    later();
    addEventListener('online', now);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', now);
    };
  }, []);
  const many = waitingPosts.value.length;
  return (
    <div class="shell-state__line">
      <Icon name="offline" />
      <p>{many > 0 ? t('offline.line_waiting', { count: many }) : t('offline.line')}</p>
      <Button kind="quiet" onClick={() => void ask()}>
        {t('offline.again')}
      </Button>
    </div>
  );
}

function NewVersion() {
  return (
    <div class="shell-state__line">
      <Icon name="again" />
      <p>{t('version.new')}</p>
      <Button kind="quiet" onClick={() => void useNewVersion()}>
        {t('version.use')}
      </Button>
    </div>
  );
}
