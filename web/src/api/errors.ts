/** The one error of everything that asks the server: what it said, in its own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status; 0 when no answer came at all. */
  readonly status: number;

  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }

  /** No answer: the network is down, or the server is. */
  get offline(): boolean {
    return this.status === 0;
  }
}
