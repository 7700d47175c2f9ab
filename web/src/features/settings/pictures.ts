// The pictures of a profile: their shapes, and what is done to them.

import { call } from '../../api/client.ts';
import { tell } from '../../social/attempt.ts';
import { keepMe } from '../../social/me.ts';
import { toast } from '../../ui/toast.tsx';
import { type PlainKey, t } from '../../ui/words.ts';

export type PictureName = 'avatar' | 'header';

interface Shape {
  /** As the server shows it. */
  width: number;
  height: number;
  change: PlainKey;
  describe: PlainKey;
  remove: PlainKey;
}

export const shapes: Record<PictureName, Shape> = {
  avatar: {
    width: 400,
    height: 400,
    change: 'settings.avatar',
    describe: 'settings.avatar.describe',
    remove: 'settings.avatar.remove',
  },
  header: {
    width: 1500,
    height: 500,
    change: 'settings.header',
    describe: 'settings.header.describe',
    remove: 'settings.header.remove',
  },
};

async function changeProfile(
  change: Parameters<typeof call<'PATCH /api/v1/profile'>>[1],
): Promise<boolean> {
  try {
    await call('PATCH /api/v1/profile', change);
    keepMe(await call('GET /api/v1/accounts/verify_credentials', {}));
    toast(t('settings.saved'));
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

export function putPicture(name: PictureName, file: File, description: string): Promise<boolean> {
  return changeProfile({ [name]: file, [`${name}_description`]: description });
}

export function describePicture(name: PictureName, description: string): Promise<boolean> {
  return changeProfile({ [`${name}_description`]: description });
}

export async function removePicture(name: PictureName): Promise<void> {
  try {
    keepMe(await call(`DELETE /api/v1/profile/${name}`, {}));
    toast(t('settings.saved'));
  } catch (error) {
    tell(error);
  }
}

/** Which part of a picture is shown: how close, and where, each from one edge (0) to the other (1). */
export interface Cut {
  zoom: number;
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The part of a picture of that size which fills the shape. */
export function boxOf(
  size: { width: number; height: number },
  shape: { width: number; height: number },
  cut: Cut,
): Box {
  const fits = Math.min(size.width / shape.width, size.height / shape.height) / cut.zoom;
  const width = shape.width * fits;
  const height = shape.height * fits;
  return {
    left: (size.width - width) * cut.x,
    top: (size.height - height) * cut.y,
    width,
    height,
  };
}
