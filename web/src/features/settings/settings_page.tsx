import type { ComponentChildren } from 'preact';
import { instance, me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { mayManage } from '../../social/permissions.ts';
import { signOut } from '../../social/sign_out.tsx';
import { Button } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import { Row } from './row.tsx';
import './settings_page.css';

/** Everything that can be set, by what it is about; some of it are pages of the server. */
export default function SettingsPage() {
  return (
    <Page title={t('settings.title')} deep>
      <div class="settings-page">
        <Rows title={t('settings.app')}>
          <Row href="/settings/appearance" icon="appearance" label={t('settings.appearance')} />
          <Row href="/settings/reading" icon="show" label={t('settings.reading')} />
          <Row href="/settings/keys" icon="keyboard" label={t('settings.keys')} />
        </Rows>
        <Rows title={t('settings.account')}>
          <Row href="/settings/profile" icon="person" label={t('settings.profile')} />
          <Row href="/settings/posting" icon="write" label={t('settings.posting')} />
          <Row href="/settings/notifications" icon="bell" label={t('settings.notifications')} />
        </Rows>
        <Rows title={t('settings.people')}>
          <Row href="/settings/privacy" icon="followers" label={t('settings.privacy')} />
          <Row href="/settings/muted" icon="mute" label={t('settings.muted')} />
          <Row href="/settings/blocked" icon="block" label={t('settings.blocked')} />
          <Row href="/domain_blocks" icon="local" label={t('domain_blocks.title')} />
          <Row href="/filters" icon="filter" label={t('filters.title')} />
          <Row href="/followed_tags" icon="tag" label={t('followed_tags.title')} />
          <Row href="/notifications/policy" icon="hide" label={t('notifications.policy.title')} />
        </Rows>
        <Rows title={t('settings.security')}>
          <Row href="/settings/password" icon="key" label={t('settings.password')} />
          <Row href="/settings/email" icon="mentioned" label={t('settings.email')} />
          <Row href="/settings/sessions" icon="devices" label={t('settings.sessions')} />
          <Row href="/settings/apps" icon="apps" label={t('settings.apps')} />
        </Rows>
        <Rows title={t('settings.data')}>
          <Row href="/settings/export" icon="open" label={t('settings.export')} />
          <Row href="/settings/import" icon="again" label={t('settings.import')} />
          <Row href="/settings/aliases" icon="link" label={t('settings.aliases')} />
          <Row href="/settings/move" icon="people" label={t('settings.move')} />
          <Row href="/settings/severances" icon="offline" label={t('settings.severances')} />
        </Rows>
        <Rows title={instance.value?.title ?? ''}>
          <Row href="/about" icon="local" label={t('settings.about')} />
          <Row href="/settings/invites" icon="follow" label={t('settings.invites')} />
          <Row href="/welcome" icon="compass" label={t('settings.welcome')} />
          {mayManage(me.value?.role) && (
            <Row href="/welcome/server" icon="check" label={t('settings.checklist')} />
          )}
        </Rows>
        <section>
          <h2>{t('settings.leaving')}</h2>
          <p class="settings-page__hint">{t('settings.one_account')}</p>
          <div class="settings-page__out">
            <Button icon="leave" onClick={() => void signOut()}>
              {t('shell.sign_out')}
            </Button>
          </div>
          <ul>
            <Row href="/settings/delete" icon="remove" label={t('settings.delete')} />
          </ul>
        </section>
      </div>
    </Page>
  );
}

function Rows({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}
