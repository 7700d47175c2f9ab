import { signal } from '@preact/signals';

/** Whether the server answered the last time it was asked; an answer the worker had kept is none. */
export const reached = signal(true);
/** The server does not know any longer who asks: the session ended, here or elsewhere. */
export const signedOut = signal(false);
