// A report while it is put together, a question at a time.

import { computed, signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { tell } from '../../social/attempt.ts';
import { instance } from '../../social/me.ts';
import { accountOf } from '../../social/store.ts';

/** `dislike` is nothing for moderators: what helps then is to mute or block. */
export const reasons = ['dislike', 'spam', 'violation', 'legal', 'other'] as const;
export type Reason = (typeof reasons)[number];
export type Step = 'reason' | 'rules' | 'posts' | 'words' | 'done';
export const wordsMax = 1000;

export class Report {
  readonly account: string;
  readonly step = signal<Step>('reason');
  readonly reason = signal<Reason | undefined>(undefined);
  readonly rules = signal<readonly string[]>([]);
  readonly posts = signal<readonly string[]>([]);
  readonly words = signal('');
  readonly forward = signal(false);
  readonly busy = signal(false);
  /** It went to the moderators. */
  readonly sent = signal(false);

  /** The questions there are; which, depends on the reason. */
  readonly steps = computed<readonly Step[]>(() => [
    'reason',
    ...(this.reason.value === 'violation' ? (['rules'] as const) : []),
    'posts',
    'words',
  ]);
  readonly ready = computed(() => {
    if (this.step.value === 'reason') return this.reason.value !== undefined;
    if (this.step.value === 'rules') return this.rules.value.length > 0;
    return this.words.value.length <= wordsMax;
  });

  /** The post one came from. */
  readonly first: readonly string[];

  constructor(account: string, post?: string) {
    this.account = account;
    this.first = post ? [post] : [];
    this.posts.value = this.first;
  }

  /** The server somebody is on, when it is another one. */
  get domain(): string | undefined {
    return accountOf(this.account)?.acct.split('@')[1];
  }

  /** Without rules none can be broken. */
  get reasons(): readonly Reason[] {
    const some = (instance.value?.rules.length ?? 0) > 0;
    return reasons.filter(one => some || one !== 'violation');
  }

  get last(): boolean {
    return this.step.value === this.steps.value.at(-1);
  }

  toggle(list: 'rules' | 'posts', id: string): void {
    const { value } = this[list];
    this[list].value = value.includes(id) ? value.filter(one => one !== id) : [...value, id];
  }

  back(): void {
    const at = this.steps.value.indexOf(this.step.value);
    this.step.value = this.steps.value[at - 1] ?? 'reason';
  }

  async next(): Promise<void> {
    if (!this.ready.value || this.busy.value) return;
    if (this.reason.value === 'dislike') this.step.value = 'done';
    else if (this.last) await this.send();
    else
      this.step.value = this.steps.value[this.steps.value.indexOf(this.step.value) + 1] ?? 'words';
  }

  private async send(): Promise<void> {
    const category = this.reason.value;
    this.busy.value = true;
    try {
      await call('POST /api/v1/reports', {
        account_id: this.account,
        category,
        status_ids: [...this.posts.value],
        rule_ids: category === 'violation' ? [...this.rules.value] : undefined,
        comment: this.words.value.trim(),
        forward: this.forward.value,
      });
      this.sent.value = true;
      this.step.value = 'done';
    } catch (error) {
      tell(error);
    } finally {
      this.busy.value = false;
    }
  }
}
