// A session read again with the extractor as it is now: what would be different in three groups, each
// with its words, and nothing happens before the person says so.
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { Problem } from "../../bindings/Problem";
import type { Rereading } from "../../bindings/Rereading";
import type { Session } from "../../bindings/Session";
import { Banner } from "../../components/banner";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { Skeleton } from "../../components/skeleton";
import { usePreviewRereading, useSend } from "../../data/commands";
import { formatLevel, formatNumber } from "../../lib/format";
import { showToast } from "../../lib/toasts";
import { useProblemText } from "../../lib/use-problem-text";

/** Reads the session again and shows what that would change. */
export function RereadingDialog({
  session,
  onClose,
}: {
  readonly session: Session;
  onClose(): void;
}) {
  const { t } = useTranslation(["interview", "app"]);
  const send = useSend();
  const keep = useRef<HTMLButtonElement>(null);
  const { read, again } = useRead(session);
  const [busy, setBusy] = useState(false);
  const rereading = read && "id" in read ? read : null;
  const count = rereading ? differences(rereading) : 0;

  async function apply(): Promise<void> {
    if (!rereading) return;
    setBusy(true);
    const problem = await send({ type: "apply_rereading", id: rereading.id });
    setBusy(false);
    if (problem) return;
    showToast({ kind: "done", text: t("rereading.applied", { count }) });
    onClose();
  }

  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("rereading.title", { title: session.title || t("sessions.untitled") })}
      testId="rereading"
      initialFocus={keep}
      actions={
        <>
          <Button ref={keep} onClick={onClose}>
            {count > 0 ? t("app:action.cancel") : t("app:action.close")}
          </Button>
          {count > 0 && (
            <Button
              kind="primary"
              busy={busy}
              data-testid="apply-rereading"
              onClick={() => void apply()}
            >
              {t("rereading.apply")}
            </Button>
          )}
        </>
      }
    >
      {read === null && (
        <div role="status">
          <p className="pb-3 text-text-2">{t("rereading.reading")}</p>
          <Skeleton lines={4} />
        </div>
      )}
      {read && "code" in read && <Unread problem={read} onAgain={again} />}
      {rereading && <Differences rereading={rereading} />}
    </Dialog>
  );
}

/** What was read, or why it could not be; null while that is under way. */
function useRead(session: Session) {
  const preview = usePreviewRereading();
  const [read, setRead] = useState<Rereading | Problem | null>(null);
  const [withoutModel, setWithoutModel] = useState(false);
  const [turn, setTurn] = useState(0);
  const ask = useRef(preview);
  ask.current = preview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is another try of the same.
  useEffect(() => {
    let current = true;
    setRead(null);
    void ask.current(session.id, withoutModel).then((next) => current && setRead(next));
    return () => {
      current = false;
    };
  }, [session.id, withoutModel, turn]);
  return {
    read,
    again(alone: boolean) {
      setWithoutModel(alone);
      setTurn(turn + 1);
    },
  };
}

function Unread({
  problem,
  onAgain,
}: {
  readonly problem: Problem;
  onAgain(withoutModel: boolean): void;
}) {
  const { t } = useTranslation("interview");
  const words = useProblemText();
  const offline = problem.code === "unavailable";
  return (
    <Banner
      tone="warn"
      data-testid="rereading-problem"
      actions={
        <>
          <Button small onClick={() => onAgain(false)}>
            {t("rereading.again")}
          </Button>
          {problem.code.startsWith("model_") && (
            <Button small onClick={() => onAgain(true)}>
              {t("rereading.withoutModel")}
            </Button>
          )}
        </>
      }
    >
      {offline ? t("rereading.offline") : words(problem)}
    </Banner>
  );
}

function Differences({ rereading }: { readonly rereading: Rereading }) {
  const { t } = useTranslation("interview");
  const { changed, gone, left_out } = rereading;
  if (differences(rereading) === 0) {
    return <p className="text-text-2">{t("rereading.same")}</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-12 text-text-2">{t("rereading.intro")}</p>
      <Group name="new" count={rereading.new.length}>
        {rereading.new.map((finding) => (
          <Line key={finding.id} finding={finding} />
        ))}
      </Group>
      <Group name="changed" count={changed.length}>
        {changed.map(({ before, after }) => (
          <Line key={before.id} finding={after} before={before} />
        ))}
      </Group>
      <Group name="gone" count={gone.length}>
        {gone.map((finding) => (
          <Line key={finding.id} finding={finding} />
        ))}
      </Group>
      {left_out > 0 && (
        <p className="text-12 text-text-2">{t("rereading.leftOut", { count: left_out })}</p>
      )}
    </div>
  );
}

function Group({
  name,
  count,
  children,
}: {
  readonly name: "new" | "changed" | "gone";
  readonly count: number;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("interview");
  if (count === 0) return null;
  return (
    <section data-testid={`rereading-${name}`} aria-label={t(`rereading.${name}`)}>
      <h3 className="flex items-baseline gap-2 font-semibold text-14">
        <span className="flex-1">{t(`rereading.${name}`)}</span>
        <span className="num font-normal text-12 text-text-3">{formatNumber(count)}</span>
      </h3>
      <p className="pb-1 text-12 text-text-2">{t(`rereading.${name}Text`)}</p>
      <ul>{children}</ul>
    </section>
  );
}

/** A finding, with how it was where that differs. */
function Line({ finding, before }: { readonly finding: Finding; readonly before?: Finding }) {
  const { t } = useTranslation(["interview", "app"]);
  const now = useFacts(finding);
  const was = useFacts(before ?? finding);
  return (
    <li
      data-testid="rereading-line"
      className="flex flex-col gap-0.5 border-line-subtle border-t py-2"
    >
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="min-w-0 font-medium wrap-anywhere">{finding.name}</span>
        <span className="num text-12 text-text-2">{now}</span>
      </span>
      <q className="text-12 text-text-2 wrap-anywhere">{finding.quote.text}</q>
      {before && (
        <span className="text-12 text-text-3">
          {t("rereading.before", { facts: `${before.name}, ${was}` })}
          {before.quote.text !== finding.quote.text && (
            <>
              {" "}
              <q className="wrap-anywhere">{before.quote.text}</q>
            </>
          )}
        </span>
      )}
    </li>
  );
}

/** Kind or area, level and confidence, in one line. */
function useFacts({ kind, category, level, probability }: Finding): string {
  const { t } = useTranslation(["interview", "app"]);
  const area = category ? t(`app:category.${category}`) : t(`findings.kindOne.${kind}`);
  const parts = [area, ...(level === null ? [] : [formatLevel(level * 10)])];
  const sure = t("rereading.sure", { percent: formatNumber(Math.round(probability * 100)) });
  return [...parts, sure].join(" · ");
}

function differences({ new: found, changed, gone }: Rereading): number {
  return found.length + changed.length + gone.length;
}
