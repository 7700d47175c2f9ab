import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { namedIn } from '../../social/handles.ts';
import { nameOf } from '../../social/links.ts';
import { me } from '../../social/me.ts';
import { locale, t } from '../../ui/words.ts';
import { type Audience, textOf, watchAudience } from './audience.ts';
import type { Draft, Visibility } from './draft.ts';

/** Who will see it, in a sentence, before it is sent. */
export function WhoWillSee({ draft }: { draft: Draft }) {
  const known = useSignal<Audience | undefined>(undefined);
  useEffect(
    () =>
      watchAudience(draft, told => {
        known.value = told;
      }),
    [draft, known],
  );
  const audience = known.value;
  const unknown = (audience?.unknown ?? []).map(name => name.replace(/^@?/, '@'));
  const blocked = audience?.blocked?.map(nameOf) ?? [];
  return (
    <div class="composer__audience">
      <p>
        {audience
          ? sentence(draft.visibility.value, audience)
          : guess(draft.visibility.value, namedIn(textOf(draft)).length)}
      </p>
      {unknown.length > 0 && (
        <p class="composer__unknown" role="status">
          {t('compose.audience.unknown', { count: unknown.length, names: listOf(unknown) })}
        </p>
      )}
      {blocked.length > 0 && (
        <p class="composer__unknown" role="status">
          {t('compose.audience.blocked', { count: blocked.length, names: listOf(blocked) })}
        </p>
      )}
    </div>
  );
}

function sentence(visibility: Visibility, audience: Audience): string {
  const { followers, servers, mentions } = audience;
  const named = mentions.length;
  const names = listOf(mentions.map(nameOf));
  if (visibility === 'direct') return t('compose.audience.only', { named, names });
  if (visibility === 'private')
    return t('compose.audience.followers', { followers, servers, named, names });
  if (visibility === 'unlisted') return t('compose.audience.quietly_sent', { followers, servers });
  return t('compose.audience.sent', { followers, servers });
}

/** What can be said without the server. */
function guess(visibility: Visibility, named: number): string {
  if (visibility === 'public') return t('compose.audience.public');
  if (visibility === 'unlisted') return t('compose.audience.unlisted');
  if (visibility === 'direct') return t('compose.audience.direct', { named });
  return t('compose.audience.private', { followers: me.value?.followers_count ?? 0, named });
}

/** Each name keeps to its own direction. */
function listOf(names: readonly string[]): string {
  return new Intl.ListFormat(locale.value).format(names.map(name => `\u2068${name}\u2069`));
}
