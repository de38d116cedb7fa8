// How something stands that is not on the server yet, in one line: icon, words, and the ways out.
// The same in the conversation and in the list of unsent work.
import { CircleAlert, Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Delivery } from "../bindings/Delivery";
import { classNames } from "../lib/class-names";
import { useProblemText } from "../lib/use-problem-text";
import { Button } from "./button";

/** What is not sent yet. */
export type Unsent = Exclude<Delivery, { readonly state: "sent" }>;

/** A verb and what it does. */
export interface Way {
  readonly word: string;
  run(): void;
}

/** The line; `name` tells equal verbs of a list apart. */
export function DeliveryState({
  delivery,
  words,
  ways,
  name,
  className,
}: {
  readonly delivery: Unsent;
  readonly words: string;
  readonly ways: readonly Way[];
  readonly name?: string;
  readonly className?: string;
}) {
  const { t } = useTranslation();
  const stuck = delivery.state === "stuck";
  const Icon = stuck ? CircleAlert : Clock;
  const tone = stuck ? "text-danger" : delivery.state === "held" ? "text-warn" : "text-text-3";
  return (
    <div
      role={stuck ? "alert" : undefined}
      className={classNames("flex flex-wrap items-center gap-x-1 text-11", className)}
    >
      <span className={classNames("inline-flex items-center gap-1.5", tone)}>
        <Icon aria-hidden className="size-3 shrink-0" />
        {words}
      </span>
      {ways.length > 0 && (
        <span className="inline-flex flex-wrap">
          {ways.map((way) => (
            <Button
              key={way.word}
              kind="link"
              small
              aria-label={name && t("unsent.of", { verb: way.word, name })}
              onClick={way.run}
            >
              {way.word}
            </Button>
          ))}
        </span>
      )}
    </div>
  );
}

const answerMs = 2_000;

/** How something stands, without the moment between sending and its answer, which is nothing to act
 * upon while it is short. */
export function useSteadyDelivery(delivery: Delivery): Delivery {
  const unanswered = delivery.state === "pending" && delivery.unanswered;
  const [late, setLate] = useState(false);
  if (late && !unanswered) setLate(false);
  useEffect(() => {
    if (!unanswered) return;
    const timer = setTimeout(() => setLate(true), answerMs);
    return () => clearTimeout(timer);
  }, [unanswered]);
  return unanswered && !late ? { ...delivery, unanswered: false } : delivery;
}

/** The words for how something stands. */
export function useDeliveryWords(): (delivery: Unsent, ofMessage: boolean) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (delivery, ofMessage) => {
    switch (delivery.state) {
      case "pending":
        if (delivery.unanswered) return t("delivery.unanswered");
        if (!delivery.behind_stuck) return t("delivery.pending");
        return t(ofMessage ? "delivery.behindMessage" : "delivery.behind");
      case "held":
        return t("delivery.held");
      case "stuck":
        return t("delivery.stuck", { reason: problemText(delivery.problem) });
    }
  };
}
