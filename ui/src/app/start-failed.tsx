// Shown when the engine did not answer at all, so that the window is never empty.
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button";
import { EmptyState } from "../components/empty-state";

/** Says that the app could not start and offers to try again. */
export function StartFailed() {
  const { t } = useTranslation();
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        alert
        icon={CircleAlert}
        title={t("state.startFailed")}
        text={t("state.startFailedText")}
        actions={<Button onClick={() => location.reload()}>{t("action.tryAgain")}</Button>}
      />
    </main>
  );
}
