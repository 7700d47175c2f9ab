import { me } from '../../social/me.ts';
import type { IconName } from '../../ui/icon_names.ts';
import { Menu } from '../../ui/menu.tsx';
import { type PlainKey, t } from '../../ui/words.ts';
import type { Draft, Visibility } from './draft.ts';

interface Kind {
  value: Visibility;
  icon: IconName;
  name: PlainKey;
  hint: PlainKey;
}

const kinds: readonly Kind[] = [
  {
    value: 'public',
    icon: 'public',
    name: 'visibility.public.name',
    hint: 'visibility.public.hint',
  },
  {
    value: 'unlisted',
    icon: 'unlisted',
    name: 'visibility.unlisted.name',
    hint: 'visibility.unlisted.hint',
  },
  {
    value: 'private',
    icon: 'followers',
    name: 'visibility.private.name',
    hint: 'visibility.private.hint',
  },
  {
    value: 'direct',
    icon: 'mentioned',
    name: 'visibility.direct.name',
    hint: 'visibility.direct.hint',
  },
];

export function VisibilityMenu({ draft }: { draft: Draft }) {
  const now = kinds.find(kind => kind.value === draft.visibility.value) ?? kinds[0];
  if (!now) return null;
  const items = () => [
    kinds.map(kind => ({
      label: t(kind.name),
      hint: t(kind.hint),
      icon: kind.icon,
      chosen: kind === now,
      act: () => {
        draft.visibility.value = kind.value;
      },
    })),
  ];
  return (
    <div class="composer__visibility">
      <Menu label={t('compose.visibility')} icon={now.icon} shown={t(now.name)} items={items} />
    </div>
  );
}

const mention = /(?:^|[^\w/])@([\w.]+(?:@[\w.-]+\w)?)/g;

/** Who will see it, in a sentence, before it is sent. */
export function WhoWillSee({ draft }: { draft: Draft }) {
  const named = new Set([...draft.text.value.matchAll(mention)].map(found => found[1])).size;
  return <p class="composer__audience">{sentence(draft.visibility.value, named)}</p>;
}

function sentence(visibility: Visibility, named: number): string {
  if (visibility === 'public') return t('compose.audience.public');
  if (visibility === 'unlisted') return t('compose.audience.unlisted');
  if (visibility === 'direct') return t('compose.audience.direct', { named });
  return t('compose.audience.private', { followers: me.value?.followers_count ?? 0, named });
}
