import { call } from '../../api/client.ts';
import type { MediaAttachment } from '../../api/gen/entities.ts';
import { uploadMedia } from '../../api/upload.ts';
import { tell, wordsOf } from '../../social/attempt.ts';
import { limits } from '../../social/me.ts';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import { type Part, type Piece, pieceOf } from './part.ts';

const askAgainAfter = 1500;
const askMax = 80;
const underWay = new Map<string, AbortController>();

/** Sends files, as many as there is room for; each is there when the server has taken it in. */
export function addFiles(part: Part, files: FileList | null | undefined): void {
  const room = limits().media - part.pieces.value.length;
  const all = [...(files ?? [])];
  if (all.length > room)
    toast(t('compose.media.too_many', { count: limits().media }), { failed: true });
  for (const file of all.slice(0, Math.max(0, room))) {
    const piece: Piece = { key: crypto.randomUUID(), file, progress: 0 };
    if (file.type.startsWith('image/')) piece.preview = URL.createObjectURL(file);
    part.pieces.value = [...part.pieces.value, piece];
    void send(part, piece.key, file);
  }
}

/** Once more, what did not arrive. */
export function sendAgain(part: Part, piece: Piece): void {
  if (!piece.file) return;
  const { failed: _failed, ...fresh } = piece;
  part.pieces.value = part.pieces.value.map(one =>
    one.key === piece.key ? { ...fresh, progress: 0 } : one,
  );
  void send(part, piece.key, piece.file);
}

async function send(part: Part, key: string, file: File): Promise<void> {
  const abort = new AbortController();
  underWay.set(key, abort);
  const change = (with_: Partial<Piece>) => {
    part.pieces.value = part.pieces.value.map(one =>
      one.key === key ? { ...one, ...with_ } : one,
    );
  };
  try {
    const progress = (share: number) => change({ progress: share });
    const sent = await uploadMedia(file, { progress, signal: abort.signal });
    change({ progress: 1 });
    arrived(part, key, await untilReady(sent, abort.signal));
  } catch (error) {
    if (!abort.signal.aborted) change({ failed: wordsOf(error) });
  } finally {
    underWay.delete(key);
  }
}

/** The file and its own picture are needed no longer. */
function arrived(part: Part, key: string, media: MediaAttachment): void {
  const piece = part.pieces.value.find(one => one.key === key);
  if (piece?.preview) URL.revokeObjectURL(piece.preview);
  part.pieces.value = part.pieces.value.map(one =>
    one.key === key ? { ...pieceOf(media), key } : one,
  );
}

/** A film takes a while: it has no address until it is ready. */
async function untilReady(sent: MediaAttachment, signal: AbortSignal): Promise<MediaAttachment> {
  let media = sent;
  for (let tries = 0; media.url === null && tries < askMax; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, askAgainAfter));
    media = await call('GET /api/v1/media/{id}', { id: sent.id }, { signal });
  }
  return media;
}

export interface MediaDetails {
  description: string;
  focus?: { x: number; y: number } | undefined;
}

export async function changeMedia(part: Part, id: string, details: MediaDetails): Promise<void> {
  const { description, focus } = details;
  const place = focus && { focus: `${focus.x.toFixed(2)},${focus.y.toFixed(2)}` };
  try {
    const changed = await call('PUT /api/v1/media/{id}', { id, description, ...place });
    part.pieces.value = part.pieces.value.map(one =>
      one.media?.id === id ? { ...one, media: changed } : one,
    );
  } catch (error) {
    tell(error);
  }
}

function letGo(piece: Piece): void {
  underWay.get(piece.key)?.abort();
  if (piece.preview) URL.revokeObjectURL(piece.preview);
}

/** Nobody writes this any more: what is on its way has nowhere to arrive. */
export function endUploads(part: Part): void {
  part.pieces.peek().forEach(letGo);
}

export function dropPiece(part: Part, piece: Piece): void {
  letGo(piece);
  part.pieces.value = part.pieces.value.filter(one => one.key !== piece.key);
}

/** To another place in the row. */
export function movePiece(part: Part, from: number, to: number): void {
  const all = [...part.pieces.value];
  const [moved] = all.splice(from, 1);
  if (!moved || to < 0 || to > all.length) return;
  all.splice(to, 0, moved);
  part.pieces.value = all;
}

/** What a kept draft holds may be gone from the server meanwhile. */
export async function forgetLostMedia(part: Part): Promise<void> {
  for (const { id } of part.media.value) {
    try {
      await call('GET /api/v1/media/{id}', { id });
    } catch (error) {
      if (!(error instanceof Error && 'status' in error && error.status === 404)) continue;
      part.pieces.value = part.pieces.value.filter(one => one.media?.id !== id);
      toast(t('compose.media.lost'), { failed: true });
    }
  }
}
