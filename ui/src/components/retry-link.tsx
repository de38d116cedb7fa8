// Hurries the connection, wherever it is said that it waits.
import { useTranslation } from "react-i18next";
import { useSend } from "../data/commands";
import { canRetry, useLink } from "../data/use-link";
import { Button } from "./button";

/** “Retry now” while that helps; nothing otherwise. */
export function RetryLink({
  kind = "secondary",
  testId,
}: {
  readonly kind?: "secondary" | "link";
  readonly testId: string;
}) {
  const { t } = useTranslation();
  const send = useSend();
  const link = useLink();
  if (!link || !canRetry(link)) return null;
  return (
    <Button small kind={kind} data-testid={testId} onClick={() => void send({ type: "retry_now" })}>
      {t("link.retryNow")}
    </Button>
  );
}
