// The model servers found on this machine, each with a button that puts it into the form.
import { useTranslation } from "react-i18next";
import type { LocalModels } from "../../bindings/LocalModels";
import { Button } from "../../components/button";
import { useLocalModels } from "../../data/queries";
import { Setting } from "./setting";

/** What answers on the usual ports. */
export function LocalModelList({ onTake }: { onTake(found: LocalModels): void }) {
  const { t } = useTranslation("models");
  const local = useLocalModels();
  const found = local.data ?? [];
  return (
    <>
      <Setting name={t("local")} note={t("found", { count: found.length })}>
        <Button small busy={local.isFetching} onClick={() => void local.refetch()}>
          {t("lookAgain")}
        </Button>
      </Setting>
      {found.map((one) => (
        <Setting
          key={one.base_url}
          name={one.base_url}
          note={one.models.slice(0, 5).join(", ") || t("noModels")}
        >
          <Button
            small
            data-testid="take-local"
            aria-label={t("takeNamed", { address: one.base_url })}
            onClick={() => onTake(one)}
          >
            {t("take")}
          </Button>
        </Setting>
      ))}
    </>
  );
}
