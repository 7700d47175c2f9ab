// What breaks pages: long words, lines from right to left, forty answers deep, sixteen pictures, a storm of emoji.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from './people.ts';
import { drawScene, type Scene, scenes } from './pictures.ts';
import type { Skein } from './skein.ts';

/** Where each of them is to be seen. */
export type HardCases = Record<
  | 'thai'
  | 'arabic'
  | 'longWords'
  | 'pictures'
  | 'deep'
  | 'forked'
  | 'noName'
  | 'onlyWarning'
  | 'orphan'
  | 'emoji'
  | 'handles',
  string
>;

interface Cast {
  /** Has no name but the handle. */
  wren: Person;
  layla: Person;
  ploy: Person;
  maja: Person;
  /** A name from right to left, with marks that turn what follows. */
  turner: Person;
}

const depth = 40;
const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const longLink =
  'https://example.org/a/very/long/address/that/goes/on/and/on?with=parameters&and=more';

/** Emoji of this server: a square of each colour. */
export async function drawEmojis(server: Skein): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skein-emoji-'));
  for (const [name, scene] of Object.entries(scenes) as [string, Scene][])
    writeFileSync(join(folder, `${name}.png`), drawScene({ ...scene, width: 48, height: 48 }));
  await server.command('emoji', 'import', folder);
  rmSync(folder, { recursive: true, force: true });
}

export async function addHardCases({ wren, layla, ploy, maja, turner }: Cast): Promise<HardCases> {
  const at = (person: Person, post: { id: string }) => `/@${person.name}/${post.id}`;
  const thai = await ploy.says(
    'วันนี้ลมแรงมากจนผ้าปลิวไปติดต้นมะขามหลังบ้านเพื่อนบ้านช่วยกันเอาลงมาแล้วก็นั่งดื่มชาด้วยกันจนเย็น เรื่องเล็กน้อยแบบนี้แหละที่ทำให้คิดถึงบ้าน #ทะเลหมอกเหนือหุบเขาในฤดูหนาวที่ยาวนานมาก',
    { language: 'th' },
  );
  const arabic = await layla.says(
    'قرأت اليوم في المكتبة عن طيور «الكركي» (Grus grus) التي تعبر 4,000 كم — قال @maja إن السرب وصل في 06:42! #طيور_مهاجرة https://example.org/ar',
    { language: 'ar' },
  );
  const longWords = await wren.says(`${longWord} ${longLink} #${longWord} ${'na'.repeat(90)}`, {
    language: 'de',
  });
  const small = { ...scenes.lake, width: 240, height: 180 };
  const media_ids: string[] = [];
  for (let number = 1; number <= 16; number += 1)
    media_ids.push(await maja.shows(small, `Sheet ${number} of the field book.`));
  const pictures = await maja.says('The whole field book, sixteen sheets.', { media_ids });
  const onlyWarning = await turner.says('.', {
    spoiler_text: `Spoiler: ${longWord}, and how it ends, which is not how anybody on this server thought`,
  });
  const storm = Object.keys(scenes)
    .map(name => `:${name}:`)
    .join(' ');
  const emoji = await turner.says(
    `${storm} 🪿🪿🪿🏴󠁧󠁢󠁳󠁣󠁴󠁿👩‍👩‍👧‍👦👍🏽 ${'✨🎉'.repeat(60)} ${storm} ${storm}`,
  );
  const handles = await turner.says('@layla @wren @ploy @maja من اليمين @layla ثم left @maja.', {
    language: 'ar',
  });
  const deleted = await ploy.says('I will take this back.');
  const orphan = await wren.says('@ploy please do not.', { in_reply_to_id: deleted.id });
  await ploy.ask('DELETE', `/api/v1/statuses/${deleted.id}`);
  return {
    thai: at(ploy, thai),
    arabic: at(layla, arabic),
    longWords: at(wren, longWords),
    pictures: at(maja, pictures),
    deep: await countDown(wren, ploy),
    forked: await argue(wren, maja, layla),
    noName: '/@wren',
    onlyWarning: at(turner, onlyWarning),
    orphan: at(wren, orphan),
    emoji: at(turner, emoji),
    handles: at(turner, handles),
  };
}

/** Forty answers, each to the one before. */
async function countDown(one: Person, other: Person): Promise<string> {
  const root = await one.says('Counting down from forty:');
  let last = root;
  for (let left = depth; left > 0; left -= 1)
    last = await (left % 2 ? one : other).says(`${left}…`, { in_reply_to_id: last.id });
  return `/@${one.name}/${root.id}`;
}

/** Forty deep too, and at every step somebody else has something to say. */
async function argue(one: Person, other: Person, third: Person): Promise<string> {
  const root = await one.says('One goose or two? Let us settle this.');
  let last = root;
  for (let step = 1; step <= depth; step += 1) {
    const [speaker, aside] = step % 2 ? [other, third] : [one, third];
    const answer = await speaker.says(`Step ${step}: it was ${step % 2 ? 'one' : 'two'}.`, {
      in_reply_to_id: last.id,
    });
    if (step % 3 === 0) await aside.says(`Aside at ${step}.`, { in_reply_to_id: last.id });
    last = answer;
  }
  return `/@${one.name}/${root.id}`;
}
