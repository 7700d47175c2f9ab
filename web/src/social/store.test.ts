import { effect } from '@preact/signals';
import { beforeEach, expect, test } from 'vitest';
import { anAccount, aStatus } from '../testing/samples.ts';
import {
  accountOf,
  changePost,
  emptyStore,
  forgetPost,
  keepForGood,
  keepPassing,
  keepStatus,
  knownPosts,
  letPass,
  postOf,
  shownPost,
} from './store.ts';

beforeEach(emptyStore);

test('a post is kept with its author apart, once for all lists', () => {
  keepStatus(aStatus({ id: '5', account: anAccount({ id: '2', display_name: 'Ada' }) }));
  keepStatus(aStatus({ id: '6', account: anAccount({ id: '2', display_name: 'Ada Sandoval' }) }));
  expect(postOf('5')?.account_id).toBe('2');
  expect(accountOf('2')?.display_name).toBe('Ada Sandoval');
});

test('a boost and what it boosts are two posts, of which the second is read', () => {
  keepStatus(aStatus({ id: '9', reblog: aStatus({ id: '5', content: '<p>said first</p>' }) }));
  expect(postOf('9')?.reblog_id).toBe('5');
  expect(shownPost('9')?.content).toBe('<p>said first</p>');
});

test('whoever shows a post hears of its change', () => {
  keepStatus(aStatus({ id: '5' }));
  const seen: (number | undefined)[] = [];
  const stop = effect(() => {
    seen.push(postOf('5')?.favourites_count);
  });
  changePost('5', { favourites_count: 1 });
  forgetPost('5');
  expect(seen).toEqual([0, 1, undefined]);
  stop();
});

test('a quote is kept by the id of what it quotes, whole or not', () => {
  const approval = { state: 'accepted' as const };
  keepStatus(aStatus({ id: '5', quote: { ...approval, quoted_status: aStatus({ id: '4' }) } }));
  keepStatus(aStatus({ id: '6', quote: { ...approval, quoted_status_id: '3' } }));
  keepStatus(aStatus({ id: '7', quote: { state: 'deleted', quoted_status: null } }));
  expect(postOf('5')?.quote).toEqual({ state: 'accepted', status_id: '4' });
  expect(postOf('4')?.id).toBe('4');
  expect(postOf('6')?.quote).toEqual({ state: 'accepted', status_id: '3' });
  expect(postOf('7')?.quote).toEqual({ state: 'deleted', status_id: null });
});

test('a change to a post that is not known makes none', () => {
  changePost('77', { favourited: true });
  expect(postOf('77')).toBeUndefined();
});

test('a post that only waited goes with the last list it waited in, and what it boosts with it', () => {
  const boost = aStatus({ id: '2', reblog: aStatus({ id: '1' }) });
  keepPassing(boost);
  keepPassing(boost);
  letPass(['2']);
  expect(postOf('1')).toBeTruthy();
  letPass(['2']);
  expect(knownPosts()).toEqual([]);
});

test('a post that is read somewhere stays, though it waited', () => {
  keepStatus(aStatus({ id: '1' }));
  keepPassing(aStatus({ id: '2', reblog: aStatus({ id: '1' }) }));
  keepPassing(aStatus({ id: '3' }));
  keepPassing(aStatus({ id: '4' }));
  keepStatus(aStatus({ id: '3' }));
  keepForGood(['4']);
  letPass(['2', '3', '4']);
  expect(knownPosts().map(one => one.id)).toEqual(['1', '3', '4']);
});
