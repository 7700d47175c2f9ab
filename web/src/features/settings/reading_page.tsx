import { choices, choose } from '../../social/choices.ts';
import { Page } from '../../social/page.tsx';
import { Check } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import './settings_page.css';

/** What is shown of posts, and how. */
export default function ReadingPage() {
  const now = choices.value;
  return (
    <Page title={t('settings.reading')} deep>
      <div class="settings-page">
        <section>
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
            label={t('settings.autoplay')}
            hint={t('settings.autoplay_hint')}
            checked={now.autoplay}
            onChange={autoplay => choose({ autoplay })}
          />
          <Check
            label={t('settings.group_boosts')}
            hint={t('settings.group_boosts_hint')}
            checked={now.groupBoosts}
            onChange={groupBoosts => choose({ groupBoosts })}
          />
        </section>
        <p class="settings-page__hint">{t('settings.follows_account')}</p>
      </div>
    </Page>
  );
}
