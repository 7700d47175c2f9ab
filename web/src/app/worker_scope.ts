// What the service worker finds around it: the types of the browser's library are those of a page, so the few things
// used are named here.

export interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface Fetching extends Waits {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

export interface Pushed extends Waits {
  readonly data: { json(): unknown } | null;
}

export interface Clicked extends Waits {
  readonly notification: Notification;
}

export interface Client {
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

interface Events {
  install: Waits;
  activate: Waits;
  message: MessageEvent;
  fetch: Fetching;
  push: Pushed;
  notificationclick: Clicked;
}

export interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled?: boolean }): Promise<Client[]>;
    openWindow(path: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof Events>(kind: K, hear: (event: Events[K]) => void): void;
}

/** What the server pushes. */
export interface PushMessage {
  notification_id?: string | number;
  notification_type?: string;
  title?: string;
  body?: string;
  icon?: string;
}

/** The words of notifications in the reader's language, left by the app for when no page is open. */
export interface PushWords {
  language: string;
  direction: 'ltr' | 'rtl';
  /** By the kind of the notification; `\uE000` stands where the name goes. */
  titles: Record<string, string>;
}

/** Where the app and the worker find what they leave each other. */
export const places = {
  files: 'skein files',
  shell: 'skein shell',
  words: 'skein words',
  answers: 'skein answers of ',
} as const;

export const wordsAddress = '/words-of-notifications';
export const nameMark = '\uE000';
/** On an answer that was kept: when it was given. */
export const keptHeader = 'X-Skein-Kept';
/** Said by the app: the new version may take over. */
export const takeOver = 'take over';
