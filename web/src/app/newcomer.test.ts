import { beforeEach, expect, test } from 'vitest';
import type { CredentialAccount } from '../api/gen/entities.ts';
import { choices } from '../social/choices.ts';
import { me } from '../social/me.ts';
import { anAccount } from '../testing/samples.ts';
import { go, path } from '../ui/history.ts';
import { isNewcomer, welcomeNewcomer } from './newcomer.ts';

beforeEach(() => {
  const nobody = { following_count: 0, statuses_count: 0, created_at: new Date().toISOString() };
  me.value = anAccount(nobody) as CredentialAccount;
  go('/home');
});

test('whoever has just come is asked a few things first', () => {
  welcomeNewcomer();
  expect(path.value).toBe('/welcome');
});

test('whoever was asked elsewhere is not asked again', () => {
  choices.value = { ...choices.value, welcomed: true };
  expect(isNewcomer()).toBe(true);
  welcomeNewcomer();
  expect(path.value).toBe('/home');
});
