import { useSignal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { tell } from '../../social/attempt.ts';
import { keepMe, me, preferences } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { Button } from '../../ui/button.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import './settings_page.css';

/** How a new post begins. */
export default function PostingSettingsPage() {
  const source = me.value?.source;
  const privacy = useSignal<string>(source?.privacy ?? 'public');
  const quotes = useSignal<string>(source?.quote_policy ?? 'public');
  const sensitive = useSignal(source?.sensitive ?? false);
  const busy = useSignal(false);
  const save = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      const changed = {
        privacy: privacy.value,
        quote_policy: quotes.value,
        sensitive: sensitive.value,
      };
      keepMe(await call('PATCH /api/v1/accounts/update_credentials', { source: changed }));
      preferences.value = await call('GET /api/v1/preferences', {});
      toast(t('settings.saved'));
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  return (
    <Page title={t('settings.posting')} deep>
      <div class="settings-page">
        <form onSubmit={event => void save(event)}>
          <Select
            label={t('settings.visibility')}
            value={privacy.value}
            options={[
              ['public', t('visibility.public.name')],
              ['unlisted', t('visibility.unlisted.name')],
              ['private', t('visibility.private.name')],
            ]}
            onChange={value => {
              privacy.value = value;
            }}
          />
          <Select
            label={t('settings.quotes')}
            value={quotes.value}
            options={[
              ['public', t('settings.quotes.public')],
              ['followers', t('settings.quotes.followers')],
              ['nobody', t('settings.quotes.nobody')],
            ]}
            onChange={value => {
              quotes.value = value;
            }}
          />
          <Check
            label={t('settings.sensitive')}
            checked={sensitive.value}
            onChange={value => {
              sensitive.value = value;
            }}
          />
          <div>
            <Button type="submit" kind="main" busy={busy.value}>
              {t('settings.save')}
            </Button>
          </div>
        </form>
      </div>
    </Page>
  );
}
