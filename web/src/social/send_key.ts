export interface KeptKey {
  sent: string;
  key: string;
}

/** The key a post is sent under: sent again unchanged it is published once, changed it is another. */
export class SendKey {
  private sent: string;
  private key: string;

  constructor({ sent = '', key = '' }: Partial<KeptKey> = {}) {
    this.sent = sent;
    this.key = key;
  }

  for(request: unknown): string {
    const now = JSON.stringify(request);
    if (now !== this.sent) {
      this.sent = now;
      this.key = crypto.randomUUID();
    }
    return this.key;
  }

  keep(): KeptKey {
    return { sent: this.sent, key: this.key };
  }
}
