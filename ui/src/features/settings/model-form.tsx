// Kind, address, name and key of a model, with a test before it is used. The key goes to the
// keyring and is never read back.
import { CircleAlert } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LocalModels } from "../../bindings/LocalModels";
import type { ModelChoice } from "../../bindings/ModelChoice";
import type { ModelKind } from "../../bindings/ModelKind";
import type { ModelsState } from "../../bindings/ModelsState";
import { Button } from "../../components/button";
import { SelectField, TextField } from "../../components/field";
import { type Trial, useChooseModel, useTestModel } from "../../data/models";
import { classNames } from "../../lib/class-names";
import { useProblemText } from "../../lib/use-problem-text";

const usual = {
  open_ai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  gemini: "https://generativelanguage.googleapis.com/v1beta",
  ollama: "http://127.0.0.1:11434",
} as const satisfies Record<ModelKind, string>;

const kinds = ["open_ai", "anthropic", "gemini", "ollama"] as const satisfies readonly ModelKind[];

function beginning(state: ModelsState, suggested: LocalModels | null): ModelChoice {
  if (!suggested) return state.chosen ?? { kind: "open_ai", base_url: "", model: "" };
  const { kind, base_url, models } = suggested;
  return { kind, base_url, model: models[0] ?? "" };
}

/** The form; begins with what was found on this machine or else with what is used. */
export function ModelForm({
  state,
  suggested,
  hasKeyring,
}: {
  readonly state: ModelsState;
  readonly suggested: LocalModels | null;
  readonly hasKeyring: boolean;
}) {
  const { t } = useTranslation("models");
  const names = useId();
  const choose = useChooseModel();
  const test = useTestModel();
  const [choice, setChoice] = useState(() => beginning(state, suggested));
  const [key, setKey] = useState("");
  const [trial, setTrial] = useState<Trial | "running" | null>(null);
  const change = (part: Partial<ModelChoice>) => {
    setChoice({ ...choice, ...part });
    setTrial(null);
  };
  const given = key === "" ? null : key;
  const isKept = state.keys.some(
    (place) => place.kind === choice.kind && place.base_url === choice.base_url,
  );
  const place = hasKeyring ? t("keyKept") : t("keyUntilEnd");

  async function tryIt() {
    setTrial("running");
    setTrial(await test(choice, given));
  }

  async function use() {
    if (await choose(choice, given)) setKey("");
  }

  return (
    <form
      data-testid="model-form"
      className="grid gap-3 px-4 py-3 rail:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        void use();
      }}
    >
      <SelectField
        label={t("kind")}
        value={choice.kind}
        options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        onChoose={(kind) => change({ kind })}
      />
      <TextField
        label={t("address")}
        value={choice.base_url}
        placeholder={usual[choice.kind]}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ base_url: event.target.value })}
      />
      <TextField
        label={t("model")}
        required
        list={names}
        maxLength={200}
        value={choice.model}
        autoComplete="off"
        spellCheck={false}
        data-testid="model-name"
        onChange={(event) => change({ model: event.target.value })}
      />
      <datalist id={names}>
        {suggested?.models.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField
        label={t("key")}
        type="password"
        value={key}
        autoComplete="off"
        data-testid="model-key"
        placeholder={isKept ? t("keyThere") : ""}
        hint={place}
        onChange={(event) => {
          setKey(event.target.value);
          setTrial(null);
        }}
      />
      <div className="flex flex-wrap items-center gap-2 rail:col-span-2">
        <Button
          small
          data-testid="test-model"
          disabled={choice.model.trim() === ""}
          busy={trial === "running"}
          onClick={() => void tryIt()}
        >
          {t("test")}
        </Button>
        <Button small type="submit" data-testid="use-model" disabled={choice.model.trim() === ""}>
          {t("use")}
        </Button>
        <TrialResult trial={trial} />
      </div>
    </form>
  );
}

function TrialResult({ trial }: { readonly trial: Trial | "running" | null }) {
  const { t } = useTranslation("models");
  const problemText = useProblemText("trial");
  const failed = trial !== null && trial !== "running" && trial.problem !== null;
  return (
    <p
      role="status"
      data-testid="model-trial"
      className={classNames(
        "flex min-w-0 flex-1 items-center gap-1 text-12",
        failed ? "text-danger" : "text-text-2",
      )}
    >
      {failed && <CircleAlert aria-hidden className="size-3.5 shrink-0" />}
      {trial === "running" && t("testing")}
      {trial !== null && trial !== "running" && (trial.problem ? problemText(trial.problem) : null)}
      {trial !== null && trial !== "running" && trial.result
        ? t(trial.result.extracts ? "works" : "onlyWords", {
            seconds: (trial.result.first_word_ms / 1000).toFixed(1),
          })
        : null}
    </p>
  );
}
