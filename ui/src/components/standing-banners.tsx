// Banners that more than one screen shows: what the start brought up, an answer that was cut off,
// and a long absence. Each is drawn here; which one is the most serious is decided by the screen.
import { Link } from "@tanstack/react-router";
import { History, RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Resuming } from "../bindings/Resuming";
import { type Absence, lastAbsence } from "../data/absence";
import { useSend } from "../data/commands";
import { useBootstrap, useConnectionLog } from "../data/queries";
import { useUndismissed } from "../lib/dismissed";
import { formatDuration, formatPercent } from "../lib/format";
import { Banner } from "./banner";
import { Button, buttonClass } from "./button";

/** What the person should know about the start, not yet dismissed. */
export function useNotice() {
  const notices = useBootstrap((bootstrap) => bootstrap.host.notices).data ?? [];
  const [[notice], dismiss] = useUndismissed(notices, (text) => `notice:${text}`);
  return notice === undefined ? null : { text: notice, dismiss: () => dismiss(notice) };
}

/** A long absence, not yet dismissed. */
export function useAbsence() {
  const absence = lastAbsence(useConnectionLog().data ?? []);
  const [[found], dismiss] = useUndismissed<Absence>(
    absence ? [absence] : [],
    ({ number }) => `away:${number}`,
  );
  return found ? { seconds: found.seconds, dismiss: () => dismiss(found) } : null;
}

/** A notice of the start. */
export function NoticeBanner({
  notice,
}: {
  readonly notice: NonNullable<ReturnType<typeof useNotice>>;
}) {
  return (
    <Banner tone="warn" data-testid="notice" onDismiss={notice.dismiss}>
      {notice.text}
    </Banner>
  );
}

/** An answer that goes on, or that stopped too long ago to wait for; elsewhere it leads there. */
export function ResumingBanner({
  resuming,
  elsewhere = false,
}: {
  readonly resuming: Resuming;
  readonly elsewhere?: boolean;
}) {
  const { t } = useTranslation();
  const send = useSend();
  const { job, session_id, percent, expired } = resuming;
  return (
    <Banner
      tone={expired ? "warn" : "info"}
      {...(!expired && { icon: RefreshCw })}
      data-testid="resuming-banner"
      data-expired={expired}
      onDismiss={() => void send({ type: "dismiss_resuming", job })}
      actions={
        <>
          {expired && (
            <Button
              small
              onClick={() =>
                void send({ type: "retry_job", id: job, session_id, without_model: false })
              }
            >
              {t("resuming.askAgain")}
            </Button>
          )}
          {elsewhere && (
            <Link
              to="/interview/$sessionId"
              params={{ sessionId: session_id }}
              className={buttonClass({ small: true })}
            >
              {t("resuming.open")}
            </Link>
          )}
        </>
      }
    >
      {expired
        ? t("resuming.expired")
        : t("resuming.now", { percent: formatPercent(percent / 100) })}
    </Banner>
  );
}

/** What a long absence means for what is shown. */
export function AwayBanner({
  absence,
}: {
  readonly absence: NonNullable<ReturnType<typeof useAbsence>>;
}) {
  const { t } = useTranslation();
  const { seconds, dismiss } = absence;
  return (
    <Banner icon={History} data-testid="away-banner" onDismiss={dismiss}>
      {seconds === null ? t("away.some") : t("away.long", { duration: formatDuration(seconds) })}
    </Banner>
  );
}
