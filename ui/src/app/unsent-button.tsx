// How much is unsent, in one line that opens the list of it. The list is fetched when first opened.
import { CircleAlert, Clock } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useBootstrap } from "../data/queries";
import { classNames } from "../lib/class-names";

const UnsentDialog = lazy(async () => ({
  default: (await import("../features/unsent/unsent-dialog")).UnsentDialog,
}));

/** The counts by what they wait for, or only the most serious when `short`; nothing when all is sent. */
export function UnsentButton({ short = false }: { readonly short?: boolean }) {
  const { t } = useTranslation();
  const outbox = useBootstrap((bootstrap) => bootstrap.outbox).data;
  const [open, setOpen] = useState(false);
  const counts = (["stuck", "held", "pending"] as const).filter((state) => outbox?.[state]);
  const stuck = counts.includes("stuck");
  const Icon = stuck ? CircleAlert : Clock;
  return (
    <>
      {outbox && counts.length > 0 && (
        <button
          type="button"
          data-testid="pending-count"
          aria-haspopup="dialog"
          title={t("unsent.open")}
          className={classNames(
            "num flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-xs px-1.5 text-11 hover:bg-hover touch:h-11 touch:px-2",
            stuck ? "text-danger" : "text-text-2",
          )}
          onClick={() => setOpen(true)}
        >
          <Icon aria-hidden className="size-3 shrink-0" />
          {counts
            .slice(0, short ? 1 : undefined)
            .map((state) => t(`unsent.${state}`, { count: outbox[state] }))
            .join(" · ")}
        </button>
      )}
      {open && (
        <Suspense>
          <UnsentDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
