import { useEffect } from 'preact/hooks';
import { choices, choose } from '../../social/choices.ts';
import { me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { mayManage } from '../../social/permissions.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Check } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../../ui/words.ts';
import { type Duty, duties, lookAround } from './duties.ts';
import './server_page.css';

/** What an owner sees to once the server runs: some of it the app can tell by itself. */
export default function ServerPage() {
  useEffect(() => {
    void lookAround();
  }, []);
  if (!mayManage(me.value?.role))
    return (
      <Page title={t('owner.title')} deep>
        <EmptyState title={t('owner.not')} />
      </Page>
    );
  const left = duties.filter(duty => !isDone(duty)).length;
  return (
    <Page title={t('owner.title')} deep>
      <div class="server-page">
        <p role="status">{left > 0 ? t('owner.left', { count: left }) : t('owner.all_done')}</p>
        <ol>
          {duties.map(duty => (
            <Item key={duty.name} duty={duty} />
          ))}
        </ol>
      </div>
    </Page>
  );
}

function isDone(duty: Duty): boolean {
  return duty.seen?.value ?? choices.value.seenTo.includes(duty.name);
}

function Item({ duty }: { duty: Duty }) {
  const done = isDone(duty);
  const set = (on: boolean) => {
    const others = choices.peek().seenTo.filter(name => name !== duty.name);
    choose({ seenTo: on ? [...others, duty.name] : others });
  };
  return (
    <li class={done ? 'server-page__duty server-page__duty--done' : 'server-page__duty'}>
      <Icon name={done ? 'verified' : 'warning'} />
      <div>
        <h2>
          {t(duty.title)} <span class="hidden-words">{t(done ? 'owner.done' : 'owner.to_do')}</span>
        </h2>
        <p>{t(duty.text)}</p>
        {duty.command && (
          <p>
            <code dir="ltr">{duty.command}</code>
          </p>
        )}
        {duty.href && duty.link && <ButtonLink href={duty.href}>{t(duty.link)}</ButtonLink>}
        {!duty.seen && <Check label={t('owner.seen_to')} checked={done} onChange={set} />}
      </div>
    </li>
  );
}
