import { Failed } from '../ui/failed.tsx';

/** The server did not answer at all: nothing but a way to try again. */
export function BootFailed() {
  return (
    <main>
      <Failed again={() => location.reload()} />
    </main>
  );
}
