import { useSignal } from '@preact/signals';
import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { PagedList } from '../../social/paged_list.tsx';
import { usePages } from '../../social/use_pages.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Field } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import { domainFrom, setDomainBlock } from './domain_blocks.ts';
import DomainDialog from './domain_dialog.tsx';
import './domain_blocks_page.css';

/** The servers one blocks. */
export default function DomainBlocksPage() {
  const pages = usePages<string>(() => list('GET /api/v1/domain_blocks', {}));
  const typed = useSignal('');
  const asked = useSignal<string | undefined>(undefined);
  const domain = domainFrom(typed.value);
  const unblock = async (one: string) => {
    if (await setDomainBlock(one, false))
      pages.items.value = pages.items.value?.filter(kept => kept !== one);
  };
  return (
    <Page title={t('domain_blocks.title')} deep>
      <form
        class="domain-blocks-page__new"
        data-form
        onSubmit={event => {
          event.preventDefault();
          asked.value = domain;
        }}
      >
        <Field
          label={t('domain_blocks.field')}
          hint={t('domain_blocks.hint')}
          dir="ltr"
          autocapitalize="off"
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          onInput={event => {
            typed.value = event.currentTarget.value;
          }}
        />
        <Button type="submit" disabled={!domain}>
          {t('domain_blocks.yes')}
        </Button>
      </form>
      {asked.value && (
        <DomainDialog
          about={{ domain: asked.value }}
          onClose={() => {
            asked.value = undefined;
          }}
          done={() => {
            typed.value = '';
            pages.again();
          }}
        />
      )}
      <PagedList
        label={t('domain_blocks.title')}
        pages={pages}
        keyOf={one => one}
        render={one => (
          <div class="domain-blocks-page__row">
            <bdi dir="ltr">{one}</bdi>
            <Button onClick={() => void unblock(one)}>{t('account.follow.unblock')}</Button>
          </div>
        )}
        empty={
          <EmptyState title={t('domain_blocks.none')}>
            <p>{t('domain_blocks.none_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
