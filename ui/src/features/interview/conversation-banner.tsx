// The one banner of the conversation: the most serious of what is so with this session, the
// connection and the start.
import { CloudOff, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Job } from "../../bindings/Job";
import { Banner } from "../../components/banner";
import { Button } from "../../components/button";
import { RetryLink } from "../../components/retry-link";
import {
  AwayBanner,
  NoticeBanner,
  ResumingBanner,
  useAbsence,
  useNotice,
} from "../../components/standing-banners";
import { useSend } from "../../data/commands";
import { canRetry, newestOf } from "../../data/job-list";
import { useBootstrap, useJobs } from "../../data/queries";
import { useProblemText } from "../../lib/use-problem-text";
import type { OpenSession } from "./use-open-session";
import { useStartSession } from "./use-start-session";

/** The banner, or nothing. */
export function ConversationBanner({ open }: { readonly open: OpenSession }) {
  const { t } = useTranslation("interview");
  const start = useStartSession();
  const notice = useNotice();
  const absence = useAbsence();
  const link = useBootstrap((bootstrap) => bootstrap.link.state).data;
  const resuming = useBootstrap((bootstrap) => bootstrap.resuming).data;
  const jobs = useJobs().data ?? [];
  const cut = resuming?.find((one) => one.session_id === open.id);
  const status = open.session?.status;
  if (status === "error") {
    const last = newestOf(jobs, open.id);
    return <FailedBanner job={last && canRetry(jobs, last) ? last : null} />;
  }
  if (notice) return <NoticeBanner notice={notice} />;
  if (cut?.expired) return <ResumingBanner resuming={cut} />;
  if (status === "finalized") {
    return (
      <Banner
        icon={Lock}
        actions={
          <Button small onClick={() => void start(open.kind)}>
            {t("conversation.startNew")}
          </Button>
        }
      >
        {t("conversation.locked")}
      </Banner>
    );
  }
  if (link === "offline" || link === "waiting") {
    return (
      <Banner
        icon={CloudOff}
        data-testid="offline-banner"
        actions={<RetryLink testId="banner-retry" />}
      >
        {t("conversation.offline")}
      </Banner>
    );
  }
  if (cut) return <ResumingBanner resuming={cut} />;
  if (absence) return <AwayBanner absence={absence} />;
  if (status === "paused") return <Banner>{t("conversation.paused")}</Banner>;
  return null;
}

/** Why the last answer did not come, with the way to ask for it again. */
function FailedBanner({ job }: { readonly job: Job | null }) {
  const { t } = useTranslation(["interview", "app"]);
  const send = useSend();
  const problemText = useProblemText();
  const askAgain = ({ id, session_id }: Job, without_model: boolean) =>
    void send({ type: "retry_job", id, session_id, without_model });
  return (
    <Banner
      tone="danger"
      data-testid="error-banner"
      actions={
        job && (
          <>
            {job.problem?.code.startsWith("model_") && (
              <Button small data-testid="without-model" onClick={() => askAgain(job, true)}>
                {t("conversation.withoutModel")}
              </Button>
            )}
            <Button small data-testid="ask-again" onClick={() => askAgain(job, false)}>
              {t("app:resuming.askAgain")}
            </Button>
          </>
        )
      }
    >
      {job?.problem ? problemText(job.problem) : t("conversation.failed")}
    </Banner>
  );
}
