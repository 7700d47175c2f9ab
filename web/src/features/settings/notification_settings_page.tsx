import { useEffect } from 'preact/hooks';
import { me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { mayManage } from '../../social/permissions.ts';
import { Button } from '../../ui/button.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { type PlainKey, t } from '../../ui/words.ts';
import {
  type Alert,
  changePush,
  endPush,
  loadPush,
  type PushPolicy,
  pushBusy,
  pushState,
  startPush,
  subscription,
} from './push.ts';
import { Row } from './row.tsx';
import './settings_page.css';

/** Of what one is told when the app is closed, by whom, and by which way. */
export default function NotificationSettingsPage() {
  useEffect(() => {
    loadPush().catch(() => {
      pushState.value = 'unable';
    });
  }, []);
  return (
    <Page title={t('settings.notifications')} deep>
      <div class="settings-page">
        <section>
          <h2>{t('push.title')}</h2>
          <Push />
        </section>
        <section>
          <h2>{t('push.elsewhere')}</h2>
          <ul>
            <Row href="/notifications/policy" icon="bell" label={t('settings.policy')} />
            <Row href="/settings/mails" icon="mentioned" label={t('settings.mails')} />
          </ul>
        </section>
      </div>
    </Page>
  );
}

function Push() {
  const state = pushState.value;
  if (state === 'unknown') return <p class="settings-page__hint">{t('push.looking')}</p>;
  if (state === 'unable') return <p>{t('push.unable')}</p>;
  if (state === 'forbidden') return <p>{t('push.forbidden')}</p>;
  if (state === 'off')
    return (
      <div class="settings-page__block">
        <p>{t('push.text')}</p>
        <div>
          <Button kind="main" icon="bell" busy={pushBusy.value} onClick={() => void startPush()}>
            {t('push.start')}
          </Button>
        </div>
      </div>
    );
  return (
    <div class="settings-page__block">
      <Kinds />
      <Select
        label={t('push.policy')}
        value={subscription.value?.policy ?? 'all'}
        options={[
          ['all', t('push.policy.all')],
          ['followed', t('push.policy.followed')],
          ['follower', t('push.policy.follower')],
          ['none', t('push.policy.none')],
        ]}
        onChange={policy => void changePush({ policy: policy as PushPolicy })}
      />
      <p class="settings-page__hint">{t('push.quiet')}</p>
      <div>
        <Button busy={pushBusy.value} onClick={() => void endPush()}>
          {t('push.end')}
        </Button>
      </div>
    </div>
  );
}

const kinds: readonly (readonly [Alert, PlainKey])[] = [
  ['mention', 'push.kind.mention'],
  ['quote', 'push.kind.quote'],
  ['follow', 'push.kind.follow'],
  ['follow_request', 'push.kind.follow_request'],
  ['favourite', 'push.kind.favourite'],
  ['reblog', 'push.kind.reblog'],
  ['poll', 'push.kind.poll'],
  ['status', 'push.kind.status'],
  ['update', 'push.kind.update'],
  ['quoted_update', 'push.kind.quoted_update'],
];
const kindsOfStaff: readonly (readonly [Alert, PlainKey])[] = [
  ['admin.sign_up', 'push.kind.sign_up'],
  ['admin.report', 'push.kind.report'],
];

function Kinds() {
  const alerts = subscription.value?.alerts;
  const all = mayManage(me.value?.role) ? [...kinds, ...kindsOfStaff] : kinds;
  return (
    <fieldset>
      <legend class="settings-page__legend">{t('push.kinds')}</legend>
      {all.map(([alert, words]) => (
        <Check
          key={alert}
          label={t(words)}
          checked={alerts?.[alert] ?? false}
          onChange={on => void changePush({ alert, on })}
        />
      ))}
    </fieldset>
  );
}
