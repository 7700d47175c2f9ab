import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { choices } from '../../social/choices.ts';
import { instance } from '../../social/me.ts';
import { serve } from '../../testing/server.ts';
import AppearancePage from './appearance_page.tsx';
import KeysPage from './keys_page.tsx';
import NotificationSettingsPage from './notification_settings_page.tsx';
import { pushState } from './push.ts';

beforeEach(() => {
  choices.value = { ...choices.value, keys: {}, shortcuts: true, accent: undefined };
  pushState.value = 'unknown';
  serve({ 'PUT /api/v1/skein/choices': () => ({}) });
});

test('a colour is chosen by name, or by any hue', () => {
  render(<AppearancePage />);
  fireEvent.click(screen.getByRole('radio', { name: 'Plum' }));
  expect(choices.value.accent).toBe(345);
  fireEvent.click(screen.getByRole('radio', { name: 'Another' }));
  fireEvent.input(screen.getByRole('slider', { name: 'Hue' }), { target: { value: '100' } });
  expect(choices.value.accent).toBe(100);
});

test('a key is changed as it is typed, and one that is taken is refused with a word', () => {
  render(<KeysPage />);
  const next = screen.getByRole('textbox', { name: 'Next post' });
  fireEvent.input(next, { target: { value: 'd' } });
  expect(choices.value.keys).toEqual({ next: 'd' });
  fireEvent.input(next, { target: { value: 'k' } });
  expect(screen.getByText('Already used: Previous post')).toBeTruthy();
  expect(choices.value.keys).toEqual({ next: 'd' });
  fireEvent.click(screen.getByRole('button', { name: 'Use the usual keys' }));
  expect(choices.value.keys).toEqual({});
});

test('one switch takes all keys off', () => {
  render(<KeysPage />);
  fireEvent.click(screen.getByRole('checkbox', { name: /^Single-key/ }));
  expect(choices.value.shortcuts).toBe(false);
  expect(screen.queryByRole('textbox')).toBeNull();
});

const alerts = { mention: true, follow: true, favourite: false };

function aBrowserThatPushes() {
  const subscription = {
    endpoint: 'https://push.example/1',
    toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: vi.fn().mockResolvedValue(true),
  };
  let made = false;
  const pushManager = {
    getSubscription: () => Promise.resolve(made ? subscription : null),
    subscribe: vi.fn(() => {
      made = true;
      return Promise.resolve(subscription);
    }),
  };
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', {
    permission: 'default',
    requestPermission: () => Promise.resolve('granted'),
  });
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { getRegistration: () => Promise.resolve({ pushManager }) },
  });
  instance.value = { configuration: { vapid: { public_key: 'key' } } } as NonNullable<
    typeof instance.value
  >;
  return { subscription, pushManager };
}

test('notifications of the system are switched on, chosen by kind, and off again', async () => {
  const { subscription, pushManager } = aBrowserThatPushes();
  const server = serve({
    'POST /api/v1/push/subscription': () => ({ endpoint: subscription.endpoint, alerts }),
    'PUT /api/v1/push/subscription': (_path, body) => ({
      endpoint: subscription.endpoint,
      ...(body as { data: object }).data,
    }),
    'DELETE /api/v1/push/subscription': () => ({}),
  });
  render(<NotificationSettingsPage />);
  fireEvent.click(await screen.findByRole('button', { name: 'Switch on' }));
  const favourites = await screen.findByRole('checkbox', { name: 'Favourites' });
  expect(pushManager.subscribe).toHaveBeenCalledWith({
    userVisibleOnly: true,
    applicationServerKey: 'key',
  });
  expect(server.bodies[0]).toMatchObject({
    subscription: { endpoint: subscription.endpoint, keys: { p256dh: 'p', auth: 'a' } },
    data: { alerts: { mention: true } },
  });
  fireEvent.click(favourites);
  await waitFor(() =>
    expect(server.bodies[1]).toMatchObject({ data: { alerts: { favourite: true } } }),
  );
  fireEvent.click(screen.getByRole('button', { name: 'Switch off on this device' }));
  await screen.findByRole('button', { name: 'Switch on' });
  expect(subscription.unsubscribe).toHaveBeenCalled();
});

test('a server that refuses leaves no half a subscription behind', async () => {
  const { subscription } = aBrowserThatPushes();
  serve({ 'POST /api/v1/push/subscription': () => 422 });
  render(<NotificationSettingsPage />);
  fireEvent.click(await screen.findByRole('button', { name: 'Switch on' }));
  await waitFor(() => expect(subscription.unsubscribe).toHaveBeenCalled());
  expect(screen.getByRole('button', { name: 'Switch on' })).toBeTruthy();
});
