import { t } from './words.ts';
import './skeleton.css';

/** Posts that are on their way: as high as most of them are, so that nothing jumps when they come. */
export function PostSkeletons({ many = 6 }: { many?: number }) {
  return (
    <div class="skeletons" role="status">
      <span class="hidden-words">{t('ui.skeleton.loading')}</span>
      {Array.from({ length: many }, (_none, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={index} class="skeleton" aria-hidden="true">
          <span class="skeleton__face" />
          <span class="skeleton__lines">
            <span class="skeleton__line skeleton__line--short" />
            <span class="skeleton__line" />
            <span class="skeleton__line skeleton__line--long" />
          </span>
        </div>
      ))}
    </div>
  );
}
