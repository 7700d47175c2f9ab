import { render, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { instance } from '../../social/me.ts';
import { emptyStore } from '../../social/store.ts';
import { anAccount, aRelationship } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import AboutPage from './about_page.tsx';

const server = {
  title: 'Estuary',
  domain: 'a.example',
  description: 'For people who count birds.',
  version: '4.6.0',
  thumbnail: { url: '' },
  usage: { users: { active_month: 12 } },
  languages: ['en', 'de'],
  registrations: { enabled: true, approval_required: true },
  contact: { email: 'ada@a.example', account: anAccount({ id: '2', display_name: 'Ada' }) },
  rules: [
    { id: '1', text: 'Be kind', hint: 'Always', translations: { en: { text: 'Be gentle' } } },
    { id: '2', text: 'No spam', hint: '', translations: {} },
  ],
};

test('what the server is, who runs it, and what holds, in the reader’s language where it has that', async () => {
  emptyStore();
  serve({
    'GET /api/v1/instance/extended_description': () => ({ content: '<p>Since 2011.</p>' }),
    'GET /api/v1/accounts/relationships': () => [aRelationship({ id: '2' })],
  });
  instance.value = server as never;
  render(<AboutPage />);
  expect(screen.getByRole('heading', { name: 'Estuary' })).toBeTruthy();
  expect(screen.getByText('English and German')).toBeTruthy();
  expect(screen.getByText('Each request is looked at')).toBeTruthy();
  expect(screen.getByText('Be gentle')).toBeTruthy();
  expect(screen.getByText('Always')).toBeTruthy();
  expect(screen.getByText('No spam')).toBeTruthy();
  expect(await screen.findByText('Since 2011.')).toBeTruthy();
  expect(await screen.findByText('Ada')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Terms of service' }).getAttribute('href')).toBe(
    '/terms-of-service',
  );
});
