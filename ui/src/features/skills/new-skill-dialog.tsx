// Enters a skill by hand. It counts at once, but with little confidence until there is evidence.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Category } from "../../bindings/Category";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { SelectField, TextField } from "../../components/field";
import { useSend } from "../../data/commands";
import { readNumber } from "../../lib/number-field";
import { useCategoryOptions } from "../../lib/use-category-options";

interface Props {
  readonly open: boolean;
  onClose(): void;
}

/** The form in a dialog. */
export function NewSkillDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t("skills.add")}>
      <Form {...props} />
    </Dialog>
  );
}

function Form({ onClose }: Props) {
  const { t } = useTranslation();
  const send = useSend();
  const categories = useCategoryOptions();
  const [name, setName] = useState("");
  const [category, setCategory] = useState<Category>("technical");
  const [level, setLevel] = useState("5");
  const [tried, setTried] = useState(false);
  const typed = readNumber(level, 0, 10);
  const nameError = tried && name.trim() === "" ? t("field.nameMissing") : undefined;

  async function save(): Promise<void> {
    setTried(true);
    if (name.trim() === "" || typed.is !== "number") return;
    const skill = { name: name.trim(), category, level: typed.value / 10 };
    if (!(await send({ type: "create_skill", skill }))) onClose();
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
        error={nameError}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label={t("field.category")}
        value={category}
        options={categories}
        onChoose={setCategory}
      />
      <TextField
        label={t("field.level")}
        inputMode="decimal"
        value={level}
        error={typed.is === "number" ? undefined : t("field.levelRange")}
        onChange={(event) => setLevel(event.target.value)}
      />
      <div className="mt-1 flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" kind="primary">
          {t("skills.add")}
        </Button>
      </div>
    </form>
  );
}
