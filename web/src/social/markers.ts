// How far one has read, kept by the server for all one's devices. It only ever moves on to what is newer.

import { call } from '../api/client.ts';
import { isNewer } from './ids.ts';

export type Marked = 'home' | 'notifications';

const known = new Map<Marked, string>();

/** The newest that was read, here or elsewhere; nothing when nothing ever was. */
export async function readMarker(which: Marked): Promise<string | undefined> {
  const answer = await call('GET /api/v1/markers', { timeline: [which] });
  const found = answer[which]?.last_read_id;
  const before = known.get(which);
  if (found && (!before || isNewer(found, before))) known.set(which, found);
  return known.get(which);
}

/** Saves how far one has read, unless another device was further on meanwhile. */
export async function moveMarker(which: Marked, id: string): Promise<void> {
  try {
    await readMarker(which);
  } catch {
    // Then it is saved another time: a guess could lead another device back.
    return;
  }
  saveMarker(which, id);
}

/** The same at once, by what is known here: for when the window closes, or it was just asked. */
export function saveMarker(which: Marked, id: string): void {
  const before = known.get(which);
  if (before && !isNewer(id, before)) return;
  known.set(which, id);
  // Also while the window closes.
  call('POST /api/v1/markers', { [which]: { last_read_id: id } }, { keepalive: true }).catch(() => {
    if (known.get(which) !== id) return;
    if (before) known.set(which, before);
    else known.delete(which);
  });
}

/** For tests: as if the page had just been opened. */
export function forgetMarkers(): void {
  known.clear();
}
