// One unsent write in the list: what it is, when it was made, how it stands, and the ways out.

import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { OutboxItem } from "../../bindings/OutboxItem";
import {
  DeliveryState,
  type Unsent,
  useDeliveryWords,
  useSteadyDelivery,
  type Way,
} from "../../components/delivery-state";
import { useSessions } from "../../data/queries";
import type { UnsentWays } from "../../data/unsent-ways";
import { formatMoment } from "../../lib/format";
import { useNow } from "../../lib/use-now";

/** A row. */
export function UnsentItem({
  item,
  ways,
  onOpen,
  onDiscard,
}: {
  readonly item: OutboxItem;
  readonly ways: UnsentWays;
  /** The session was opened. */
  onOpen(): void;
  onDiscard(): void;
}) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const deliveryWords = useDeliveryWords();
  const { session_id, created_at } = item;
  const delivery = useSteadyDelivery(item.delivery);
  const sessions = useSessions().data?.pages.flatMap((page) => page.sessions);
  const title = sessions?.find((one) => one.id === session_id)?.title;
  const kind = t(`unsent.kind.${item.kind}`);
  if (delivery.state === "sent") return null;
  return (
    <li
      data-testid="unsent-item"
      data-key={item.key}
      data-kind={item.kind}
      data-delivery={delivery.state}
      className="flex flex-col gap-0.5 border-line-subtle border-t py-2.5"
    >
      <div className="flex items-baseline gap-2">
        <span className="shrink-0 font-medium">{kind}</span>
        {session_id && title && (
          <Link
            to="/interview/$sessionId"
            params={{ sessionId: session_id }}
            className="min-w-0 truncate text-12 text-text-2 hover:underline"
            onClick={onOpen}
          >
            {t("unsent.inSession", { title })}
          </Link>
        )}
        <time dateTime={created_at} className="num ml-auto shrink-0 text-11 text-text-3">
          {formatMoment(created_at, now)}
        </time>
      </div>
      {item.text !== null && (
        <p className="line-clamp-2 whitespace-pre-wrap text-12 text-text-2 wrap-anywhere">
          {item.text}
        </p>
      )}
      <DeliveryState
        delivery={delivery}
        words={deliveryWords(delivery, false)}
        ways={waysOut(item.key, delivery, { ways, onDiscard, t })}
        name={kind}
      />
    </li>
  );
}

function waysOut(
  key: string,
  delivery: Unsent,
  {
    ways,
    onDiscard,
    t,
  }: {
    readonly ways: UnsentWays;
    onDiscard(): void;
    readonly t: TFunction;
  },
): readonly Way[] {
  const discarded = { word: t("delivery.discard"), run: onDiscard };
  switch (delivery.state) {
    case "pending":
      return delivery.unanswered
        ? [{ word: t("delivery.checkAgain"), run: () => void ways.check() }]
        : [];
    case "held":
      return [{ word: t("delivery.sendNow"), run: () => void ways.release([key]) }, discarded];
    case "stuck":
      return [{ word: t("delivery.retry"), run: () => void ways.retry(key) }, discarded];
  }
}
