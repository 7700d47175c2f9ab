import { call, type Page } from '../../api/client.ts';
import type { Account } from '../../api/gen/entities.ts';

interface Wish {
  order: 'active' | 'new';
  local: boolean;
}

const atOnce = 40;

/** The directory counts from its front, and has no links to go on by. */
export async function directory(wish: Wish, offset: number): Promise<Page<Account[]>> {
  const answer = await call('GET /api/v1/directory', { ...wish, limit: atOnce, offset });
  if (answer.length < atOnce) return { answer };
  return { answer, next: () => directory(wish, offset + atOnce) };
}
