// Posts in another language, as the server translates them: kept apart from what their authors wrote.

import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import type { Translation } from '../api/gen/entities.ts';
import { locale } from '../ui/words.ts';
import { tell } from './attempt.ts';
import { instance } from './me.ts';
import type { Post } from './store.ts';

const all = signal<ReadonlyMap<string, Translation | 'asked'>>(new Map());

function put(id: string, translation: Translation | 'asked' | undefined): void {
  const next = new Map(all.value);
  if (translation) next.set(id, translation);
  else next.delete(id);
  all.value = next;
}

function base(code: string): string {
  return code.split('-')[0] ?? code;
}

/** The server translates, anybody may read it, and it is in a language the reader has not chosen. */
export function mayTranslate(post: Post): boolean {
  const says = post.content !== '' || post.spoiler_text !== '' || post.poll !== null;
  const open = post.visibility === 'public' || post.visibility === 'unlisted';
  return (
    instance.value?.configuration.translation.enabled === true &&
    open &&
    says &&
    post.language !== null &&
    base(post.language) !== base(locale.value)
  );
}

export function translationOf(id: string): Translation | 'asked' | undefined {
  return all.value.get(id);
}

export async function translate(id: string): Promise<void> {
  if (all.value.get(id)) return;
  put(id, 'asked');
  try {
    put(id, await call('POST /api/v1/statuses/{id}/translate', { id, lang: locale.value }));
  } catch (error) {
    put(id, undefined);
    tell(error);
  }
}

export function showOriginal(id: string): void {
  put(id, undefined);
}

/** The post with the translated words in place of its own. */
export function translated(post: Post): Post {
  const found = all.value.get(post.id);
  if (!found || found === 'asked') return post;
  const { poll } = post;
  const media = new Map(found.media_attachments.map(one => [one.id, one.description]));
  return {
    ...post,
    content: found.content,
    spoiler_text: found.spoiler_text,
    language: found.language,
    poll: poll && {
      ...poll,
      options: poll.options.map((option, index) => ({
        ...option,
        title: found.poll?.options[index]?.title ?? option.title,
      })),
    },
    media_attachments: post.media_attachments.map(one => ({
      ...one,
      description: media.get(one.id) ?? one.description,
    })),
  };
}
