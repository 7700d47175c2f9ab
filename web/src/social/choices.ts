// How a person wants the app to look and behave on this device.

import { effect, signal } from '@preact/signals';

export interface Choices {
  theme: 'system' | 'light' | 'dark';
  contrast: 'system' | 'usual' | 'more';
  size: 'small' | 'usual' | 'large' | 'largest';
  language: string;
  hideCounts: boolean;
  expandWarnings: boolean;
  shortcuts: boolean;
}

const storage = 'skein.choices';
const usual: Choices = {
  theme: 'system',
  contrast: 'system',
  size: 'usual',
  language: '',
  hideCounts: false,
  expandWarnings: false,
  shortcuts: true,
};

function read(): Choices {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(storage) ?? '{}') as Partial<Choices>) };
  } catch {
    return usual;
  }
}

export const choices = signal<Choices>(read());

export function choose(change: Partial<Choices>): void {
  choices.value = { ...choices.value, ...change };
  try {
    localStorage.setItem(storage, JSON.stringify(choices.value));
  } catch {
    // Without storage the choice lasts until the window closes.
  }
}

/** Writes what is chosen onto the root element, where the style sheets look. */
export function showChoices(): () => void {
  return effect(() => {
    const { theme, contrast, size } = choices.value;
    const { dataset } = document.documentElement;
    dataset.theme = theme;
    dataset.contrast = contrast;
    dataset.size = size;
  });
}
