// After saving, the server looks whether the pages one names link back. It takes a moment; the answer is waited for.

import { signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { keepMe } from '../../social/me.ts';

export const checking = signal(false);

const waits = [1500, 3000, 5000, 8000];

function stillOpen(fields: readonly { value: string; verified_at: string | null }[]): boolean {
  return fields.some(field => /https?:\/\//.test(field.value) && !field.verified_at);
}

/** Asks until every link is known to be one's own, or the server had time enough. */
export async function checkLinks(): Promise<void> {
  if (checking.value) return;
  checking.value = true;
  try {
    for (const wait of waits) {
      await new Promise(resolve => setTimeout(resolve, wait));
      const account = await call('GET /api/v1/accounts/verify_credentials', {});
      keepMe(account);
      if (!stillOpen(account.fields)) break;
    }
  } catch {
    // What is known stays; it is asked again with the next saving.
  } finally {
    checking.value = false;
  }
}
