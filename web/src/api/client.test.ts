import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptFirstAnswers, call, linkOf, list } from './client.ts';
import { ApiError } from './errors.ts';
import { signedOut } from './reach.ts';

const answer = vi.fn<(path: string, init: RequestInit) => Response | Promise<Response>>();

function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), init);
}

beforeEach(() => {
  answer.mockReset();
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => Promise.resolve(answer(path, init)));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a call', () => {
  test('puts names into the path and the rest into the query', async () => {
    answer.mockReturnValue(json([]));
    await call('GET /api/v1/timelines/tag/{name}', { name: 'ça va', limit: 5, any: ['a', 'b'] });
    expect(answer.mock.calls[0]?.[0]).toBe(
      '/api/v1/timelines/tag/%C3%A7a%20va?limit=5&any%5B%5D=a&any%5B%5D=b',
    );
  });

  test('sends JSON, with a key under which it takes effect once', async () => {
    answer.mockReturnValue(json({ id: '1' }));
    await call(
      'POST /api/v1/statuses',
      { status: 'hi', language: undefined },
      { idempotencyKey: 'k' },
    );
    const init = answer.mock.calls[0]?.[1];
    expect(init?.body).toBe('{"status":"hi"}');
    expect(init?.headers).toMatchObject({
      'Idempotency-Key': 'k',
      'Content-Type': 'application/json',
    });
  });

  test('sends a file as a form', async () => {
    answer.mockReturnValue(json({ id: '1' }));
    await call('POST /api/v2/media', { file: new File(['x'], 'x.png'), description: 'an x' });
    const body = answer.mock.calls[0]?.[1].body as FormData;
    expect(body.get('description')).toBe('an x');
  });

  test("fails with the server's words", async () => {
    answer.mockReturnValue(json({ error: 'Text is too long' }, { status: 422 }));
    await expect(call('POST /api/v1/statuses', {})).rejects.toThrow('Text is too long');
  });

  test('knows that no answer is not a refusal', async () => {
    answer.mockRejectedValue(new TypeError('no network'));
    const error = await call('GET /api/v1/preferences', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).offline).toBe(true);
  });

  test('waits as long as the server asks for, then asks again', async () => {
    vi.useFakeTimers();
    answer.mockReturnValueOnce(json({}, { status: 429, headers: { 'Retry-After': '3' } }));
    answer.mockReturnValueOnce(json({ id: '7' }));
    const asked = call('GET /api/v1/statuses/{id}', { id: '7' });
    await vi.advanceTimersByTimeAsync(2900);
    expect(answer).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect((await asked).id).toBe('7');
  });

  test('does not ask twice for what may take effect twice', async () => {
    answer.mockReturnValue(
      json({ error: 'busy' }, { status: 503, headers: { 'Retry-After': '1' } }),
    );
    await expect(call('POST /api/v1/statuses/{id}/favourite', { id: '1' })).rejects.toThrow('busy');
    expect(answer).toHaveBeenCalledTimes(1);
  });

  test('takes the answer that came with the page, once', async () => {
    adoptFirstAnswers([{ path: '/api/v1/lists', body: [{ id: '9' }] }]);
    expect(await call('GET /api/v1/lists', {})).toEqual([{ id: '9' }]);
    expect(answer).not.toHaveBeenCalled();
    answer.mockReturnValue(json([]));
    expect(await call('GET /api/v1/lists', {})).toEqual([]);
  });

  test('does not take an answer that came long ago, or before something was written', async () => {
    vi.useFakeTimers();
    answer.mockImplementation(() => json([]));
    adoptFirstAnswers([{ path: '/api/v1/lists', body: [{ id: '9' }] }]);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await call('GET /api/v1/lists', {})).toEqual([]);
    adoptFirstAnswers([{ path: '/api/v1/lists', body: [{ id: '9' }] }]);
    await call('POST /api/v1/lists', { title: 'Geese' });
    expect(await call('GET /api/v1/lists', {})).toEqual([]);
  });

  test('asks for what is true now when that counts', async () => {
    answer.mockReturnValue(json([]));
    adoptFirstAnswers([{ path: '/api/v1/lists', body: [{ id: '9' }] }]);
    expect(await call('GET /api/v1/lists', {}, { fresh: true })).toEqual([]);
    expect(answer.mock.calls[0]?.[1].cache).toBe('no-store');
    expect(await call('GET /api/v1/lists', {})).toEqual([{ id: '9' }]);
  });

  test('notes that the session ended', async () => {
    signedOut.value = false;
    answer.mockReturnValue(json({ error: 'This needs somebody signed in' }, { status: 401 }));
    await call('GET /api/v1/lists', {}).catch(() => undefined);
    expect(signedOut.value).toBe(true);
  });
});

describe('a list', () => {
  test('goes on where its Link header leads', async () => {
    const link =
      '<https://s.example/api/v1/lists?max_id=2>; rel="next", <https://s.example/x?min_id=9>; rel="prev"';
    answer.mockReturnValueOnce(json(['a'], { headers: { Link: link } }));
    answer.mockReturnValueOnce(json(['b']));
    const page = await list('GET /api/v1/bookmarks', {});
    const older = await page.next?.();
    expect(answer.mock.calls[1]?.[0]).toBe('/api/v1/lists?max_id=2');
    expect(older?.answer).toEqual(['b']);
    expect(older?.next).toBeUndefined();
  });

  test('reads a Link header without the relation as none', () => {
    expect(linkOf('', 'next')).toBeUndefined();
    expect(linkOf('</a>; rel="previous"', 'next')).toBeUndefined();
  });
});
