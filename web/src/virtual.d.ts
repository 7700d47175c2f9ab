declare module 'virtual:sprite' {
  const address: string;
  export default address;
}

declare module 'virtual:emoji/*' {
  /** By group: what is drawn, its name, other words for it, and the same in five tones of skin. */
  export const groups: Record<
    string,
    readonly (readonly [emoji: string, name: string, words: string, tones?: readonly string[]])[]
  >;
}

declare module 'virtual:messages/*' {
  export const messages: Record<string, (data: Record<string, unknown>) => string>;
}

declare module '@messageformat/core/compile-module.js' {
  import type MessageFormat from '@messageformat/core';

  export default function compileModule(
    format: MessageFormat,
    messages: Record<string, string>,
  ): string;
}
