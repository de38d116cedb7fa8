// The fields of a project. Only what changed is sent.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../bindings/Project";
import type { ProjectChange } from "../../bindings/ProjectChange";
import type { ProjectStatus } from "../../bindings/ProjectStatus";
import type { ProjectWeight } from "../../bindings/ProjectWeight";
import { Button } from "../../components/button";
import { SelectField, TextField } from "../../components/field";
import { useSend } from "../../data/commands";
import { fieldText, readNumber, type Typed } from "../../lib/number-field";

const statuses: readonly ProjectStatus[] = ["suggested", "active", "paused", "done", "rejected"];
const weights: readonly ProjectWeight[] = ["key", "normal", "minor"];

/** The form below a row. */
export function ProjectForm({ project, onClose }: { readonly project: Project; onClose(): void }) {
  const { t } = useTranslation();
  const send = useSend();
  const [name, setName] = useState(project.name);
  const [status, setStatus] = useState(project.status);
  const [weight, setWeight] = useState(project.weight);
  const [hours, setHours] = useState(fieldText(project.weekly_hours));
  const [alignment, setAlignment] = useState(percentText(project.alignment));
  const [progress, setProgress] = useState(percentText(project.progress));
  const typed = {
    hours: readNumber(hours, 0, 168),
    alignment: readNumber(alignment, 0, 100),
    progress: readNumber(progress, 0, 100),
  };
  const nameError = name.trim() === "" ? t("field.nameMissing") : undefined;
  const percentError = (value: Typed) =>
    value.is === "wrong" ? t("field.percentRange") : undefined;

  async function save(): Promise<void> {
    if (nameError || Object.values(typed).some((value) => value.is === "wrong")) return;
    const change: ProjectChange = {
      ...(name.trim() !== project.name && { name: name.trim() }),
      ...(status !== project.status && { status }),
      ...(weight !== project.weight && { weight }),
      ...(typed.hours.is === "number" && { weekly_hours: typed.hours.value }),
      ...(typed.alignment.is === "number" && { alignment: typed.alignment.value / 100 }),
      ...(typed.progress.is === "number" && { progress: typed.progress.value / 100 }),
    };
    if (!(await send({ type: "update_project", id: project.id, change }))) onClose();
  }

  return (
    <form
      className="mt-3 grid grid-cols-2 gap-3 rounded-md bg-sunken p-3 wide:grid-cols-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        className="col-span-full"
        label={t("field.name")}
        maxLength={120}
        value={name}
        error={nameError}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label={t("field.status")}
        value={status}
        options={statuses.map((value) => ({ value, label: t(`projectStatus.${value}`) }))}
        onChoose={setStatus}
      />
      <SelectField
        label={t("field.weight")}
        value={weight}
        options={weights.map((value) => ({ value, label: t(`weight.${value}`) }))}
        onChoose={setWeight}
      />
      <TextField
        label={t("field.hours")}
        inputMode="decimal"
        value={hours}
        error={typed.hours.is === "wrong" ? t("field.hoursRange") : undefined}
        onChange={(event) => setHours(event.target.value)}
      />
      <TextField
        label={t("field.alignment")}
        inputMode="decimal"
        value={alignment}
        error={percentError(typed.alignment)}
        onChange={(event) => setAlignment(event.target.value)}
      />
      <TextField
        label={t("field.progress")}
        inputMode="decimal"
        value={progress}
        error={percentError(typed.progress)}
        onChange={(event) => setProgress(event.target.value)}
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

function percentText(share: number | null): string {
  return share === null ? "" : String(Math.round(share * 100));
}
