import type { Announcement, Reaction } from '../api/gen/entities.ts';
import { Button } from '../ui/button.tsx';
import { Html } from '../ui/html.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { Time } from '../ui/time.tsx';
import { count, t } from '../ui/words.ts';
import { dismissAnnouncement, toggleReaction } from './announcements.ts';
import { accountPath, ownPath, tagPath } from './links.ts';
import './announcement_card.css';

const offered = ['👍', '❤️', '🎉', '😂', '😮', '😢', '🙏'];

export function AnnouncementCard({ announcement }: { announcement: Announcement }) {
  return (
    <article class="announcement-card">
      <header class="announcement-card__head">
        <Icon name="speaker" />
        <h2>{t('announcements.one')}</h2>
        <Time at={announcement.published_at} />
      </header>
      <Html
        html={announcement.content}
        emojis={announcement.emojis}
        resolve={href => within(announcement, href)}
      />
      <footer class="announcement-card__foot">
        <Reactions announcement={announcement} />
        {announcement.read === false && (
          <Button
            kind="quiet"
            icon="check"
            onClick={() => void dismissAnnouncement(announcement.id)}
          >
            {t('announcements.dismiss')}
          </Button>
        )}
      </footer>
    </article>
  );
}

function within({ mentions, tags }: Announcement, href: string): string | undefined {
  const mention = mentions.find(one => one.url === href);
  if (mention) return accountPath(mention);
  const tag = tags.find(one => one.url === href);
  return tag ? tagPath(tag.name) : ownPath(href);
}

function Reactions({ announcement }: { announcement: Announcement }) {
  const items = () => [
    offered
      .filter(name => !announcement.reactions.some(one => one.name === name && one.me))
      .map(name => ({ label: name, act: () => void toggleReaction(announcement, name) })),
  ];
  return (
    <ul class="announcement-card__reactions">
      {announcement.reactions.map(reaction => (
        <li key={reaction.name}>
          <button
            type="button"
            class="announcement-card__reaction"
            aria-pressed={reaction.me ?? false}
            onClick={() => void toggleReaction(announcement, reaction.name)}
          >
            <Face reaction={reaction} />
            <span>{count(reaction.count)}</span>
          </button>
        </li>
      ))}
      <li>
        <Menu label={t('announcements.react')} icon="emoji" items={items} />
      </li>
    </ul>
  );
}

function Face({ reaction }: { reaction: Reaction }) {
  if (!reaction.static_url) return <span>{reaction.name}</span>;
  return <img src={reaction.static_url} alt={`:${reaction.name}:`} draggable={false} />;
}
