import { useSignal } from '@preact/signals';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon_names.ts';
import { type PlainKey, t } from '../ui/words.ts';
import { boostFor } from './status_actions.ts';
import type { Post } from './store.ts';
import './boost_dialog.css';

type Audience = 'public' | 'unlisted' | 'private';

const audiences: readonly (readonly [Audience, IconName, PlainKey, PlainKey])[] = [
  ['public', 'public', 'visibility.public.name', 'visibility.public.hint'],
  ['unlisted', 'unlisted', 'visibility.unlisted.name', 'visibility.unlisted.hint'],
  ['private', 'followers', 'visibility.private.name', 'visibility.private.hint'],
];

/** A boost for others than usual. */
export function BoostDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const chosen = useSignal<Audience>('private');
  const send = (event: Event) => {
    event.preventDefault();
    onClose();
    void boostFor(post.id, chosen.value);
  };
  return (
    <Dialog title={t('post.boost.title')} onClose={onClose}>
      <form class="dialog__body" onSubmit={send}>
        <fieldset class="boost-dialog">
          <legend>{t('post.boost.who')}</legend>
          {audiences.map(([value, icon, name, hint]) => (
            <label key={value} class="boost-dialog__choice">
              <input
                type="radio"
                name="audience"
                checked={chosen.value === value}
                onChange={() => {
                  chosen.value = value;
                }}
              />
              <Icon name={icon} />
              <span>
                {t(name)}
                <span class="field__hint">{t(hint)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="dialog__foot">
          <Button type="submit" kind="main" icon="boost">
            {t('post.action.boost')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
