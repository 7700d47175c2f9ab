import { useEffect } from 'preact/hooks';
import { call } from '../../api/client.ts';
import type { Instance, Rule } from '../../api/gen/entities.ts';
import { loadRelationships } from '../../social/account_actions.ts';
import { AccountRow } from '../../social/account_row.tsx';
import { instance } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { keepAccount } from '../../social/store.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { Html } from '../../ui/html.tsx';
import { count, languageName, locale, t } from '../../ui/words.ts';
import './about_page.css';

/** Whose server this is, what it is for, and what holds here. */
export default function AboutPage() {
  const server = instance.value;
  return (
    <Page title={t('about.title')} deep>
      {server && (
        <div class="about-page">
          <Head server={server} />
          <Contact server={server} />
          <Rules rules={server.rules} />
          <More />
          <p class="about-page__links">
            <a href="/privacy-policy">{t('shell.privacy')}</a>
            <a href="/terms-of-service">{t('about.terms')}</a>
            <a href="/directory">{t('directory.title')}</a>
            <a href="/announcements">{t('announcements.title')}</a>
          </p>
          <p class="about-page__small">{t('about.version', { version: server.version })}</p>
        </div>
      )}
    </Page>
  );
}

function Head({ server }: { server: Instance }) {
  return (
    <header class="about-page__head">
      {server.thumbnail.url && (
        <img src={server.thumbnail.url} alt={server.thumbnail.description ?? ''} />
      )}
      <h2>
        <bdi>{server.title}</bdi>
      </h2>
      <p class="about-page__small">
        <bdi dir="ltr">{server.domain}</bdi>
      </p>
      {server.description && <Html html={server.description} />}
      <dl class="about-page__facts">
        <div>
          <dt>{t('about.active')}</dt>
          <dd>{count(server.usage.users.active_month)}</dd>
        </div>
        {server.languages.length > 0 && (
          <div>
            <dt>{t('about.languages')}</dt>
            <dd>{list(server.languages.map(languageName))}</dd>
          </div>
        )}
        <div>
          <dt>{t('about.joining')}</dt>
          <dd>{joining(server)}</dd>
        </div>
      </dl>
    </header>
  );
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(words);
}

function joining({ registrations }: Instance): string {
  if (!registrations.enabled) return t('about.joining.closed');
  return t(registrations.approval_required ? 'about.joining.asked' : 'about.joining.open');
}

function Contact({ server }: { server: Instance }) {
  const { email, account } = server.contact;
  useEffect(() => {
    if (!account) return;
    keepAccount(account);
    void loadRelationships([account.id]).catch(() => undefined);
  }, [account]);
  if (!email && !account) return null;
  return (
    <section>
      <h2>{t('about.contact')}</h2>
      {account && <AccountRow id={account.id} />}
      {email && (
        <p>
          <a href={`mailto:${email}`}>
            <bdi dir="ltr">{email}</bdi>
          </a>
        </p>
      )}
    </section>
  );
}

interface Translation {
  text?: string;
  hint?: string;
}

/** In the reader's language where the server has it. */
function inLanguage(rule: Rule): Translation {
  const found = rule.translations[locale.value] as Translation | undefined;
  return { text: found?.text || rule.text, hint: found?.hint || rule.hint };
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  return (
    <section id="rules">
      <h2>{t('about.rules')}</h2>
      {rules.length === 0 && <p class="about-page__small">{t('about.rules_none')}</p>}
      <ol class="about-page__rules">
        {rules.map(rule => {
          const { text, hint } = inLanguage(rule);
          return (
            <li key={rule.id}>
              <p dir="auto">{text}</p>
              {hint && (
                <p class="about-page__small" dir="auto">
                  {hint}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function More() {
  const { answer } = useAnswer(() => call('GET /api/v1/instance/extended_description', {}));
  const content = answer.value?.content.trim();
  if (!content) return null;
  return (
    <section>
      <h2>{t('about.more')}</h2>
      <Html html={content} />
    </section>
  );
}
