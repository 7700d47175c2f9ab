import { signal } from '@preact/signals';

/** Whether the server answered the last time it was asked; an answer the worker had kept is none. */
export const reached = signal(true);
