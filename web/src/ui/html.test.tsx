import { render, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { EmojiText, Html } from './html.tsx';

function shown(html: string): Element {
  return render(<Html html={html} />).container;
}

test('paragraphs, breaks and marks of emphasis stay, each paragraph in its own direction', () => {
  const place = shown('<p>One<br>two <em>three</em></p><p>مرحبا</p>');
  expect(place.querySelectorAll('p[dir="auto"]')).toHaveLength(2);
  expect(place.querySelector('em')?.textContent).toBe('three');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<style>body{display:none}</style>',
  '<iframe srcdoc="evil"></iframe>',
  '<form action="https://evil.example"><input></form>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
])('%s leaves nothing behind', html => {
  const place = shown(`<p>before</p>${html}`);
  expect(place.querySelector('script, img, svg, style, iframe, form, input, math')).toBeNull();
  expect(place.textContent).toContain('before');
});

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'blob:https://x',
])('a link to %s is words', href => {
  const place = shown(`<p><a href="${href}" onclick="alert(1)">press</a></p>`);
  expect(place.querySelector('a')).toBeNull();
  expect(place.textContent).toBe('press');
});

test('a link keeps no attribute but its own, and says nothing of where it was', () => {
  shown(
    '<p><a href="https://example.org/x" style="color:red" id="main" class="evil mention">there</a></p>',
  );
  const link = screen.getByRole('link', { name: 'there' });
  expect(link.getAttribute('rel')).toContain('noopener');
  expect(link.getAttribute('rel')).toContain('nofollow');
  expect(link.className).toBe('mention');
  expect(link.hasAttribute('style') || link.hasAttribute('id')).toBe(false);
});

test('a mention leads to where this app shows it', () => {
  const resolve = (href: string) => (href.endsWith('/@maja') ? '/@maja' : undefined);
  render(
    <Html
      html='<p><a class="u-url mention" href="https://a.example/@maja">@maja</a></p>'
      resolve={resolve}
    />,
  );
  const link = screen.getByRole('link', { name: '@maja' });
  expect(link.getAttribute('href')).toBe('/@maja');
  expect(link.hasAttribute('target')).toBe(false);
});

test('headings are strong words, and what is unknown is its text', () => {
  const place = shown('<h1>Title</h1><marquee><p>run</p></marquee>');
  expect(place.querySelector('h1, marquee')).toBeNull();
  expect(place.querySelector('strong')?.textContent).toBe('Title');
  expect(place.textContent).toContain('run');
});

test('depth has an end', () => {
  expect(() => shown(`${'<blockquote>'.repeat(500)}deep`)).not.toThrow();
});

test('shortcodes become pictures that say what they stand for', () => {
  render(
    <EmojiText
      text="hello :goose: :unknown:"
      emojis={[{ shortcode: 'goose', url: 'https://a.example/g.png' }]}
    />,
  );
  expect(screen.getByRole('img', { name: ':goose:' }).getAttribute('src')).toBe(
    'https://a.example/g.png',
  );
  expect(screen.getByText(/:unknown:/)).toBeTruthy();
});
