import { signal } from '@preact/signals';
import { locale } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The present, to the minute. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, minute);

/** When, as short as it can be said: `4m`, `3h`, `12 Nov`, `12 Nov 2024`. */
export function briefly(at: Date, present: number): string {
  const age = Math.max(0, present - at.getTime());
  if (age < hour) return inUnit(Math.max(1, Math.floor(age / minute)), 'minute');
  if (age < day) return inUnit(Math.floor(age / hour), 'hour');
  if (age < 7 * day) return inUnit(Math.floor(age / day), 'day');
  const sameYear = at.getFullYear() === new Date(present).getFullYear();
  const year = sameYear ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'short', ...year }).format(
    at,
  );
}

function inUnit(value: number, unit: string): string {
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'narrow' }).format(
    value,
  );
}

export function wholeDate(at: Date): string {
  return new Intl.DateTimeFormat(locale.value, { dateStyle: 'long', timeStyle: 'short' }).format(
    at,
  );
}

/** In how long: `in 3 hours`. */
export function fromNow(at: Date): string {
  const ahead = at.getTime() - now.value;
  const format = new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' });
  if (Math.abs(ahead) < hour) return format.format(Math.round(ahead / minute), 'minute');
  if (Math.abs(ahead) < day) return format.format(Math.round(ahead / hour), 'hour');
  return format.format(Math.round(ahead / day), 'day');
}

/** `1 hour`, `7 days`. */
export function lengthInWords(seconds: number): string {
  const days = seconds / 86_400;
  const [value, unit] = days >= 1 ? [days, 'day'] : [seconds / 3600, 'hour'];
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(
    value,
  );
}

export function Time({ at, whole = false }: { at: string; whole?: boolean }) {
  const date = new Date(at);
  const full = wholeDate(date);
  return (
    <time dateTime={at} title={full}>
      {whole ? full : briefly(date, now.value)}
    </time>
  );
}
