// What the person should know about the start, such as a damaged file that was moved aside.
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Banner } from "../components/banner";
import { Button } from "../components/button";
import { useBootstrap } from "../data/queries";

/** Notices above the screen until they are dismissed. */
export function Notices() {
  const { t } = useTranslation();
  const notices = useBootstrap((bootstrap) => bootstrap.host.notices).data ?? [];
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const shown = notices.filter((notice) => !dismissed.includes(notice));
  return shown.map((notice) => (
    <Banner
      key={notice}
      tone="warn"
      data-testid="notice"
      className="m-2 mb-0"
      actions={
        <Button
          kind="quiet"
          small
          square
          aria-label={t("action.dismiss")}
          onClick={() => setDismissed([...dismissed, notice])}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      }
    >
      {notice}
    </Banner>
  ));
}
