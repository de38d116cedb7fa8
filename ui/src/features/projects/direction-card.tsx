// Where the person wants to go; alignment is measured against it.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { controlClass, Field } from "../../components/field";
import { useSend } from "../../data/commands";
import { useBootstrap } from "../../data/queries";
import { classNames } from "../../lib/class-names";

/** The direction, to read and to change. */
export function DirectionCard() {
  const { t } = useTranslation();
  const direction = useBootstrap((bootstrap) => bootstrap.state.direction).data;
  const [editing, setEditing] = useState(false);
  return (
    <Card
      title={t("direction.title")}
      end={
        !editing && (
          <Button
            small
            kind="quiet"
            aria-label={t("direction.edit")}
            onClick={() => setEditing(true)}
          >
            {t("skills.edit")}
          </Button>
        )
      }
    >
      {editing ? (
        <Form direction={direction ?? ""} onClose={() => setEditing(false)} />
      ) : (
        <p className="px-4 pb-3.5 text-text-2">{direction || t("direction.empty")}</p>
      )}
    </Card>
  );
}

function Form({ direction, onClose }: { readonly direction: string; onClose(): void }) {
  const { t } = useTranslation();
  const send = useSend();
  const [text, setText] = useState(direction);
  async function save(): Promise<void> {
    const change = { direction: text.trim() };
    if (!(await send({ type: "update_state", change }))) onClose();
  }
  return (
    <form
      className="flex flex-col gap-3 px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={t("direction.field")}>
        {({ id }) => (
          <textarea
            id={id}
            rows={2}
            maxLength={500}
            value={text}
            className={classNames(controlClass, "h-auto py-1.5")}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" kind="primary">
          {t("action.save")}
        </Button>
      </div>
    </form>
  );
}
