import { me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { t } from '../../ui/words.ts';
import { FeaturedTags } from './featured_tags.tsx';
import { PrivacySwitches } from './privacy_switches.tsx';
import { ProfileAbout } from './profile_about.tsx';
import { ProfilePictures } from './profile_pictures.tsx';
import { Row } from './row.tsx';
import './settings_page.css';
import './profile_settings_page.css';

/** One's own profile: what others see of one. */
export default function ProfileSettingsPage() {
  const account = me.value;
  if (!account) return null;
  return (
    <Page title={t('settings.profile')} deep>
      <div class="settings-page">
        <ProfilePictures account={account} />
        <ProfileAbout account={account} />
        <FeaturedTags />
        <section>
          <h2>{t('settings.privacy')}</h2>
          <PrivacySwitches />
        </section>
        <section>
          <h2>{t('settings.elsewhere')}</h2>
          <ul>
            <Row
              href="/settings/aliases"
              icon="link"
              label={t('settings.aliases')}
              hint={t('settings.aliases_hint')}
            />
            <Row
              href="/settings/move"
              icon="people"
              label={t('settings.move')}
              hint={t('settings.move_hint')}
            />
          </ul>
        </section>
      </div>
    </Page>
  );
}
