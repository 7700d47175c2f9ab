import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { serve } from '../../testing/server.ts';
import { Draft } from './draft.ts';
import { Part } from './part.ts';
import { addFiles, dropPiece, movePiece, sendAgain } from './uploads.ts';

/** Uploads that are under way, to be answered by the test. */
const requests: FakeRequest[] = [];

class FakeRequest {
  upload: { onprogress?: (event: object) => void } = {};
  status = 0;
  response: unknown = null;
  onload?: () => void;
  onerror?: () => void;
  aborted = false;
  constructor() {
    requests.push(this);
  }
  open = vi.fn();
  setRequestHeader = vi.fn();
  send = vi.fn();
  abort(): void {
    this.aborted = true;
  }
  answer(status: number, response: unknown): void {
    this.status = status;
    this.response = response;
    this.onload?.();
  }
}

const files = (...names: string[]) =>
  names.map(name => new File(['x'], name, { type: 'image/png' })) as unknown as FileList;
const settled = () => new Promise(resolve => setTimeout(resolve));
const media = (id: string) => ({ id, type: 'image', url: `/${id}.png`, description: null });

beforeEach(() => {
  requests.length = 0;
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
});
afterEach(() => vi.unstubAllGlobals());

test('a file tells how far it is, and is there when the server has it', async () => {
  const part = new Part();
  addFiles(part, files('one.png'));
  requests[0]?.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
  expect(part.pieces.value[0]?.progress).toBe(0.25);
  expect(part.whole.value).toBe(false);
  requests[0]?.answer(200, media('1'));
  await settled();
  expect(part.media.value.map(one => one.id)).toEqual(['1']);
  expect(part.whole.value).toBe(true);
});

test('what did not arrive says why, and is sent again when asked', async () => {
  const part = new Part();
  addFiles(part, files('one.png'));
  requests[0]?.answer(422, { error: 'Too large' });
  await settled();
  const [piece] = part.pieces.value;
  expect(piece?.failed).toBe('Too large');
  if (piece) sendAgain(part, piece);
  expect(part.pieces.value[0]?.failed).toBeUndefined();
  requests[1]?.answer(200, media('2'));
  await settled();
  expect(part.media.value.map(one => one.id)).toEqual(['2']);
});

test('no more than there is room for', () => {
  serve({});
  const part = new Part();
  addFiles(part, files('1.png', '2.png', '3.png', '4.png', '5.png'));
  expect(part.pieces.value).toHaveLength(4);
});

test('they are moved, and taken off on their way', () => {
  const part = new Part();
  addFiles(part, files('1.png', '2.png', '3.png'));
  const names = () => part.pieces.value.map(one => one.file?.name);
  movePiece(part, 2, 0);
  expect(names()).toEqual(['3.png', '1.png', '2.png']);
  const [piece] = part.pieces.value;
  if (piece) dropPiece(part, piece);
  expect(requests[2]?.aborted).toBe(true);
  expect(names()).toEqual(['1.png', '2.png']);
});

test('its own picture is let go when the server has one, and when nobody writes it any more', async () => {
  const letGo = vi.spyOn(URL, 'revokeObjectURL');
  const draft = new Draft({});
  const part = draft.active.value;
  addFiles(part, files('1.png', '2.png'));
  const [first, second] = part.pieces.value.map(one => one.preview);
  requests[0]?.answer(200, media('1'));
  await settled();
  expect(letGo.mock.calls).toEqual([[first]]);
  expect(part.pieces.value[0]?.preview).toBeUndefined();
  draft.close();
  expect(letGo.mock.calls).toEqual([[first], [second]]);
  expect(requests[1]?.aborted).toBe(true);
});
