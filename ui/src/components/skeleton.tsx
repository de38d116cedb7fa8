// The shape of content that is not here yet. Shows only after 200 ms.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const widths = ["62%", "88%", "74%", "80%", "56%"];

/** Some grey lines in place of content; after 10 seconds it says that it still waits. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useTranslation();
  const [waited, setWaited] = useState<"shortly" | "some" | "long">("shortly");
  useEffect(() => {
    const shown = setTimeout(() => setWaited("some"), 200);
    const late = setTimeout(() => setWaited("long"), 10_000);
    return () => {
      clearTimeout(shown);
      clearTimeout(late);
    };
  }, []);
  if (waited === "shortly") return <div className="min-h-16" aria-busy />;
  return (
    <div role="status" aria-label={t("state.loading")} className="flex flex-col gap-3 p-4">
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change their order
          key={line}
          className="h-3 rounded-xs bg-neutral-soft"
          style={{ width: widths[line % widths.length] }}
        />
      ))}
      {waited === "long" && <span className="text-12 text-text-3">{t("state.waiting")}</span>}
    </div>
  );
}
