// The fields of a constraint, new or known.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConstraintKind } from "../../bindings/ConstraintKind";
import type { NewConstraint } from "../../bindings/NewConstraint";
import { Button } from "../../components/button";
import { Field, SelectField, TextField } from "../../components/field";
import { formatPercent } from "../../lib/format";

const kinds: readonly ConstraintKind[] = [
  "financial",
  "health",
  "obligation",
  "time",
  "environment",
  "doubt",
  "distraction",
];

/** Name, kind and severity. `onSave` gives what was wrong, or null when it is done. */
export function ConstraintForm({
  start,
  verb,
  onClose,
  onSave,
}: {
  readonly start: NewConstraint;
  readonly verb: string;
  onClose(): void;
  onSave(constraint: NewConstraint): Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(start.name);
  const [kind, setKind] = useState(start.kind);
  const [severity, setSeverity] = useState(start.severity);
  const [tried, setTried] = useState(false);
  const missing = name.trim() === "";

  async function save(): Promise<void> {
    setTried(true);
    if (!missing && !(await onSave({ name: name.trim(), kind, severity }))) onClose();
  }

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={t("field.name")}
        maxLength={120}
        value={name}
        error={tried && missing ? t("field.nameMissing") : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label={t("field.kind")}
        value={kind}
        options={kinds.map((value) => ({ value, label: t(`constraintKind.${value}`) }))}
        onChoose={setKind}
      />
      <Field label={t("field.severity")} hint={t("constraints.severityHint")}>
        {({ id, describedBy }) => (
          <span className="flex items-center gap-3">
            <input
              id={id}
              type="range"
              min={0}
              max={100}
              step={5}
              value={Math.round(severity * 100)}
              aria-describedby={describedBy}
              className="h-(--h-control) flex-1 accent-accent-fill"
              onChange={(event) => setSeverity(Number(event.target.value) / 100)}
            />
            <span className="num w-10 text-right font-semibold">{formatPercent(severity)}</span>
          </span>
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" kind="primary">
          {verb}
        </Button>
      </div>
    </form>
  );
}
