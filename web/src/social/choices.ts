// How a person wants the app to look and behave. It follows the account from device to device; this browser has a copy,
// so that nothing has to be waited for.

import { effect, signal } from '@preact/signals';
import { call } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';

export interface Choices {
  theme: 'system' | 'light' | 'dark';
  contrast: 'system' | 'usual' | 'more';
  /** The hue of the colour that leads, in degrees; nothing: lake blue. */
  accent: number | undefined;
  size: 'small' | 'usual' | 'large' | 'largest';
  motion: 'system' | 'less';
  language: string;
  hideCounts: boolean;
  expandWarnings: boolean;
  autoplay: boolean;
  groupBoosts: boolean;
  shortcuts: boolean;
  /** Keys chosen in place of the usual ones, by what they do. */
  keys: Readonly<Record<string, string>>;
  /** The newcomer's questions were answered, or not wanted. */
  welcomed: boolean;
  /** What an owner has seen to after setting up. */
  seenTo: readonly string[];
}

const storage = 'skein.choices';
/** Changed here, and not yet kept with the account. */
const unsent = 'skein.choices.unsent';
const pause = 800;
const getChoices = 'GET /api/v1/skein/choices';
const putChoices = 'PUT /api/v1/skein/choices';

const usual: Choices = {
  theme: 'system',
  contrast: 'system',
  accent: undefined,
  size: 'usual',
  motion: 'system',
  language: '',
  hideCounts: false,
  expandWarnings: false,
  autoplay: false,
  groupBoosts: true,
  shortcuts: true,
  keys: {},
  welcomed: false,
  seenTo: [],
};

/** What is kept may be from another version, or another app: only what is of the right kind is taken. */
function checked(kept: unknown): Choices {
  const found = (typeof kept === 'object' && kept) || {};
  const right = Object.entries(found).filter(([name, value]) => {
    if (name === 'accent') return typeof value === 'number';
    const like = usual[name as keyof Choices];
    return typeof value === typeof like && Array.isArray(value) === Array.isArray(like);
  });
  return { ...usual, ...(Object.fromEntries(right) as Partial<Choices>) };
}

function read(): Choices {
  try {
    return checked(JSON.parse(localStorage.getItem(storage) ?? '{}'));
  } catch {
    return usual;
  }
}

export const choices = signal<Choices>(read());
let timer: ReturnType<typeof setTimeout> | undefined;

function write(value: Choices, sent: boolean): void {
  choices.value = value;
  try {
    localStorage.setItem(storage, JSON.stringify(value));
    if (sent) localStorage.removeItem(unsent);
    else localStorage.setItem(unsent, 'yes');
  } catch {
    // Without storage the choice lasts until the window closes, or comes back from the account.
  }
}

export function choose(change: Partial<Choices>): void {
  write({ ...choices.peek(), ...change }, false);
  clearTimeout(timer);
  timer = setTimeout(() => void send(), pause);
}

async function send(): Promise<void> {
  const value = choices.peek();
  try {
    await call(putChoices, { choices: value } as never);
    if (choices.peek() === value) write(value, true);
  } catch {
    // Kept here; sent when the app starts the next time.
  }
}

/** What the account says, unless something was changed here since. A server that does not know of it keeps nothing. */
export async function loadChoices(): Promise<void> {
  try {
    if (localStorage.getItem(unsent)) return await send();
    const found = (await call(getChoices, {} as never)) as object;
    if (Object.keys(found).length > 0) write(checked(found), true);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** As if nobody had chosen anything here. */
export function resetChoices(): void {
  clearTimeout(timer);
  choices.value = usual;
}

/** Whether pictures may move without being asked to. */
export function movesByItself(): boolean {
  const { autoplay, motion } = choices.value;
  return autoplay && motion !== 'less' && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Writes what is chosen onto the root element, where the style sheets look. */
export function showChoices(): () => void {
  return effect(() => {
    const { theme, contrast, size, motion, accent } = choices.value;
    const { dataset, style } = document.documentElement;
    dataset.theme = theme;
    dataset.contrast = contrast;
    dataset.size = size;
    dataset.motion = motion;
    dataset.accent = accent === undefined ? 'lake' : 'own';
    style.setProperty('--hue', String(accent ?? 220));
  });
}
