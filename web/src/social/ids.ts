// Ids of the server are numbers written as text, larger for what came later; too large for a number of JavaScript.

export function isNewer(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}

/** The id right above: what asks for everything older than it gets this one too. */
export function idAbove(id: string): string {
  return String(BigInt(id) + 1n);
}
