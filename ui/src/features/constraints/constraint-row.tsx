// One constraint with its weight; its fields open below it.
import { Check, Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Constraint } from "../../bindings/Constraint";
import { Button } from "../../components/button";
import { ProgressBar } from "../../components/progress-bar";
import { useSend } from "../../data/commands";
import { formatPercent } from "../../lib/format";
import { ConstraintForm } from "./constraint-form";

/** A row of the list. */
export function ConstraintRow({ constraint }: { readonly constraint: Constraint }) {
  const { t } = useTranslation();
  const send = useSend();
  const [editing, setEditing] = useState(false);
  const { id, name, kind, severity, status } = constraint;
  const quote = constraint.evidence.find((one) => one.quote !== null)?.quote;
  const setStatus = (to: Constraint["status"]) =>
    void send({ type: "update_constraint", id, change: { status: to } });
  return (
    <li
      data-testid="constraint-row"
      data-constraint-id={id}
      data-status={status}
      className="border-line-subtle border-t px-4 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <h3
            className={
              status === "rejected" ? "font-medium text-text-3 line-through" : "font-medium"
            }
          >
            {name}
          </h3>
          {quote && <p className="quoted mt-0.5 text-12 text-text-2">{quote.text}</p>}
          <p className="text-11 text-text-3">{t(`constraintKind.${kind}`)}</p>
        </div>
        <div className="flex w-36 items-center gap-2">
          <span className="flex-1">
            <ProgressBar share={severity} label={t("constraints.severityOf", { name })} />
          </span>
          <span className="num w-9 text-right text-12 text-text-2">{formatPercent(severity)}</span>
        </div>
        <div className="ml-auto flex flex-wrap justify-end gap-1">
          {status === "suggested" && (
            <Button small onClick={() => setStatus("active")}>
              <Check aria-hidden className="size-3.5" />
              {t("skills.confirm")}
            </Button>
          )}
          {status === "suggested" && (
            <Button small kind="quiet" onClick={() => setStatus("rejected")}>
              {t("skills.reject")}
            </Button>
          )}
          {status === "active" && (
            <Button small kind="quiet" onClick={() => setStatus("resolved")}>
              {t("constraints.resolve")}
            </Button>
          )}
          {(status === "resolved" || status === "rejected") && (
            <Button small kind="quiet" onClick={() => setStatus("active")}>
              {t("constraints.reactivate")}
            </Button>
          )}
          <Button
            small
            kind="quiet"
            aria-expanded={editing}
            aria-label={t("projects.edit", { name })}
            onClick={() => setEditing(!editing)}
          >
            <Pencil aria-hidden className="size-3.5" />
            {t("skills.edit")}
          </Button>
        </div>
      </div>
      {editing && (
        <div className="mt-3 rounded-md bg-sunken p-3">
          <ConstraintForm
            start={{ name, kind, severity }}
            verb={t("action.save")}
            onClose={() => setEditing(false)}
            onSave={(change) => send({ type: "update_constraint", id, change })}
          />
        </div>
      )}
    </li>
  );
}
