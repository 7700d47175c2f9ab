// Made-up pictures, so that no file has to be kept: hills under a sky, in the colours asked for.

import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number];

export interface Scene {
  width: number;
  height: number;
  sky: readonly [Colour, Colour];
  hills: readonly Colour[];
  sun?: Colour;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  return [0, 1, 2].map(at =>
    Math.round((from[at] ?? 0) + ((to[at] ?? 0) - (from[at] ?? 0)) * share),
  ) as unknown as Colour;
}

function colourAt(scene: Scene, x: number, y: number): Colour {
  const across = x / scene.width;
  const down = y / scene.height;
  let colour = mix(scene.sky[0], scene.sky[1], Math.min(1, down * 1.4));
  const fromSun = Math.hypot((across - 0.7) * (scene.width / scene.height), down - 0.32);
  if (scene.sun && fromSun < 0.11) colour = scene.sun;
  scene.hills.forEach((hill, index) => {
    const ridge =
      0.52 +
      index * 0.14 +
      0.07 * Math.sin(across * (5 + index * 3) + index * 2) +
      0.02 * Math.sin(across * 23 + index);
    if (down > ridge) colour = mix(hill, scene.sky[1], Math.max(0, 0.35 - index * 0.15));
  });
  return colour;
}

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

export function drawScene(scene: Scene): Buffer {
  const row = scene.width * 3 + 1;
  const pixels = Buffer.alloc(row * scene.height);
  for (let y = 0; y < scene.height; y += 1)
    for (let x = 0; x < scene.width; x += 1) pixels.set(colourAt(scene, x, y), y * row + 1 + x * 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(scene.width, 0);
  header.writeUInt32BE(scene.height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const scenes = {
  dawn: {
    width: 1200,
    height: 800,
    sky: [
      [88, 110, 160],
      [250, 190, 150],
    ],
    hills: [
      [120, 100, 130],
      [80, 70, 100],
      [40, 45, 65],
    ],
    sun: [255, 236, 200],
  },
  lake: {
    width: 800,
    height: 1100,
    sky: [
      [150, 195, 215],
      [225, 235, 230],
    ],
    hills: [
      [90, 140, 150],
      [50, 110, 120],
      [20, 70, 85],
    ],
  },
  field: {
    width: 1000,
    height: 1000,
    sky: [
      [190, 215, 230],
      [250, 240, 210],
    ],
    hills: [
      [190, 180, 110],
      [140, 150, 70],
      [80, 105, 50],
    ],
    sun: [255, 250, 230],
  },
  night: {
    width: 1200,
    height: 700,
    sky: [
      [12, 18, 40],
      [60, 70, 120],
    ],
    hills: [
      [40, 45, 80],
      [25, 30, 55],
      [10, 12, 25],
    ],
    sun: [240, 240, 250],
  },
  dune: {
    width: 900,
    height: 600,
    sky: [
      [245, 200, 150],
      [250, 225, 190],
    ],
    hills: [
      [220, 150, 90],
      [190, 115, 65],
      [140, 80, 50],
    ],
  },
} satisfies Record<string, Scene>;
