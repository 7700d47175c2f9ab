import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test } from 'vitest';
import { choices } from '../../social/choices.ts';
import { published } from '../../social/composing.ts';
import { instance, me } from '../../social/me.ts';
import { emptyStore } from '../../social/store.ts';
import { anAccount, aRelationship, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { path } from '../../ui/history.ts';
import { forgetNewcomerPeople } from './newcomer_people.ts';
import PeoplePage from './people_page.tsx';
import PostPage from './post_page.tsx';
import ServerPage from './server_page.tsx';
import TopicsPage from './topics_page.tsx';

const tag = (name: string, following = false) => ({ id: name, name, history: [], following });

beforeEach(() => {
  emptyStore();
  forgetNewcomerPeople();
  choices.value = { ...choices.value, welcomed: false, seenTo: [] };
  me.value = { ...anAccount({ id: '1', username: 'new' }), role: { permissions: '0' } } as never;
  instance.value = { title: 'Estuary', domain: 'a.example', description: '', rules: [] } as never;
});

test('topics come from trends, profiles and posts, and one press follows a topic', async () => {
  const server = serve({
    'GET /api/v1/followed_tags': () => [],
    'GET /api/v1/trends/tags': () => [tag('birds')],
    'GET /api/v1/directory': () => [anAccount({ id: '2' })],
    'GET /api/v1/accounts/2/featured_tags': () => [tag('prints')],
    'GET /api/v1/timelines/public': () => [
      aStatus({
        tags: [
          { name: 'Birds', url: '' },
          { name: 'bread', url: '' },
        ] as never,
      }),
    ],
    'POST /api/v1/tags/bread/follow': () => tag('bread', true),
  });
  render(<TopicsPage />);
  const bread = await screen.findByRole('button', { name: 'bread' });
  expect(screen.getByRole('list', { name: 'Topics' }).textContent?.toLowerCase()).toBe(
    'birdsprintsbread',
  );
  expect(screen.getByRole('button', { name: 'Skip' })).toBeTruthy();
  fireEvent.click(bread);
  await waitFor(() => expect(server.asked).toContain('POST /api/v1/tags/bread/follow'));
  expect(bread.getAttribute('aria-pressed')).toBe('true');
  expect(screen.getByRole('button', { name: 'Next' })).toBeTruthy();
});

test('people are those who write about the topics, those suggested, and those active here', async () => {
  serve({
    'GET /api/v1/followed_tags': () => [tag('birds', true)],
    'GET /api/v1/trends/tags': () => [],
    'GET /api/v1/timelines/public': () => [],
    'GET /api/v1/timelines/tag/birds': () => [
      aStatus({ account: anAccount({ id: '2', username: 'maja', display_name: 'Maja' }) }),
    ],
    'GET /api/v2/suggestions': () => [
      {
        sources: ['featured'],
        account: anAccount({ id: '3', username: 'tomas', display_name: 'Tomás' }),
      },
    ],
    'GET /api/v1/directory': () => [
      anAccount({ id: '1' }),
      anAccount({ id: '4', username: 'wren', display_name: 'wren' }),
    ],
    'GET /api/v1/accounts/4/featured_tags': () => [],
    'GET /api/v1/accounts/1/featured_tags': () => [],
    'GET /api/v1/accounts/relationships': () =>
      ['2', '3', '4'].map(id => aRelationship({ id, following: id === '4' })),
    'POST /api/v1/accounts/2/follow': () => aRelationship({ id: '2', following: true }),
    'POST /api/v1/accounts/3/follow': () => aRelationship({ id: '3', following: true }),
  });
  render(<PeoplePage />);
  expect(await screen.findByText('Writes about #birds')).toBeTruthy();
  expect(screen.getByText('Tomás')).toBeTruthy();
  expect(screen.queryByText('wren')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Follow all 2 of them' }));
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Following' })).toHaveLength(2));
  expect(screen.getByRole('button', { name: 'Next' })).toBeTruthy();
});

test('after the first post one goes home, and is not asked again', async () => {
  serve({ 'PUT /api/v1/skein/choices': () => ({}) });
  render(<PostPage />);
  published.value = aStatus({ id: '9' });
  expect(await screen.findByRole('heading', { name: 'There it is' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Go home' }));
  expect(path.value).toBe('/home');
  expect(choices.value.welcomed).toBe(true);
});

test('an owner sees what is left, ticks off what only they can know, and nobody else does', async () => {
  serve({
    'GET /.well-known/webfinger': () => ({ subject: 'acct:new@a.example' }),
    'GET /api/v1/skein/invites': () => [],
    'PUT /api/v1/skein/choices': () => ({}),
  });
  const { unmount } = render(<ServerPage />);
  expect(screen.getByText('This is for those who run the server')).toBeTruthy();
  unmount();
  me.value = { ...anAccount({ username: 'new' }), role: { permissions: '64' } } as never;
  render(<ServerPage />);
  expect(await screen.findByText('6 things are left.')).toBeTruthy();
  fireEvent.click(screen.getAllByRole('checkbox', { name: 'I have seen to it' })[0] as HTMLElement);
  expect(screen.getByText('5 things are left.')).toBeTruthy();
  expect(choices.value.seenTo).toEqual(['backup']);
});
