// Constraints: what holds the person back, how heavy each is, and the load of the week.
import { Anchor, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Constraint } from "../../bindings/Constraint";
import type { ConstraintStatus } from "../../bindings/ConstraintStatus";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { Dialog } from "../../components/dialog";
import { EmptyState } from "../../components/empty-state";
import { PageHead } from "../../components/page-head";
import { QueryState } from "../../components/query-state";
import { useSend } from "../../data/commands";
import { useConstraints } from "../../data/queries";
import { ConstraintForm } from "./constraint-form";
import { ConstraintRow } from "./constraint-row";
import { LoadCard } from "./load-card";

const order: readonly ConstraintStatus[] = ["suggested", "active", "resolved", "rejected"];

/** The constraints screen. */
export function ConstraintsScreen() {
  const { t } = useTranslation();
  const send = useSend();
  const constraints = useConstraints();
  const [adding, setAdding] = useState(false);
  return (
    <div data-testid="constraints" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-240 pb-6">
        <PageHead
          title={t("nav.constraints")}
          actions={
            <Button onClick={() => setAdding(true)}>
              <Plus aria-hidden className="size-3.5" />
              {t("constraints.add")}
            </Button>
          }
        />
        <div className="flex flex-col gap-3.5 px-4 rail:px-6">
          <LoadCard />
          <QueryState query={constraints}>{(data) => <Groups constraints={data} />}</QueryState>
        </div>
      </div>
      <Dialog open={adding} onClose={() => setAdding(false)} title={t("constraints.add")}>
        <ConstraintForm
          start={{ name: "", kind: "time", severity: 0.5 }}
          verb={t("constraints.add")}
          onClose={() => setAdding(false)}
          onSave={(constraint) => send({ type: "create_constraint", constraint })}
        />
      </Dialog>
    </div>
  );
}

function Groups({ constraints }: { readonly constraints: readonly Constraint[] }) {
  const { t } = useTranslation();
  if (constraints.length === 0) {
    return (
      <Card>
        <EmptyState icon={Anchor} title={t("holding.empty")} text={t("holding.emptyText")} />
      </Card>
    );
  }
  return order
    .map((status) => ({ status, rows: constraints.filter((one) => one.status === status) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ status, rows }) => (
      <Card key={status} title={t(`constraintStatus.${status}`)}>
        <ul>
          {rows
            .toSorted((left, right) => right.severity - left.severity)
            .map((constraint) => (
              <ConstraintRow key={constraint.id} constraint={constraint} />
            ))}
        </ul>
      </Card>
    ));
}
