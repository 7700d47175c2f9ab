import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../api/client.ts';
import type { FeaturedTag } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { instance } from '../../social/me.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';

/** Hashtags on one's profile, which lead to what one said under them. */
export function FeaturedTags() {
  const tags = useSignal<readonly FeaturedTag[]>([]);
  const suggested = useSignal<readonly string[]>([]);
  const wanted = useSignal('');
  useEffect(() => {
    const asked = [
      call('GET /api/v1/featured_tags', {}).then(found => {
        tags.value = found;
      }),
      call('GET /api/v1/featured_tags/suggestions', {}).then(found => {
        suggested.value = found.map(tag => tag.name);
      }),
    ];
    void Promise.all(asked).catch(tell);
  }, [tags, suggested]);

  const full =
    tags.value.length >= (instance.value?.configuration.accounts.max_featured_tags ?? 10);
  const add = async (name: string) => {
    if (!name.trim()) return;
    try {
      tags.value = [...tags.value, await call('POST /api/v1/featured_tags', { name: name.trim() })];
      wanted.value = '';
    } catch (error) {
      tell(error);
    }
  };
  const remove = async (id: string) => {
    try {
      await call('DELETE /api/v1/featured_tags/{id}', { id });
      tags.value = tags.value.filter(tag => tag.id !== id);
    } catch (error) {
      tell(error);
    }
  };
  const others = suggested.value.filter(name => !tags.value.some(tag => tag.name === name));
  return (
    <section class="featured-tags">
      <h2>{t('settings.tags')}</h2>
      <p class="settings-page__hint">{t('settings.tags_hint')}</p>
      <ul aria-label={t('settings.tags')}>
        {tags.value.map(tag => (
          <li key={tag.id}>
            <bdi>#{tag.name}</bdi>
            <IconButton
              icon="close"
              label={t('settings.tags.remove', { name: tag.name })}
              onClick={() => void remove(tag.id)}
            />
          </li>
        ))}
      </ul>
      {!full && (
        <form
          class="featured-tags__new"
          onSubmit={event => {
            event.preventDefault();
            void add(wanted.value);
          }}
        >
          <Field
            label={t('settings.tags.new')}
            dir="auto"
            value={wanted.value}
            onInput={event => {
              wanted.value = event.currentTarget.value;
            }}
          />
          <Button type="submit" disabled={!wanted.value.trim()}>
            {t('settings.tags.add')}
          </Button>
        </form>
      )}
      {!full && others.length > 0 && (
        <p class="featured-tags__suggested">
          <span>{t('settings.tags.suggested')}</span>
          {others.map(name => (
            <Button key={name} kind="quiet" icon="add" onClick={() => void add(name)}>
              #{name}
            </Button>
          ))}
        </p>
      )}
    </section>
  );
}
