// Says the answer to screen readers sentence by sentence while it is written, and that it is
// finished with how many findings.
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { Job } from "../../bindings/Job";
import { useJobText } from "../../data/queries";
import { completeSentences } from "./sentences";

/** Draws nothing to be seen. `job` is the one that answers now. */
export function AnswerAnnouncer({
  job,
  findings,
}: {
  readonly job: Job | null;
  readonly findings: readonly Finding[];
}) {
  const { t } = useTranslation("interview");
  const [said, setSaid] = useState("");
  const answering = useRef<Job | null>(null);
  const finish = useEffectEvent((ended: Job) => {
    const own = findings.filter((finding) => finding.quote.message_id === ended.message_id);
    setSaid(t("streaming.finished", { count: own.length }));
  });
  useEffect(() => {
    const before = answering.current;
    answering.current = job;
    if (before && before.id !== job?.id) finish(before);
  }, [job]);
  return (
    <>
      <div role="status" className="sr-only">
        {said}
      </div>
      {job && <Sentences key={job.id} job={job} />}
    </>
  );
}

function Sentences({ job }: { readonly job: Job }) {
  const text = useJobText(job.id).data?.text ?? "";
  const sentences = completeSentences(text);
  return (
    <div aria-live="polite" className="sr-only">
      {sentences.map((sentence) => (
        <p key={sentence.at}>{sentence.words}</p>
      ))}
    </div>
  );
}
