import { call } from '../../api/client.ts';
import type { MediaAttachment } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { limits } from '../../social/me.ts';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import type { Draft } from './draft.ts';

const askAgainAfter = 1500;
const askMax = 80;

/** Sends files, as many as there is room for; each is there when the server has taken it in. */
export function addFiles(draft: Draft, files: FileList | null | undefined): void {
  const room = limits().media - draft.media.value.length - draft.uploading.value;
  const all = [...(files ?? [])];
  if (all.length > room)
    toast(t('compose.media.too_many', { count: limits().media }), { failed: true });
  for (const file of all.slice(0, Math.max(0, room))) void upload(draft, file);
}

async function upload(draft: Draft, file: File): Promise<void> {
  draft.uploading.value += 1;
  try {
    const sent = await call('POST /api/v2/media', { file });
    const media = await untilReady(sent);
    draft.media.value = [...draft.media.value, media];
  } catch (error) {
    tell(error);
  } finally {
    draft.uploading.value -= 1;
  }
}

/** A film takes a while: it has no address until it is ready. */
async function untilReady(sent: MediaAttachment): Promise<MediaAttachment> {
  let media = sent;
  for (let tries = 0; media.url === null && tries < askMax; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, askAgainAfter));
    media = await call('GET /api/v1/media/{id}', { id: sent.id });
  }
  return media;
}

export async function describeMedia(draft: Draft, id: string, description: string): Promise<void> {
  try {
    const changed = await call('PUT /api/v1/media/{id}', { id, description });
    draft.media.value = draft.media.value.map(one => (one.id === id ? changed : one));
  } catch (error) {
    tell(error);
  }
}

export function dropMedia(draft: Draft, id: string): void {
  draft.media.value = draft.media.value.filter(one => one.id !== id);
}
