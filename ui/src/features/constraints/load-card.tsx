// The load of the week: who depends on the person and how many hours they work. Part of mass.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LifeState } from "../../bindings/LifeState";
import type { StateChange } from "../../bindings/StateChange";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { TextField } from "../../components/field";
import { useSend } from "../../data/commands";
import { useBootstrap } from "../../data/queries";
import { formatNumber } from "../../lib/format";
import { fieldText, readNumber } from "../../lib/number-field";

/** Dependants and weekly hours, to read and to change. */
export function LoadCard() {
  const { t } = useTranslation();
  const state = useBootstrap((bootstrap) => bootstrap.state).data;
  const [editing, setEditing] = useState(false);
  if (!state) return null;
  return (
    <Card
      title={t("load.title")}
      end={
        !editing && (
          <Button small kind="quiet" aria-label={t("load.edit")} onClick={() => setEditing(true)}>
            {t("skills.edit")}
          </Button>
        )
      }
    >
      {editing ? (
        <Form state={state} onClose={() => setEditing(false)} />
      ) : (
        <p className="px-4 pb-3.5 text-text-2">
          {state.dependants === null
            ? t("load.dependantsUnknown")
            : t("load.dependants", { count: state.dependants })}
          {" · "}
          {state.weekly_hours === null
            ? t("load.hoursUnknown")
            : t("load.hours", { hours: formatNumber(state.weekly_hours) })}
        </p>
      )}
    </Card>
  );
}

function Form({ state, onClose }: { readonly state: LifeState; onClose(): void }) {
  const { t } = useTranslation();
  const send = useSend();
  const [dependants, setDependants] = useState(fieldText(state.dependants));
  const [hours, setHours] = useState(fieldText(state.weekly_hours));
  const typed = { dependants: readNumber(dependants, 0, 50), hours: readNumber(hours, 0, 168) };
  const whole = typed.dependants.is !== "number" || Number.isInteger(typed.dependants.value);
  const dependantsWrong = typed.dependants.is === "wrong" || !whole;

  async function save(): Promise<void> {
    if (dependantsWrong || typed.hours.is === "wrong") return;
    const change: StateChange = {
      ...(typed.dependants.is === "number" && { dependants: typed.dependants.value }),
      ...(typed.hours.is === "number" && { weekly_hours: typed.hours.value }),
    };
    if (!(await send({ type: "update_state", change }))) onClose();
  }

  return (
    <form
      className="grid grid-cols-2 gap-3 px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={t("field.dependants")}
        inputMode="numeric"
        value={dependants}
        error={dependantsWrong ? t("field.dependantsRange") : undefined}
        onChange={(event) => setDependants(event.target.value)}
      />
      <TextField
        label={t("field.hours")}
        inputMode="decimal"
        value={hours}
        error={typed.hours.is === "wrong" ? t("field.hoursRange") : undefined}
        onChange={(event) => setHours(event.target.value)}
      />
      <div className="col-span-full flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" kind="primary">
          {t("action.save")}
        </Button>
      </div>
    </form>
  );
}
