// The language model that words the questions: which one, where it is, whether it answers.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Host } from "../../bindings/Host";
import type { LocalModels } from "../../bindings/LocalModels";
import type { ModelsState } from "../../bindings/ModelsState";
import { Button } from "../../components/button";
import { useChooseModel } from "../../data/models";
import { useModels } from "../../data/queries";
import { LocalModelList } from "./local-model-list";
import { ModelForm } from "./model-form";
import { Section, Setting } from "./setting";

/** The model in use and the way to another; a word about where it is chosen, where not here. */
export function ModelsSection({ host }: { readonly host: Host }) {
  const { t } = useTranslation(["models", "app"]);
  const state = useModels().data;
  return (
    <Section name="models" title={t("app:settings.models")}>
      {state && !state.here && (
        <Setting name={t("elsewhere")} note={t("elsewhereNote", { server: host.server ?? "" })} />
      )}
      {state?.here && <Chooser state={state} host={host} />}
    </Section>
  );
}

function Chooser({ state, host }: { readonly state: ModelsState; readonly host: Host }) {
  const { t } = useTranslation("models");
  const choose = useChooseModel();
  const [suggested, setSuggested] = useState<LocalModels | null>(null);
  const { chosen } = state;
  return (
    <>
      <Setting
        name={
          <span data-testid="model-in-use">
            {chosen ? t("inUse", { model: chosen.model }) : t("builtIn")}
          </span>
        }
        note={chosen ? t("inUseNote") : t("builtInNote")}
      >
        {chosen && (
          <Button small data-testid="use-built-in" onClick={() => void choose(null, null)}>
            {t("useBuiltIn")}
          </Button>
        )}
      </Setting>
      <LocalModelList onTake={setSuggested} />
      <ModelForm
        key={suggested ? suggested.base_url : "own"}
        state={state}
        suggested={suggested}
        hasKeyring={host.keyring}
      />
    </>
  );
}
