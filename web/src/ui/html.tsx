// Foreign HTML as elements of our own: parsed by a document that runs nothing, then rebuilt from a list of what is
// allowed. Nothing of it ever becomes part of the page as it came.

import { type ComponentChild, h } from 'preact';
import { useMemo } from 'preact/hooks';
import './html.css';

export interface HtmlEmoji {
  shortcode: string;
  url: string;
}

interface HtmlProps {
  html: string;
  lang?: string | undefined;
  emojis?: readonly HtmlEmoji[];
  /** Where a link leads instead, when it is something this app shows itself. */
  resolve?: ((href: string) => string | undefined) | undefined;
  /** The class of what is left out: it is shown in a better way beside. */
  without?: string | undefined;
  /** In one line with what stands around it: paragraphs become plain text. */
  inline?: boolean;
  /** Whom it is said to at its beginning is left out: the place says it. */
  dropMentions?: boolean;
}

const blocks = new Set(['P', 'BLOCKQUOTE', 'PRE', 'UL', 'OL', 'LI']);
const inlines = new Set([
  'BR',
  'EM',
  'STRONG',
  'B',
  'I',
  'U',
  'DEL',
  'S',
  'CODE',
  'SUB',
  'SUP',
  'RUBY',
  'RT',
  'RP',
]);
const headings = new Set(['H1', 'H2', 'H3', 'H4', 'H5', 'H6']);
const dropped = new Set([
  'SCRIPT',
  'STYLE',
  'TEMPLATE',
  'IFRAME',
  'OBJECT',
  'EMBED',
  'SVG',
  'MATH',
  'FORM',
  'INPUT',
  'BUTTON',
]);
const spanClasses = ['invisible', 'ellipsis', 'h-card', 'mention', 'hashtag'];
const protocols = new Set(['http:', 'https:', 'mailto:', 'xmpp:', 'gemini:', 'magnet:']);
const depthMax = 24;
const noEmojis: readonly HtmlEmoji[] = [];

/** The one place that hands text to a parser; browsers that watch over that know it by its name. */
const policy = (
  globalThis as {
    trustedTypes?: {
      createPolicy(name: string, rules: object): { createHTML(text: string): string };
    };
  }
).trustedTypes?.createPolicy('skein-html', { createHTML: (text: string) => text });

export function parseInertly(text: string): HTMLElement {
  const trusted = policy ? policy.createHTML(text) : text;
  return new DOMParser().parseFromString(trusted, 'text/html').body;
}

export function Html({
  html,
  lang,
  emojis = noEmojis,
  resolve,
  without,
  inline = false,
  dropMentions = false,
}: HtmlProps) {
  const children = useMemo(() => {
    const body = parseInertly(html);
    if (dropMentions) dropLeadingMentions(body.firstElementChild ?? body);
    const builder = new Builder({ emojis, resolve, without, inline });
    return builder.buildAll(body, 0);
  }, [html, emojis, resolve, without, inline, dropMentions]);
  if (inline) return <bdi lang={lang}>{children}</bdi>;
  return (
    <div class="html" lang={lang} dir="auto">
      {children}
    </div>
  );
}

/** A line of plain text in which `:shortcodes:` are pictures: names, answers of polls. */
export function EmojiText({ text, emojis }: { text: string; emojis: readonly HtmlEmoji[] }) {
  return <bdi>{emojis.length > 0 ? withEmojis(text, emojis) : text}</bdi>;
}

interface Rules {
  emojis: readonly HtmlEmoji[];
  resolve: ((href: string) => string | undefined) | undefined;
  without: string | undefined;
  inline: boolean;
}

class Builder {
  private readonly rules: Rules;

  constructor(rules: Rules) {
    this.rules = rules;
  }

  buildAll(parent: Node, depth: number): ComponentChild[] {
    return [...parent.childNodes].map(node => this.build(node, depth));
  }

  private build(node: Node, depth: number): ComponentChild {
    if (node.nodeType === Node.TEXT_NODE)
      return withEmojis(node.textContent ?? '', this.rules.emojis);
    if (!(node instanceof Element) || dropped.has(node.tagName) || depth > depthMax) return null;
    if (this.rules.without && node.classList.contains(this.rules.without)) return null;
    const name = node.tagName;
    const children = this.buildAll(node, depth + 1);
    if (name === 'A') return this.link(node, children);
    if (name === 'SPAN') return h('span', { class: keptClasses(node) }, children);
    if (inlines.has(name)) return h(name.toLowerCase(), {}, name === 'BR' ? undefined : children);
    if (this.rules.inline) return [children, ' '];
    if (headings.has(name)) return h('p', { dir: 'auto' }, h('strong', {}, children));
    if (blocks.has(name))
      return h(name.toLowerCase(), name === 'UL' || name === 'OL' ? {} : { dir: 'auto' }, children);
    return children;
  }

  private link(node: Element, children: ComponentChild[]): ComponentChild {
    const href = node.getAttribute('href') ?? '';
    if (!safeHref(href) || this.rules.inline) return h('span', {}, children);
    const own = this.rules.resolve?.(href);
    const kind = keptClasses(node);
    if (own)
      return h(
        'a',
        { href: own, class: kind },
        kind?.includes('mention') ? h('bdi', { dir: 'ltr' }, children) : children,
      );
    return h(
      'a',
      { href, class: kind, target: '_blank', rel: 'nofollow noopener noreferrer ugc' },
      children,
    );
  }
}

function dropLeadingMentions(paragraph: Element): void {
  for (let node = paragraph.firstChild; node; node = paragraph.firstChild) {
    const blank = node.nodeType === Node.TEXT_NODE && !node.textContent?.trim();
    if (!blank && !(node instanceof Element && node.matches('.mention, .h-card'))) {
      if (node.nodeType === Node.TEXT_NODE) node.textContent = node.textContent?.trimStart() ?? '';
      return;
    }
    node.remove();
  }
}

function keptClasses(node: Element): string | undefined {
  return spanClasses.filter(name => node.classList.contains(name)).join(' ') || undefined;
}

/** An address somebody else wrote, when it is of a kind a link may lead to. */
export function safeHref(href: string): string | undefined {
  const url = URL.canParse(href, location.href) ? new URL(href, location.href) : undefined;
  return url && protocols.has(url.protocol) ? href : undefined;
}

export function isHere(href: string): boolean {
  return (
    URL.canParse(href, location.href) && new URL(href, location.href).origin === location.origin
  );
}

/** Of a link that leads away: the page there does not learn from where, and has no hand on this one. */
export function awayTo(url: string) {
  const href = safeHref(url);
  return href ? { href, target: '_blank', rel: 'nofollow noopener noreferrer' } : {};
}

function withEmojis(text: string, emojis: readonly HtmlEmoji[]): ComponentChild {
  if (emojis.length === 0 || !text.includes(':')) return text;
  return text.split(/(:\w+:)/).map(part => {
    const emoji = part.startsWith(':')
      ? emojis.find(one => `:${one.shortcode}:` === part)
      : undefined;
    if (!emoji || !safeHref(emoji.url)) return part;
    return h('img', {
      class: 'html__emoji',
      src: emoji.url,
      alt: part,
      title: part,
      loading: 'lazy',
      draggable: false,
    });
  });
}
