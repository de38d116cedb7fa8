// Asks for a name, for things that begin as no more than that.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextField } from "./field";

interface Props {
  readonly open: boolean;
  readonly title: string;
  onClose(): void;
  /** Gives what was wrong, or null when it is done. */
  onName(name: string): Promise<unknown>;
}

/** A dialog with one field; stays open when the name was refused. */
export function NameDialog(props: Props) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title}>
      <Form {...props} />
    </Dialog>
  );
}

function Form({ title, onClose, onName }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  async function save(): Promise<void> {
    setTried(true);
    if (name.trim() !== "" && !(await onName(name.trim()))) onClose();
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
        error={tried && name.trim() === "" ? t("field.nameMissing") : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" kind="primary">
          {title}
        </Button>
      </div>
    </form>
  );
}
