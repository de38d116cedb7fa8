// Changing a finding where it stands, which accepts it.
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Category } from "../../bindings/Category";
import type { Finding } from "../../bindings/Finding";
import type { FindingEdit } from "../../bindings/FindingEdit";
import { Button } from "../../components/button";
import { SelectField, TextField } from "../../components/field";
import { fieldText, readNumber } from "../../lib/number-field";
import { useCategoryOptions } from "../../lib/use-category-options";
import { changedIn, shownLevel, shownName } from "./finding-groups";

const longestName = 120;

/** Name, level and area. `onSave` gets only what was changed. */
export function FindingForm({
  finding,
  onCancel,
  onSave,
}: {
  readonly finding: Finding;
  onCancel(): void;
  onSave(edit: FindingEdit): void;
}) {
  const { t } = useTranslation("interview");
  const categories = useCategoryOptions();
  const before = {
    name: shownName(finding),
    category: finding.edit?.category ?? finding.category,
    level: shownLevel(finding),
  };
  const [name, setName] = useState(before.name);
  const [category, setCategory] = useState<Category | null>(before.category);
  const [level, setLevel] = useState(levelText(before.level));
  const [tried, setTried] = useState(false);
  const hasLevel = finding.kind === "skill" || finding.kind === "constraint";
  const typed = readNumber(level, 0, 10);
  const words = name.trim();
  const wrongName = words === "" || [...words].length > longestName;
  const wrongLevel =
    hasLevel && (typed.is === "wrong" || (typed.is === "empty" && before.level !== null));

  function save(): void {
    setTried(true);
    if (wrongName || wrongLevel) return;
    const levelChanged = hasLevel && typed.is === "number" && level !== levelText(before.level);
    onSave({
      ...changedIn(finding),
      ...(words !== before.name && { name: words }),
      ...(category !== null && category !== before.category && { category }),
      ...(levelChanged && { level: typed.value / 10 }),
    });
  }

  function pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  }

  return (
    <form
      className="flex flex-col gap-2.5"
      onKeyDown={pressed}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        label={t("findings.name")}
        data-testid="edit-name"
        autoFocus
        value={name}
        error={tried && wrongName ? t("findings.nameMissing") : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      {hasLevel && (
        <TextField
          label={finding.kind === "constraint" ? t("findings.severity") : t("findings.level")}
          data-testid="edit-level"
          inputMode="decimal"
          value={level}
          error={
            tried && wrongLevel
              ? finding.kind === "constraint"
                ? t("findings.severityRange")
                : t("findings.levelRange")
              : undefined
          }
          onChange={(event) => setLevel(event.target.value)}
        />
      )}
      {finding.kind === "skill" && category !== null && (
        <SelectField
          label={t("findings.category")}
          value={category}
          options={categories}
          onChoose={setCategory}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button small onClick={onCancel}>
          {t("findings.cancel")}
        </Button>
        <Button kind="primary" small type="submit" data-testid="edit-save">
          {t("findings.save")}
        </Button>
      </div>
    </form>
  );
}

function levelText(level: number | null): string {
  return fieldText(level === null ? null : level * 10);
}
