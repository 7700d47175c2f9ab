import type { ComponentType } from 'preact';

/** What the names in a pattern stood for. */
export type Parameters = Record<string, string>;

export interface Route {
  /** `/@:acct/:id`: names stand for one part each. */
  pattern: string;
  /** The server has a page for everybody at this address too, and answers it itself. */
  shared?: true;
  /** It comes with the app, and with its first words. */
  early?: true;
  load: () => Promise<{ default: ComponentType<{ parameters: Parameters }> }>;
}
