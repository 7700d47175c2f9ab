import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { awayTo, isHere } from './html.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon_names.ts';
import './menu.css';

export interface MenuItem {
  label: string;
  icon?: IconName;
  danger?: boolean;
  /** One of several, of which one holds. */
  chosen?: boolean;
  hint?: string;
  /** A link, or a deed. */
  href?: string;
  act?: () => void;
}

interface MenuProps {
  label: string;
  icon: IconName;
  /** Groups of items, parted by lines; asked for when the menu opens. */
  items: () => MenuItem[][];
  /** Words beside the icon for everybody to see. */
  shown?: string;
}

/** A button and the menu it opens. Arrow keys move, Escape closes, and focus returns to the button. */
export function Menu({ label, icon, items, shown }: MenuProps) {
  const id = useId();
  const open = useSignal(false);
  const list = useRef<HTMLDivElement>(null);

  const toggled = (event: { newState: string }) => {
    open.value = event.newState === 'open';
    if (open.value) queueMicrotask(() => requestAnimationFrame(() => focusItem(list.current, 0)));
  };
  const close = () => list.current?.hidePopover();

  return (
    <>
      <button
        type="button"
        class={shown ? 'menu-button' : 'icon-button'}
        popovertarget={id}
        aria-haspopup="menu"
        aria-expanded={open.value}
        title={shown ? undefined : label}
      >
        <Icon name={icon} />
        <span class="hidden-words">{label}</span>
        {shown && (
          <>
            <span>{shown}</span>
            <Icon name="down" />
          </>
        )}
      </button>
      <div
        id={id}
        ref={list}
        class="menu"
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onToggle={toggled}
        onKeyDown={event => move(event, list.current)}
      >
        {open.value &&
          items()
            .filter(group => group.length > 0)
            .map((group, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name of their own
              <Fragment key={index}>
                {index > 0 && <hr class="menu__line" />}
                {group.map(item => (
                  <Item key={item.label} item={item} close={close} />
                ))}
              </Fragment>
            ))}
      </div>
    </>
  );
}

function Item({ item, close }: { item: MenuItem; close: () => void }) {
  const inside = (
    <>
      {item.icon && <Icon name={item.icon} />}
      <span>
        {item.label}
        {item.hint && <span class="menu__hint">{item.hint}</span>}
      </span>
      {item.chosen && <Icon name="check" />}
    </>
  );
  const kind = item.danger ? 'menu__item menu__item--danger' : 'menu__item';
  if (item.href)
    return (
      <a
        role="menuitem"
        tabIndex={-1}
        class={kind}
        href={item.href}
        onClick={close}
        {...(isHere(item.href) ? {} : awayTo(item.href))}
      >
        {inside}
      </a>
    );
  const act = () => {
    close();
    item.act?.();
  };
  if (item.chosen === undefined)
    return (
      <button type="button" role="menuitem" tabIndex={-1} class={kind} onClick={act}>
        {inside}
      </button>
    );
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={item.chosen}
      tabIndex={-1}
      class={kind}
      onClick={act}
    >
      {inside}
    </button>
  );
}

function focusItem(list: HTMLElement | null, index: number): void {
  const all = [...(list?.querySelectorAll<HTMLElement>('.menu__item') ?? [])];
  all[(index + all.length) % all.length]?.focus();
}

function move(event: KeyboardEvent, list: HTMLElement | null): void {
  const all = [...(list?.querySelectorAll<HTMLElement>('.menu__item') ?? [])];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const to = steps[event.key];
  if (event.key === 'Tab') list?.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  focusItem(list, to);
}
