import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../api/client.ts';
import type { Tag } from '../api/gen/entities.ts';
import { DockedComposer } from '../features/posting/docked_composer.tsx';
import { loadRelationships } from '../social/account_actions.ts';
import { AccountRow } from '../social/account_row.tsx';
import { tagPath } from '../social/links.ts';
import { instance } from '../social/me.ts';
import { SearchForm } from '../social/search_form.tsx';
import { keepAccounts } from '../social/store.ts';
import { path } from '../ui/history.ts';
import { Sparkline } from '../ui/sparkline.tsx';
import { t } from '../ui/words.ts';

const tags = signal<readonly Tag[]>([]);
const people = signal<readonly string[]>([]);
const tagsMax = 5;
const peopleMax = 3;

/** Asked for once; what does not come is not missed. */
async function look(): Promise<void> {
  const [found, suggested] = await Promise.allSettled([
    call('GET /api/v1/trends/tags', { limit: tagsMax }),
    call('GET /api/v2/suggestions', { limit: peopleMax }),
  ]);
  if (found.status === 'fulfilled') tags.value = found.value;
  if (suggested.status !== 'fulfilled') return;
  const ids = keepAccounts(suggested.value.map(one => one.account));
  await loadRelationships(ids).catch(() => undefined);
  people.value = ids;
}

let looked = false;

/** Beside the page where there is room: looking for something, and what is talked about. */
export function ShellAside() {
  const roomy = useRoom();
  useEffect(() => {
    if (!roomy || looked) return;
    looked = true;
    void look();
  }, [roomy]);
  if (!roomy) return null;
  return (
    <aside class="shell__aside" aria-label={t('shell.aside')}>
      {path.value !== '/search' && !path.value.startsWith('/explore') && <SearchForm />}
      <DockedComposer />
      {tags.value.length > 0 && !path.value.startsWith('/explore') && (
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
      {people.value.length > 0 && !path.value.startsWith('/explore') && (
        <section class="shell__box">
          <h2>{t('shell.people')}</h2>
          <ul class="shell__people">
            {people.value.map(id => (
              <li key={id}>
                <AccountRow id={id} note={false} />
              </li>
            ))}
          </ul>
          <a class="shell__all" href="/explore/people">
            {t('shell.people_all')}
          </a>
        </section>
      )}
      <p class="shell__foot">
        <a href="/about">{t('shell.about', { name: instance.value?.title ?? '' })}</a>
        <a href="/privacy-policy">{t('shell.privacy')}</a>
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
