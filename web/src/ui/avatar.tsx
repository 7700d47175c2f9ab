import './avatar.css';

interface AvatarProps {
  /** Where the picture is; without one, the first letter of the name stands on a colour of its own. */
  source: string | undefined;
  name: string;
  size?: 'small' | 'usual' | 'large';
}

const grounds = 8;

/** A face beside a name: the name says who it is, so the picture says nothing. */
export function Avatar({ source, name, size = 'usual' }: AvatarProps) {
  const kind = `avatar avatar--${size}`;
  if (source)
    return (
      <img class={kind} src={source} alt="" loading="lazy" decoding="async" draggable={false} />
    );
  return (
    <span class={`${kind} avatar--letter avatar--ground-${groundOf(name)}`} aria-hidden="true">
      {firstLetter(name)}
    </span>
  );
}

function firstLetter(name: string): string {
  const letter = [...name].find(character => /[\p{L}\p{N}]/u.test(character));
  return (letter ?? name.slice(0, 1)).toLocaleUpperCase();
}

/** The same name has the same colour everywhere. */
function groundOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % grounds;
}
