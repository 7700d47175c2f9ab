import { useEffect } from 'preact/hooks';
import { compose } from '../../social/composing.ts';
import { Page } from '../../social/page.tsx';
import { go, here } from '../../ui/history.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { sharedText } from './shared_text.ts';

/** Where other apps lead with what is to be shared: the composer, with home behind it. */
export default function SharePage() {
  useEffect(() => {
    const text = sharedText(here.peek().split('?')[1] ?? '');
    go('/home', { replace: true });
    compose(text ? { text } : {});
  }, []);
  return (
    <Page title={t('share.title')}>
      <PostSkeletons />
    </Page>
  );
}
