const accents: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  g: 'ğ',
  i: 'î',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  C: 'Ç',
  E: 'É',
  I: 'Î',
  N: 'Ñ',
  O: 'Ø',
  S: 'Š',
  U: 'Û',
  Y: 'Ý',
  Z: 'Ž',
};

/** English a third longer and with accents: what is not translated, cut off or too narrow stands out. */
export function mirrored(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, lengthen(text)]));
}

function lengthen(text: string): string {
  let depth = 0;
  let words = '';
  let out = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    // Names of arguments and of their forms stand at odd depths, sentences at even ones.
    if (depth % 2 === 0 && character !== '}') {
      out += accents[character] ?? character;
      words += character;
    } else out += character;
    if (character === '}') depth -= 1;
  }
  return `${out} ${'~'.repeat(Math.ceil(words.length / 3))}`;
}
