// What a skill rests on: each piece with its kind, its exact words and where they were said.
import { Link } from "@tanstack/react-router";
import {
  FileText,
  type LucideIcon,
  MessageSquareQuote,
  Quote,
  UserCheck,
  UserRoundPen,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Evidence } from "../../bindings/Evidence";
import type { EvidenceKind } from "../../bindings/EvidenceKind";
import { Badge } from "../../components/badge";
import { useSessions } from "../../data/queries";
import { classNames } from "../../lib/class-names";
import { formatAgo } from "../../lib/format";
import { useNow } from "../../lib/use-now";

const icons: Record<EvidenceKind, LucideIcon> = {
  self_claim: Quote,
  story: MessageSquareQuote,
  artefact: FileText,
  attestation: UserCheck,
  confirmation: UserRoundPen,
};

/** All evidence, the newest first. */
export function EvidenceList({
  evidence,
  byHand,
}: {
  readonly evidence: readonly Evidence[];
  readonly byHand: boolean;
}) {
  const { t } = useTranslation();
  const sorted = evidence.toSorted((left, right) => right.at.localeCompare(left.at));
  return (
    <section aria-label={t("evidence.title")} className="min-w-0">
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="font-semibold">{t("evidence.title")}</h3>
        <span className="num text-11 text-text-3">
          {t("evidence.count", { count: evidence.length })}
        </span>
      </div>
      {evidence.length === 0 && (
        <p className="mt-2 text-12 text-text-2">
          {byHand ? t("evidence.byHand") : t("evidence.none")}
        </p>
      )}
      <ul className="mt-2">
        {sorted.map((one) => (
          <Piece key={one.id} evidence={one} />
        ))}
      </ul>
    </section>
  );
}

function Piece({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const sessions = useSessions().data?.pages.flatMap((page) => page.sessions) ?? [];
  const { quote } = evidence;
  const session = sessions.find((one) => one.id === quote?.session_id);
  const Icon = icons[evidence.kind];
  const rejected = evidence.decision === "rejected";
  return (
    <li
      className={classNames(
        "flex flex-wrap items-start gap-x-3 gap-y-1.5 border-line-subtle border-t py-2.5",
        rejected && "border-dashed",
      )}
    >
      <Badge
        tone={evidence.kind === "attestation" ? "partner" : "line"}
        icon={<Icon aria-hidden />}
        className="w-26"
      >
        {t(`evidence.kind.${evidence.kind}`)}
      </Badge>
      <div className="min-w-44 flex-1">
        {quote && (
          <blockquote
            data-testid="evidence-quote"
            className={classNames(
              "quoted text-12 leading-4.5",
              rejected && "text-text-3 line-through",
            )}
          >
            {quote.text}
          </blockquote>
        )}
        <p className="text-11 text-text-3">
          {quote && (
            <>
              <Link
                to="/interview/$sessionId"
                params={{ sessionId: quote.session_id }}
                className="text-accent hover:underline"
              >
                {session?.title || t("evidence.session")}
              </Link>
              {" · "}
            </>
          )}
          {formatAgo(evidence.at, now)}
          {rejected && ` · ${t("skillStatus.rejected")}`}
        </p>
      </div>
    </li>
  );
}
