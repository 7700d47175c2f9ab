import type { Role } from '../api/gen/entities.ts';

const administrator = 0n;
const manageSettings = 6n;

/** Whether a role may change the server's settings. */
export function mayManage(role: Role | undefined): boolean {
  const text = role?.permissions ?? '';
  const all = /^\d+$/.test(text) ? BigInt(text) : 0n;
  return [administrator, manageSettings].some(bit => (all / 2n ** bit) % 2n === 1n);
}
