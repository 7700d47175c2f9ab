import { Icon } from '../ui/icon.tsx';

/** How many wait above a list, in `words`. Pressing it is the only thing that brings them in. */
export function WaitingAbove({
  many,
  words,
  show,
}: {
  many: number;
  words: string;
  show: () => void;
}) {
  const press = () => {
    show();
    window.scrollTo(0, 0);
  };
  return (
    <div class="timeline-view__waiting" role="status">
      {many > 0 && (
        <button type="button" onClick={press}>
          <Icon name="top" />
          <span>{words}</span>
        </button>
      )}
    </div>
  );
}
