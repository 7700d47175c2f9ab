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
  return <Menu label={t('compose.visibility')} icon={now.icon} shown={t(now.name)} items={items} />;
}
