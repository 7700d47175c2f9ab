import './mark.css';

/** A flight of geese, drawn as one thread. */
export const markPath =
  'M10 55C17 45 26 43 32 49C38 43 47 45 52 51C58 57 63 48 56 42C48 35 38 31 32 37C26 31 17 33 13 38C8 43 4 36 10 30C16 24 26 19 32 25C36 20 42 19 47 21';

export function Mark() {
  return (
    <svg class="mark" viewBox="2 10 60 52" aria-hidden="true" focusable="false">
      <path d={markPath} />
    </svg>
  );
}
