// Starts the app: takes what came with the page, finds the reader's language, and draws.

import '../ui/tokens.css';
import '../ui/base.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { adoptFirstAnswers, type FirstAnswer } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { choices, loadChoices, showChoices } from '../social/choices.ts';
import { loadMe, me } from '../social/me.ts';
import { startOutbox } from '../social/outbox.ts';
import { forgetOthers, watchAccount } from '../social/sign_out.tsx';
import { App } from './app.tsx';
import { BootFailed } from './boot_failed.tsx';
import { loadLanguage } from './i18n.ts';
import { startKeys } from './keys.ts';
import { isNewcomer, welcomeNewcomer } from './newcomer.ts';
import { startRouter } from './router.ts';
import { leadToSignIn, watchSession } from './session.ts';
import { leaveWords, startWorker } from './worker.ts';

/** What the server writes into `<script type="application/json" id="first">`. */
interface First {
  answers?: FirstAnswer[];
}

function readFirst(): First {
  const text = document.getElementById('first')?.textContent?.trim();
  return text ? (JSON.parse(text) as First) : {};
}

const place = document.getElementById('app') ?? document.body;

async function start(): Promise<void> {
  adoptFirstAnswers(readFirst().answers ?? []);
  showChoices();
  // The language first: without words there is nothing to draw.
  await Promise.all([loadLanguage(choices.peek().language), loadMe()]);
  const wasOther = await forgetOthers(me.peek()?.id ?? '');
  const known = loadChoices();
  // Only what the account itself says counts for whoever is new, to the server or to this browser.
  if (wasOther || isNewcomer()) await known;
  welcomeNewcomer();
  startRouter();
  startKeys();
  render(<App />, place);
  effect(() => void loadLanguage(choices.value.language).then(leaveWords));
  watchAccount();
  watchSession();
  void startOutbox();
  startWorker().catch(() => undefined);
}

start().catch((error: unknown) => {
  if (error instanceof ApiError && error.status === 401) leadToSignIn();
  else render(<BootFailed />, place);
});
