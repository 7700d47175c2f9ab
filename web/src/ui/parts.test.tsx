import { fireEvent, render, screen, within } from '@testing-library/preact';
import { beforeAll, expect, test, vi } from 'vitest';
import { Avatar } from './avatar.tsx';
import { Button, IconButton } from './button.tsx';
import { Confirmation, confirm } from './confirm.tsx';
import { Dialog } from './dialog.tsx';
import { EmptyState } from './empty_state.tsx';
import { Area, Check, Field, Select } from './field.tsx';
import { Menu } from './menu.tsx';
import { PostSkeletons } from './skeleton.tsx';
import { Strip } from './strip.tsx';
import { Tabs } from './tabs.tsx';
import { Toasts, toast } from './toast.tsx';

beforeAll(() => {
  // What happy-dom lacks of popovers.
  HTMLElement.prototype.hidePopover ??= () => undefined;
});

test('a button says what it does, and that it is busy', () => {
  render(
    <Button busy icon="check">
      Save
    </Button>,
  );
  expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-busy')).toBe('true');
});

test('a button that is only a drawing has a name', () => {
  const press = vi.fn();
  render(<IconButton icon="close" label="Close" onClick={press} />);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(press).toHaveBeenCalledOnce();
});

test('a dialog is named by its heading, closes when asked, and gives the focus back', () => {
  const close = vi.fn();
  const before = document.body.appendChild(document.createElement('button'));
  before.focus();
  const { unmount } = render(
    <Dialog title="New post" onClose={close}>
      <p>inside</p>
    </Dialog>,
  );
  const dialog = screen.getByRole('dialog', { name: 'New post' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  expect(close).toHaveBeenCalledOnce();
  unmount();
  expect(document.activeElement).toBe(before);
  before.remove();
});

test('a dialog closes by Escape, and not when choosing a file inside it is given up', () => {
  const close = vi.fn();
  render(
    <Dialog title="New post" onClose={close}>
      <input type="file" aria-label="Picture" />
    </Dialog>,
  );
  fireEvent(screen.getByLabelText('Picture'), new Event('cancel', { bubbles: true }));
  expect(close).not.toHaveBeenCalled();
  fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));
  expect(close).toHaveBeenCalledOnce();
});

test('a question is answered by its buttons', async () => {
  render(<Confirmation />);
  const answer = confirm('Delete this post?', 'It cannot be undone.', 'Delete');
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  expect(await answer).toBe(true);
  const second = confirm('Delete this post?', 'It cannot be undone.', 'Delete');
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(await second).toBe(false);
});

test('a menu shows its items when it opens; arrows move, and an item acts', () => {
  const act = vi.fn();
  render(
    <Menu
      label="More"
      icon="more"
      items={() => [
        [
          { label: 'Copy link', act },
          { label: 'Open', href: '/x' },
        ],
        [{ label: 'Public', chosen: true }],
      ]}
    />,
  );
  expect(screen.queryByRole('menuitem', { hidden: true })).toBeNull();
  const menu = screen.getByRole('menu', { name: 'More', hidden: true });
  fireEvent(menu, Object.assign(new Event('toggle'), { newState: 'open' }));
  const [copy, open] = within(menu).getAllByRole('menuitem', { hidden: true });
  expect(open?.getAttribute('href')).toBe('/x');
  expect(
    within(menu).getByRole('menuitemradio', { hidden: true }).getAttribute('aria-checked'),
  ).toBe('true');
  copy?.focus();
  fireEvent.keyDown(menu, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(open);
  fireEvent.keyDown(menu, { key: 'End' });
  expect(document.activeElement?.textContent).toBe('Public');
  if (copy) fireEvent.click(copy);
  expect(act).toHaveBeenCalledOnce();
});

test('tabs say which page is shown', () => {
  render(
    <Tabs
      label="Timelines"
      current="/home"
      tabs={[
        { href: '/home', label: 'Home' },
        { href: '/local', label: 'Local' },
      ]}
    />,
  );
  const tabs = within(screen.getByRole('navigation', { name: 'Timelines' }));
  expect(tabs.getByRole('link', { name: 'Home' }).getAttribute('aria-current')).toBe('page');
  expect(tabs.getByRole('link', { name: 'Local' }).hasAttribute('aria-current')).toBe(false);
});

test('a face without a picture is a letter that is not read aloud', () => {
  const { container } = render(<Avatar source={undefined} name="✨ พลอย" />);
  expect(container.textContent).toBe('พ');
  expect(container.querySelector('[aria-hidden="true"]')).toBeTruthy();
});

test('a word in passing is a status, and its action can be taken', async () => {
  const act = vi.fn();
  render(<Toasts />);
  toast('Muted.', { action: { label: 'Undo', act } });
  const place = screen.getByRole('status');
  fireEvent.click(await within(place).findByRole('button', { name: 'Undo' }));
  expect(act).toHaveBeenCalledOnce();
  expect(within(place).queryByText('Muted.')).toBeNull();
});

test('a word in passing stands in the dialog that is in front, and on the page again when it is gone', async () => {
  render(<Toasts />);
  const before = screen.getByRole('status');
  const dialog = render(
    <Dialog title="New post" onClose={() => undefined}>
      <p>inside</p>
    </Dialog>,
  );
  toast('No such picture.', { failed: true });
  await within(screen.getByRole('dialog')).findByText('No such picture.');
  expect(before.textContent).toBe('');
  dialog.unmount();
  await within(before).findByText('No such picture.');
});

test('what loads and what is empty says so', () => {
  render(<PostSkeletons many={2} />);
  expect(screen.getByRole('status').textContent).toContain('Loading');
  render(<EmptyState title="No lists yet" />);
  expect(screen.getByRole('heading', { name: 'No lists yet' })).toBeTruthy();
});

test('fields are found by their labels', () => {
  const changed = vi.fn();
  render(
    <>
      <Field label="Name" hint="Shown to all" value="Maja" />
      <Area label="About you" value="" onChange={changed} />
      <Select
        label="Theme"
        value="dark"
        options={[
          ['light', 'Light'],
          ['dark', 'Dark'],
        ]}
        onChange={changed}
      />
      <Check label="Locked" checked={false} onChange={changed} />
    </>,
  );
  expect(
    screen.getByRole('textbox', { name: 'Name' }).getAttribute('aria-describedby'),
  ).toBeTruthy();
  fireEvent.input(screen.getByRole('textbox', { name: 'About you' }), { target: { value: 'x' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Theme' }), { target: { value: 'light' } });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Locked' }));
  expect(changed.mock.calls.map(call => call[0])).toEqual(['x', 'light', true]);
});

test('a few to choose from are radios in a group, with what they are about', () => {
  const onChange = vi.fn();
  render(
    <Strip
      label="From strangers"
      hint="Until you accept them."
      options={[
        ['accept', 'Let in'],
        ['drop', 'Ignore'],
      ]}
      value="accept"
      onChange={onChange}
    />,
  );
  const group = screen.getByRole('group', { name: 'From strangers' });
  expect(group.getAttribute('aria-describedby')).toBeTruthy();
  expect(screen.getByRole('radio', { name: 'Let in', checked: true })).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: 'Ignore' }));
  expect(onChange).toHaveBeenCalledWith('drop');
});
