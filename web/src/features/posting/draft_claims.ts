// A draft is written in one place at a time, of all windows of this browser; and what became of it is told to all.

/** Takes a draft for oneself until the function given back is called; gives none while it is written elsewhere. */
export function claimDraft(id: string): Promise<(() => void) | undefined> {
  const free = () => undefined;
  if (!navigator.locks) return Promise.resolve(free);
  return new Promise(resolve => {
    navigator.locks
      .request(
        `skein draft ${id}`,
        { ifAvailable: true },
        lock =>
          new Promise<void>(release => {
            resolve(lock ? release : undefined);
            if (!lock) release();
          }),
      )
      .catch(() => resolve(free));
  });
}

const channelName = 'skein drafts';

/** It was published, or deleted: whoever shows it lets it go. */
export function tellDropped(id: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(id);
  channel.close();
}

/** Listens until the function it gives back is called, in this window and all others. */
export function onDropped(act: (id: string) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = (event: MessageEvent<string>) => act(event.data);
  return () => channel.close();
}
