// What was not read, one by one or counted, with why and what can be done.
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ImportRefusal } from "../../bindings/ImportRefusal";
import { Card } from "../../components/card";

/** The list of them. */
export function RefusedFiles({ refusals }: { readonly refusals: readonly ImportRefusal[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("import.refused")}>
      <ul>
        {refusals.map(({ name, why }) => (
          <li
            key={`${why} ${name}`}
            data-testid="refused-file"
            className="flex gap-2.5 border-line-subtle border-t px-4 py-2"
          >
            <CircleAlert aria-hidden className="mt-0.75 size-3.5 shrink-0 text-warn" />
            <div className="min-w-0 flex-1">
              <p className="wrap-anywhere font-medium">{name}</p>
              <p className="text-12 text-text-2">{t(`import.why.${why}`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
