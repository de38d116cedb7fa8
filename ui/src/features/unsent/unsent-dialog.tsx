// Everything the person did that is not on the server yet, oldest first, each with how it stands and
// the ways out. What would be lost by discarding is asked for first; the words of a message are not,
// as they come back into the field of their session.
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OutboxItem } from "../../bindings/OutboxItem";
import { Button } from "../../components/button";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { Dialog } from "../../components/dialog";
import { EmptyState } from "../../components/empty-state";
import { LinkState } from "../../components/link-state";
import { QueryState } from "../../components/query-state";
import { RetryLink } from "../../components/retry-link";
import { useOutbox } from "../../data/queries";
import { useUnsentWays } from "../../data/unsent-ways";
import { formatAgo } from "../../lib/format";
import { showToast } from "../../lib/toasts";
import { useNow } from "../../lib/use-now";
import { UnsentItem } from "./unsent-item";

/** The list. */
export function UnsentDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const ways = useUnsentWays();
  const [asking, setAsking] = useState<OutboxItem | null>(null);
  const held = (outbox.data ?? []).filter((item) => item.delivery.state === "held");

  async function discard(item: OutboxItem): Promise<void> {
    if (item.text === null) {
      setAsking(item);
      return;
    }
    const problem = await ways.discard(item.key, item.session_id);
    if (!problem) showToast({ kind: "done", text: t("unsent.returned") });
  }

  return (
    <Dialog
      wide
      open
      onClose={onClose}
      title={t("unsent.title")}
      testId="unsent-work"
      {...(held.length > 0 && {
        actions: (
          <Button
            kind="primary"
            data-testid="release-all"
            onClick={() => void ways.release(held.map((item) => item.key))}
          >
            {t("unsent.sendAll", { count: held.length })}
          </Button>
        ),
      })}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 pb-2">
        <LinkState />
        <RetryLink testId="unsent-retry" />
      </div>
      <QueryState query={outbox}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState
              icon={CircleCheck}
              title={t("unsent.empty")}
              text={t("unsent.emptyText")}
              className="px-0"
            />
          ) : (
            <>
              <p className="pb-1 text-12 text-text-2">{t("unsent.intro")}</p>
              <ul>
                {items.map((item) => (
                  <UnsentItem
                    key={item.key}
                    item={item}
                    ways={ways}
                    onOpen={onClose}
                    onDiscard={() => void discard(item)}
                  />
                ))}
              </ul>
            </>
          )
        }
      </QueryState>
      {asking && (
        <DiscardDialog
          item={asking}
          onDiscard={() => ways.discard(asking.key, asking.session_id)}
          onClose={() => setAsking(null)}
        />
      )}
    </Dialog>
  );
}

function DiscardDialog({
  item,
  onDiscard,
  onClose,
}: {
  readonly item: OutboxItem;
  onDiscard: React.ComponentProps<typeof ConfirmDialog>["onConfirm"];
  onClose(): void;
}) {
  const { t } = useTranslation();
  const ago = formatAgo(item.created_at, useNow(60_000));
  return (
    <ConfirmDialog
      title={t("unsent.discardTitle")}
      keep={t("unsent.keep")}
      verb={t("delivery.discard")}
      testId="discard-confirm"
      onConfirm={onDiscard}
      onClose={onClose}
    >
      {t("unsent.discardText", { name: t(`unsent.kind.${item.kind}`), ago })}
    </ConfirmDialog>
  );
}
