import { useEffect, useMemo, useRef } from 'preact/hooks';
import { accountOf } from '../../social/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Area, Check } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import { Report, wordsMax } from './report.ts';
import { ReportDone } from './report_done.tsx';
import { ReportPosts } from './report_posts.tsx';
import { Reasons, Rules } from './report_reasons.tsx';
import './report_dialog.css';

interface ReportDialogProps {
  about: { account: string; post?: string };
  onClose: () => void;
}

/** Tells the moderators of somebody, or of what they said: one question at a time. */
export default function ReportDialog({ about, onClose }: ReportDialogProps) {
  const report = useMemo(() => new Report(about.account, about.post), [about]);
  const name = accountOf(about.account)?.acct ?? '';
  const step = report.step.value;
  return (
    <Dialog title={t('reports.title', { name })} onClose={onClose}>
      <form
        class="dialog__body report"
        onSubmit={event => {
          event.preventDefault();
          void report.next();
        }}
      >
        <Question key={step} report={report} />
        {step === 'reason' && <Reasons report={report} />}
        {step === 'rules' && <Rules report={report} />}
        {step === 'posts' && <ReportPosts report={report} />}
        {step === 'words' && <Words report={report} />}
        {step === 'done' ? (
          <ReportDone report={report} onClose={onClose} />
        ) : (
          <div class="dialog__foot">
            {step === 'reason' ? (
              <Button onClick={onClose}>{t('ui.confirm.no')}</Button>
            ) : (
              <Button onClick={() => report.back()}>{t('ui.page.back')}</Button>
            )}
            <Button
              type="submit"
              kind="main"
              busy={report.busy.value}
              disabled={!report.ready.value}
            >
              {t(report.last ? 'reports.send' : 'reports.next')}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}

/** What is asked now; whoever listens is led to it. */
function Question({ report }: { report: Report }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { step, steps, sent } = report;
  const at = steps.value.indexOf(step.value) + 1;
  return (
    <div>
      {at > 0 && report.reason.value && (
        <p class="report__step">{t('reports.step', { at, all: steps.value.length })}</p>
      )}
      <h3 ref={heading} tabIndex={-1}>
        {step.value === 'done'
          ? t(sent.value ? 'reports.done' : 'reports.disliked')
          : t(`reports.${step.value}`)}
      </h3>
    </div>
  );
}

function Words({ report }: { report: Report }) {
  return (
    <>
      <Area
        label={t('reports.words.label')}
        value={report.words.value}
        max={wordsMax}
        onChange={value => {
          report.words.value = value;
        }}
      />
      {report.domain && (
        <Check
          label={t('reports.forward', { domain: report.domain })}
          hint={t('reports.forward_hint')}
          checked={report.forward.value}
          onChange={value => {
            report.forward.value = value;
          }}
        />
      )}
    </>
  );
}
