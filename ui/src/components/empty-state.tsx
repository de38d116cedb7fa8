// What a screen says when there is nothing, or when it could not load: a line icon, what is so,
// what to do, at most two buttons, left aligned.
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names";

/** An empty, error or offline state. `alert` makes screen readers say it at once. */
export function EmptyState({
  icon: Icon,
  title,
  text,
  actions,
  alert = false,
  className,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  readonly actions?: ReactNode;
  readonly alert?: boolean;
  readonly className?: string;
}) {
  return (
    <div
      role={alert ? "alert" : undefined}
      className={classNames("flex max-w-[68ch] flex-col items-start gap-2 p-4", className)}
    >
      <Icon aria-hidden className="size-5 stroke-[1.6] text-text-3" />
      <p className="font-semibold">{title}</p>
      {text && <p className="text-12 text-text-2">{text}</p>}
      {actions && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
