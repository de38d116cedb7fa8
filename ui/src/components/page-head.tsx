// The head of a page of cards: its title, a quiet line beside it, and at most one primary button.
import type { ReactNode } from "react";

/** The title row of a page. */
export function PageHead({
  title,
  note,
  state,
  actions,
}: {
  readonly title: string;
  readonly note?: string | undefined;
  /** How current the page is, when that is not plain. */
  readonly state?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3.5 pb-2.5 rail:px-6">
      <h1 className="font-semibold text-20 tracking-[-0.015em]">{title}</h1>
      {note && <span className="text-12 text-text-3">{note}</span>}
      {state}
      <span className="flex-1" />
      {actions}
    </div>
  );
}
