import { decodeBlurHash } from 'fast-blurhash';
import { useLayoutEffect, useRef } from 'preact/hooks';

const size = 24;

/** The colours of a picture before it is there. */
export function Blurhash({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    try {
      const pixels = context.createImageData(size, size);
      pixels.data.set(decodeBlurHash(hash, size, size));
      context.putImageData(pixels, 0, 0);
    } catch {
      // Made by another server, and not what it says it is: the ground stays plain.
    }
  }, [hash]);
  return <canvas ref={canvas} class="blurhash" width={size} height={size} />;
}
