// The truth about the connection and about unsent work, in the title bar.
import { useTranslation } from "react-i18next";
import type { OutboxStatus } from "../bindings/OutboxStatus";
import { LinkState } from "../components/link-state";
import { useBootstrap } from "../data/queries";
import { classNames } from "../lib/class-names";

/** The state of the link and, when there is unsent work, how much. */
export function LinkStatus() {
  const link = useBootstrap((bootstrap) => bootstrap.link).data;
  const outbox = useBootstrap((bootstrap) => bootstrap.outbox).data;
  if (!link || !outbox) return null;
  return (
    <div className="flex items-center gap-2 px-2">
      <Unsent outbox={outbox} />
      <LinkState link={link} data-testid="link-status" />
    </div>
  );
}

function Unsent({ outbox }: { readonly outbox: OutboxStatus }) {
  const { t } = useTranslation();
  const count = outbox.pending + outbox.stuck;
  if (count === 0) return null;
  return (
    <span
      data-testid="pending-count"
      className={classNames(
        "num inline-flex items-center gap-1 whitespace-nowrap px-1 text-12",
        outbox.stuck > 0 ? "text-danger" : "text-text-3",
      )}
    >
      {outbox.stuck > 0
        ? t("link.stuck", { count: outbox.stuck })
        : t("link.pending", { count: outbox.pending })}
    </span>
  );
}
