import { type Choices, choices, choose } from '../../social/choices.ts';
import { Page } from '../../social/page.tsx';
import { signOut } from '../../social/sign_out.tsx';
import { Button } from '../../ui/button.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon_names.ts';
import { languages } from '../../ui/languages.ts';
import { t } from '../../ui/words.ts';
import './settings_page.css';

export default function SettingsPage() {
  return (
    <Page title={t('settings.title')} deep>
      <div class="settings-page">
        <Looks />
        <Reading />
        <section>
          <h2>{t('settings.account')}</h2>
          <ul>
            <Row href="/settings/profile" icon="person" label={t('settings.profile')} />
            <Row href="/settings/posting" icon="write" label={t('settings.posting')} />
            <Row href="/settings/muted" icon="mute" label={t('settings.muted')} />
            <Row href="/settings/blocked" icon="block" label={t('settings.blocked')} />
          </ul>
        </section>
        <section>
          <h2>{t('settings.server')}</h2>
          <ul>
            <Row href="/settings/email" icon="mentioned" label={t('settings.email')} />
            <Row href="/settings/password" icon="followers" label={t('settings.password')} />
            <Row href="/settings/sessions" icon="history" label={t('settings.sessions')} />
            <Row href="/settings/export" icon="open" label={t('settings.export')} />
            <Row href="/settings/move" icon="people" label={t('settings.move')} />
          </ul>
          <div class="settings-page__out">
            <Button icon="leave" onClick={() => void signOut()}>
              {t('shell.sign_out')}
            </Button>
          </div>
        </section>
      </div>
    </Page>
  );
}

function Row({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  return (
    <li>
      <a class="settings-page__row" href={href}>
        <Icon name={icon} />
        <span>{label}</span>
        <Icon name="next" />
      </a>
    </li>
  );
}

function Looks() {
  const now = choices.value;
  return (
    <section>
      <h2>{t('settings.looks')}</h2>
      <div class="settings-page__fields">
        <Select
          label={t('settings.theme')}
          value={now.theme}
          options={[
            ['system', t('settings.as_system')],
            ['light', t('settings.theme.light')],
            ['dark', t('settings.theme.dark')],
          ]}
          onChange={value => choose({ theme: value as Choices['theme'] })}
        />
        <Select
          label={t('settings.contrast')}
          value={now.contrast}
          options={[
            ['system', t('settings.as_system')],
            ['usual', t('settings.contrast.usual')],
            ['more', t('settings.contrast.more')],
          ]}
          onChange={value => choose({ contrast: value as Choices['contrast'] })}
        />
        <Select
          label={t('settings.size')}
          value={now.size}
          options={[
            ['small', t('settings.size.small')],
            ['usual', t('settings.size.usual')],
            ['large', t('settings.size.large')],
            ['largest', t('settings.size.largest')],
          ]}
          onChange={value => choose({ size: value as Choices['size'] })}
        />
        <Select
          label={t('settings.language')}
          value={now.language}
          options={[['', t('settings.as_system')], ...languages]}
          onChange={value => choose({ language: value })}
        />
      </div>
    </section>
  );
}

function Reading() {
  const now = choices.value;
  return (
    <section>
      <h2>{t('settings.reading')}</h2>
      <Check
        label={t('settings.hide_counts')}
        hint={t('settings.hide_counts_hint')}
        checked={now.hideCounts}
        onChange={hideCounts => choose({ hideCounts })}
      />
      <Check
        label={t('settings.expand_warnings')}
        checked={now.expandWarnings}
        onChange={expandWarnings => choose({ expandWarnings })}
      />
      <Check
        label={t('settings.shortcuts')}
        hint={t('settings.shortcuts_hint')}
        checked={now.shortcuts}
        onChange={shortcuts => choose({ shortcuts })}
      />
      <p class="settings-page__hint">{t('settings.this_device')}</p>
    </section>
  );
}
