import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../api/client.ts';
import type { Tag } from '../api/gen/entities.ts';
import { tagPath } from '../social/links.ts';
import { instance } from '../social/me.ts';
import { SearchForm } from '../social/search_form.tsx';
import { path } from '../ui/history.ts';
import { Sparkline } from '../ui/sparkline.tsx';
import { t } from '../ui/words.ts';

const tags = signal<readonly Tag[]>([]);
const shownMax = 5;

/** Beside the page where there is room: looking for something, and what is talked about. */
export function ShellAside() {
  const roomy = useRoom();
  useEffect(() => {
    if (roomy && tags.value.length === 0)
      void call('GET /api/v1/trends/tags', { limit: shownMax }).then(
        found => {
          tags.value = found;
        },
        () => undefined,
      );
  }, [roomy]);
  if (!roomy) return null;
  return (
    <aside class="shell__aside" aria-label={t('shell.aside')}>
      {path.value !== '/search' && path.value !== '/explore' && <SearchForm />}
      {tags.value.length > 0 && path.value !== '/explore' && (
        <section class="shell__box">
          <h2>{t('shell.trends')}</h2>
          <ul>
            {tags.value.map(tag => (
              <li key={tag.name}>
                <a class="shell__tag" href={tagPath(tag.name)}>
                  <span>
                    <b>#{tag.name}</b>
                    <span>
                      {t('trends.people', { count: Number(tag.history[0]?.accounts ?? 0) })}
                    </span>
                  </span>
                  <Sparkline values={tag.history.map(day => Number(day.uses)).reverse()} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="shell__foot">
        <a href="/about">{t('shell.about', { name: instance.value?.title ?? '' })}</a>
        <a href="/privacy">{t('shell.privacy')}</a>
      </p>
    </aside>
  );
}

function useRoom(): boolean {
  useEffect(() => {
    const change = () => {
      room.value = wide.matches;
    };
    change();
    wide.addEventListener('change', change);
    return () => wide.removeEventListener('change', change);
  }, []);
  return room.value;
}

const wide = matchMedia('(width >= 68rem)');
const room = signal(wide.matches);
