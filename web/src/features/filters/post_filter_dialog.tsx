import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { postOf } from '../../social/store.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Strip } from '../../ui/strip.tsx';
import { toast } from '../../ui/toast.tsx';
import { locale, t } from '../../ui/words.ts';
import { contexts, removeFilter, saveFilter } from './filters.ts';
import { textOf, wordsIn } from './matching.ts';
import './post_filter_dialog.css';

interface PostFilterDialogProps {
  about: { post: string };
  onClose: () => void;
}

const day = 86_400;
const chipsMax = 30;
type Length = 'day' | 'week' | 'ever';
const seconds: Record<Length, number | null> = { day, week: 7 * day, ever: null };

/** Words of a post one does not want to read for a while: two presses, and they are gone. */
export default function PostFilterDialog({ about, onClose }: PostFilterDialogProps) {
  const words = useMemo(() => {
    const post = postOf(about.post);
    return post ? wordsIn(textOf(post), post.language).slice(0, chipsMax) : [];
  }, [about.post]);
  const chosen = useSignal<readonly string[]>([]);
  const own = useSignal('');
  const length = useSignal<Length>('day');
  const busy = useSignal(false);
  const wanted = [...chosen.value, own.value.trim()].filter(Boolean);

  const toggle = (word: string) => {
    chosen.value = chosen.value.includes(word)
      ? chosen.value.filter(one => one !== word)
      : [...chosen.value, word];
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (busy.value || wanted.length === 0) return;
    busy.value = true;
    const title = new Intl.ListFormat(locale.value, { type: 'unit' }).format(wanted);
    const saved = await saveFilter(
      {
        title,
        filter_action: 'hide',
        context: [...contexts],
        expires_in: seconds[length.value],
        keywords_attributes: wanted.map(keyword => ({ keyword, whole_word: true })),
      },
      undefined,
    );
    busy.value = false;
    if (!saved) return;
    toast(t('filters.muted', { words: title }), {
      action: { label: t('ui.toast.undo'), act: () => void removeFilter(saved.id) },
    });
    onClose();
  };

  return (
    <Dialog title={t('filters.post.title')} onClose={onClose}>
      <form class="dialog__body post-filter" onSubmit={event => void save(event)}>
        <p class="post-filter__text">{t('filters.post.text')}</p>
        {words.length > 0 && (
          <fieldset>
            <legend class="hidden-words">{t('filters.post.words')}</legend>
            <div class="post-filter__words">
              {words.map(word => (
                <Chip key={word} pressed={chosen.value.includes(word)} onClick={() => toggle(word)}>
                  {word}
                </Chip>
              ))}
            </div>
          </fieldset>
        )}
        <Field
          label={t('filters.post.own')}
          dir="auto"
          autocomplete="off"
          value={own.value}
          onInput={event => {
            own.value = event.currentTarget.value;
          }}
        />
        <Strip
          label={t('filters.lasts')}
          options={(['day', 'week', 'ever'] as const).map(
            one => [one, t(`filters.post.${one}`)] as const,
          )}
          value={length.value}
          onChange={value => {
            length.value = value;
          }}
        />
        <div class="dialog__foot">
          <Button onClick={onClose}>{t('ui.confirm.no')}</Button>
          <Button type="submit" kind="main" busy={busy.value} disabled={wanted.length === 0}>
            {t('filters.post.yes')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
