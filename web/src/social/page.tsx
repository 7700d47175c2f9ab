import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../ui/button.tsx';
import { back, keptPlace } from '../ui/history.ts';
import { t } from '../ui/words.ts';
import { instance } from './me.ts';
import './page.css';

interface PageProps {
  title: string;
  /** Under the title, in the bar that stays. */
  below?: ComponentChildren;
  /** At the end of the title's line. */
  beside?: ComponentChildren;
  /** A page one came to from another, with the way back. */
  deep?: boolean;
  children: ComponentChildren;
}

/** What every page is: its title, which is also the window's, and what is on it. */
export function Page({ title, below, beside, deep = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = [title, instance.value?.title].filter(Boolean).join(' · ');
  }, [title]);
  useEffect(() => {
    // A new page is read from its title on; one that was come back to is read on from where it was left.
    if (!keptPlace()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <header class="page-head">
        <div class="page-head__line">
          {deep && (
            <IconButton icon="back" label={t('ui.page.back')} onClick={() => back('/home')} />
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside}
        </div>
        {below}
      </header>
      {children}
    </>
  );
}
