import type { PreviewCard } from '../api/gen/entities.ts';
import { awayTo } from '../ui/html.tsx';
import './link_card.css';

/** The page a post links to. */
export function LinkCard({ card }: { card: PreviewCard }) {
  return (
    <a class="link-card" {...awayTo(card.url)}>
      {card.image && (
        <img
          class="link-card__image"
          src={card.image}
          alt={card.image_description ?? ''}
          loading="lazy"
          decoding="async"
        />
      )}
      <span class="link-card__words">
        <span class="link-card__site">{card.provider_name || hostOf(card.url)}</span>
        <strong class="link-card__title" dir="auto">
          {card.title || card.url}
        </strong>
        {card.description && (
          <span class="link-card__about" dir="auto">
            {card.description}
          </span>
        )}
      </span>
    </a>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return url;
  }
}
