// Changes a skill: its name, category, level and hours. The edit counts as the person's word.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Category } from "../../bindings/Category";
import type { SkillChange } from "../../bindings/SkillChange";
import type { SkillView } from "../../bindings/SkillView";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { SelectField, TextField } from "../../components/field";
import { useSend } from "../../data/commands";
import { fieldText, readNumber } from "../../lib/number-field";
import { useCategoryOptions } from "../../lib/use-category-options";

interface Props {
  readonly view: SkillView;
  readonly open: boolean;
  onClose(): void;
}

/** The form in a dialog. */
export function EditSkillDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t("skillForm.edit", { name: props.view.skill.name })}
    >
      <Form {...props} />
    </Dialog>
  );
}

function Form({ view, onClose }: Props) {
  const { t } = useTranslation();
  const send = useSend();
  const categories = useCategoryOptions();
  const [name, setName] = useState(view.skill.name);
  const [category, setCategory] = useState<Category>(view.skill.category);
  const [level, setLevel] = useState(fieldText(Math.round(view.belief.level * 10) / 10));
  const [hours, setHours] = useState(fieldText(view.skill.hours_per_week));
  const [saving, setSaving] = useState(false);
  const typedLevel = readNumber(level, 0, 10);
  const typedHours = readNumber(hours, 0, 168);
  const nameError = name.trim() === "" ? t("field.nameMissing") : undefined;
  const levelError = typedLevel.is === "number" ? undefined : t("field.levelRange");
  const hoursError = typedHours.is === "wrong" ? t("field.hoursRange") : undefined;

  async function save(): Promise<void> {
    if (nameError || typedLevel.is !== "number" || hoursError) return;
    const change: SkillChange = {};
    if (name.trim() !== view.skill.name) change.name = name.trim();
    if (category !== view.skill.category) change.category = category;
    if (Math.abs(typedLevel.value - view.belief.level) >= 0.05) {
      change.level = typedLevel.value / 10;
    }
    if (typedHours.is === "number" && typedHours.value !== view.skill.hours_per_week) {
      change.hours_per_week = typedHours.value;
    }
    setSaving(true);
    const problem =
      Object.keys(change).length > 0 &&
      (await send({ type: "update_skill", id: view.skill.id, change }));
    setSaving(false);
    if (!problem) onClose();
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
        data-testid="edit-name"
        maxLength={120}
        value={name}
        error={nameError}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label={t("field.category")}
        value={category}
        options={categories}
        onChoose={setCategory}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t("field.level")}
          data-testid="edit-level"
          inputMode="decimal"
          value={level}
          error={levelError}
          onChange={(event) => setLevel(event.target.value)}
        />
        <TextField
          label={t("field.skillHours")}
          inputMode="decimal"
          value={hours}
          error={hoursError}
          onChange={(event) => setHours(event.target.value)}
        />
      </div>
      <div className="mt-1 flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" kind="primary" data-testid="edit-save" busy={saving}>
          {t("action.save")}
        </Button>
      </div>
    </form>
  );
}
