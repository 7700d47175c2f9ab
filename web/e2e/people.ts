// A small town of people who say things: the data every picture and flow is looked at with, hard cases included.

import { addHardCases, drawEmojis, type HardCases } from './hard_cases.ts';
import { drawScene, type Scene, scenes } from './pictures.ts';
import type { Skein } from './skein.ts';

type Fields = Record<string, unknown>;
interface Posted {
  id: string;
  uri: string;
}

export class Person {
  readonly server: Skein;
  readonly name: string;
  readonly token: string;
  id = '';

  constructor(server: Skein, name: string, token: string) {
    this.server = server;
    this.name = name;
    this.token = token;
  }

  async ask<T>(method: string, path: string, body?: Fields | FormData): Promise<T> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token}` };
    if (body && !(body instanceof FormData)) headers['Content-Type'] = 'application/json';
    const init: RequestInit = { method, headers };
    if (body) init.body = body instanceof FormData ? body : JSON.stringify(body);
    const response = await fetch(this.server.url + path, init);
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  says(status: string, more: Fields = {}): Promise<Posted> {
    return this.ask<Posted>('POST', '/api/v1/statuses', { status, language: 'en', ...more });
  }

  async shows(scene: Scene, description: string): Promise<string> {
    const form = new FormData();
    form.set(
      'file',
      new Blob([new Uint8Array(drawScene(scene))], { type: 'image/png' }),
      'picture.png',
    );
    form.set('description', description);
    return (await this.ask<Posted>('POST', '/api/v2/media', form)).id;
  }

  follows(other: Person): Promise<unknown> {
    return this.ask('POST', `/api/v1/accounts/${other.id}/follow`);
  }

  likes(post: Posted): Promise<unknown> {
    return this.ask('POST', `/api/v1/statuses/${post.id}/favourite`);
  }

  boosts(post: Posted): Promise<unknown> {
    return this.ask('POST', `/api/v1/statuses/${post.id}/reblog`);
  }
}

async function settle(
  server: Skein,
  name: string,
  profile: Fields,
  face?: Scene,
  banner?: Scene,
): Promise<Person> {
  await server.account(name, name === 'ada' ? 'owner' : 'user');
  const person = new Person(server, name, await server.token(name));
  const form = new FormData();
  for (const [key, value] of Object.entries(profile)) form.set(key, String(value));
  if (face)
    form.set(
      'avatar',
      new Blob([new Uint8Array(drawScene(face))], { type: 'image/png' }),
      'face.png',
    );
  if (banner)
    form.set(
      'header',
      new Blob([new Uint8Array(drawScene(banner))], { type: 'image/png' }),
      'banner.png',
    );
  person.id = (await person.ask<Posted>('PATCH', '/api/v1/accounts/update_credentials', form)).id;
  return person;
}

export interface Town {
  ada: Person;
  maja: Person;
  /** The post with a conversation below it. */
  thread: Posted;
  poll: Posted;
  hard: HardCases;
}

export async function fillTown(server: Skein): Promise<Town> {
  const ada = await settle(
    server,
    'ada',
    { display_name: 'Ada Sandoval', note: 'Printmaker. Ink under the nails, tea going cold.' },
    scenes.dawn,
    scenes.lake,
  );
  const maja = await settle(
    server,
    'maja',
    {
      display_name: 'Maja Lindqvist',
      note: 'Counts geese for a living. Estuaries, tides, bad coffee. #birds',
      'fields_attributes[0][name]': 'Station',
      'fields_attributes[0][value]': 'Ottenby, since 2011',
      'fields_attributes[1][name]': 'Field notes',
      'fields_attributes[1][value]': 'https://ottenby.example/notes',
    },
    scenes.lake,
    scenes.dawn,
  );
  const tomas = await settle(
    server,
    'tomas',
    { display_name: 'Tomás Ferreira', note: 'Baker, up at three.' },
    scenes.dune,
  );
  const ploy = await settle(
    server,
    'ploy',
    { display_name: 'พลอย ศรีสุข', note: 'ชอบถ่ายรูปและเดินเขา' },
    scenes.field,
  );
  const layla = await settle(server, 'layla', {
    display_name: 'ليلى حداد',
    note: 'أحب القراءة والمشي',
  });
  const wren = await settle(server, 'wren', { display_name: '' });
  const bot = await settle(server, 'tides', {
    display_name: 'Tide tables',
    note: 'High water, twice a day.',
    bot: true,
  });
  const turner = await settle(server, 'tawil', {
    display_name: 'أبو الأسماء الطويلة جدًا \u202eيسار',
    note: 'اسم من اليمين إلى اليسار، and some left to right.',
  });
  const people = [maja, tomas, ploy, layla, wren, bot];
  for (const person of people) {
    await ada.follows(person);
    if (person !== bot) await person.follows(ada);
  }
  await drawEmojis(server);
  const hard = await addHardCases({ wren, layla, ploy, maja, turner });
  const ownPost = await ada.says(
    'The linocut of the brent geese is finally dry. Prints on Friday, if the press behaves.',
  );
  const poll = await tomas.says('Which loaf should come back for the winter?', {
    poll: {
      options: ['Rye with caraway', 'Potato and dill', 'The dark one nobody can name'],
      expires_in: 86_400,
    },
  });
  await bot.says('High water 06:42, 3.9 m. Low water 12:58, 0.7 m. #tides');
  const thread = await conversation(maja, [tomas, layla, wren, ada]);
  await maja.says('Cold hands, warm scope.', {
    media_ids: [
      await maja.shows(
        scenes.dawn,
        'First light over low hills, the sun a pale disc above the estuary.',
      ),
    ],
  });
  await ploy.says('เช้านี้หมอกลงทั้งหุบเขา เดินขึ้นไปสองชั่วโมงกว่าจะเห็นทะเลหมอกแบบนี้ คุ้มมาก', {
    language: 'th',
    media_ids: [
      await ploy.shows(scenes.lake, 'ทะเลหมอกเหนือหุบเขา'),
      await ploy.shows(scenes.field, 'ทุ่งหญ้าสีทอง'),
      await ploy.shows(scenes.night, 'ฟ้าตอนกลางคืน'),
    ],
  });
  await layla.says('انتهيت للتو من قراءة رواية عن الطيور المهاجرة، وأنصح بها كل من يحب البحر.', {
    language: 'ar',
  });
  await tomas.says('The ending of the baking show, and who leaves', {
    spoiler_text: 'Spoiler: the final',
    sensitive: true,
  });
  for (const person of [maja, tomas, ploy, layla]) await person.likes(ownPost);
  await maja.boosts(ownPost);
  await tomas.boosts(ownPost);
  await maja.says(
    '@ada could I have number three of the edition? It would look right over the station stove.',
  );
  await ada.boosts(thread);
  await wren.says('Quietly agreeing with this.', { quoted_status_id: thread.id });
  return { ada, maja, thread, poll, hard };
}

async function conversation(maja: Person, [tomas, layla, wren, ada]: Person[]): Promise<Posted> {
  const root = await maja.says(
    'They came in off the sea just after six: four thousand barnacle geese in one long skein, and for a minute nobody on the dyke said anything. #birds #migration',
    {
      media_ids: [
        await maja.shows(scenes.night, 'A long, wavering line of geese over dark water.'),
        await maja.shows(scenes.dune, 'Sand and grass under a yellow sky.'),
      ],
    },
  );
  const first = await tomas?.says('@maja four thousand! How does one even count that?', {
    in_reply_to_id: root.id,
  });
  const how = await maja.says(
    '@tomas in tens, then in hundreds, and then you stop arguing with yourself.',
    { in_reply_to_id: first?.id },
  );
  await tomas?.says('@maja exactly how I count loaves.', { in_reply_to_id: how.id });
  await wren?.says('@maja @tomas we had two counters disagree by a goose once. One goose.', {
    in_reply_to_id: how.id,
  });
  await layla?.says('@maja ما أجمل هذا!', { in_reply_to_id: root.id, language: 'ar' });
  await ada?.says('@maja I could hear them from the workshop. I put the roller down.', {
    in_reply_to_id: root.id,
  });
  return root;
}
