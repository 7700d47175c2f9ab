// What stands in front of the page: while a dialog does, nothing outside it can be reached, seen or heard.

import { signal } from '@preact/signals';

/** The dialogs that are open, the topmost last. */
export const layers = signal<readonly symbol[]>([]);

/** Puts one in front, until the function it gives back is called. */
export function putInFront(layer: symbol): () => void {
  layers.value = [...layers.peek(), layer];
  return () => {
    layers.value = layers.peek().filter(one => one !== layer);
  };
}
