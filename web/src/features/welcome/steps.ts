// The newcomer's questions in their order, one a screen. Each can be passed over, and all of them left at any time.

import { choose } from '../../social/choices.ts';
import { forgetTimeline } from '../../social/timeline.ts';
import { go } from '../../ui/history.ts';

export const steps = [
  '/welcome',
  '/welcome/people',
  '/welcome/import',
  '/welcome/profile',
  '/welcome/post',
] as const;

export type Step = (typeof steps)[number];

export function after(step: Step): Step | undefined {
  return steps[steps.indexOf(step) + 1];
}

/** Home, read anew: there are people in it now. */
export function finish(): void {
  choose({ welcomed: true });
  forgetTimeline('home');
  go('/home');
}

export function goOn(step: Step): void {
  const next = after(step);
  if (next) go(next);
  else finish();
}
