import { expect, test } from 'vitest';
import { anAccount } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { directory } from './directory.ts';

test('the directory is read on by counting, until it ends', async () => {
  const all = Array.from({ length: 50 }, (_none, index) => anAccount({ id: `${index}` }));
  const server = serve({
    'GET /api/v1/directory': path => {
      const given = new URL(path, location.href).searchParams;
      const from = Number(given.get('offset'));
      return all.slice(from, from + Number(given.get('limit')));
    },
  });
  const first = await directory({ order: 'new', local: true }, 0);
  const second = await first.next?.();
  expect(first.answer).toHaveLength(40);
  expect(second?.answer.map(one => one.id)).toEqual(all.slice(40).map(one => one.id));
  expect(second?.next).toBeUndefined();
  expect(server.asked[0]).toContain('order=new&local=true');
});
