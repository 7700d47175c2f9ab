import { type Choices, choices, choose } from '../../social/choices.ts';
import { Page } from '../../social/page.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { languages } from '../../ui/languages.ts';
import { t } from '../../ui/words.ts';
import { AccentChoice } from './accent_choice.tsx';
import './settings_page.css';

/** How the app looks: each change is seen at once, and follows the account. */
export default function AppearancePage() {
  const now = choices.value;
  return (
    <Page title={t('settings.appearance')} deep>
      <div class="settings-page">
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
        <AccentChoice />
        <Check
          label={t('settings.motion')}
          hint={t('settings.motion_hint')}
          checked={now.motion === 'less'}
          onChange={less => choose({ motion: less ? 'less' : 'system' })}
        />
        <p class="settings-page__hint">{t('settings.follows_account')}</p>
      </div>
    </Page>
  );
}
