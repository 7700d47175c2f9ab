import { Page } from '../../social/page.tsx';
import { t } from '../../ui/words.ts';
import { PrivacySwitches } from './privacy_switches.tsx';
import { Row } from './row.tsx';
import './settings_page.css';

/** Who finds one, and who may follow. */
export default function PrivacyPage() {
  return (
    <Page title={t('settings.privacy')} deep>
      <div class="settings-page">
        <PrivacySwitches />
        <section>
          <h2>{t('settings.privacy_more')}</h2>
          <ul>
            <Row href="/settings/posting" icon="write" label={t('settings.privacy_posts')} />
            <Row href="/notifications/policy" icon="bell" label={t('settings.policy')} />
            <Row href="/settings/muted" icon="mute" label={t('settings.muted')} />
            <Row href="/settings/blocked" icon="block" label={t('settings.blocked')} />
          </ul>
        </section>
      </div>
    </Page>
  );
}
