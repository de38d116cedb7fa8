// Buttons: primary is ink and appears once a view, secondary has a line, quiet has none,
// destructive only in the step that confirms.
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "../lib/class-names";

/** How loud a button is. */
type ButtonKind = "primary" | "secondary" | "quiet" | "danger" | "link";

const kinds: Record<ButtonKind, string> = {
  primary: "border-ink bg-ink text-on-ink shadow-1 hover:border-ink-hover hover:bg-ink-hover",
  secondary: "border-line bg-surface shadow-1 hover:bg-hover active:bg-selected",
  quiet: "border-transparent text-text-2 hover:bg-hover hover:text-text active:bg-selected",
  danger: "border-danger-fill bg-danger-fill text-on-danger",
  link: "border-transparent text-accent hover:underline underline-offset-2",
};

interface Look {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
  /** Square, for an icon alone; give an `aria-label`. */
  readonly square?: boolean;
}

/** The classes of a button, for links that look like one. */
export function buttonClass({ kind = "secondary", small = false, square = false }: Look): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-sm border font-medium transition-colors duration-(--t-fast)",
    "disabled:border-line disabled:border-dashed disabled:bg-sunken disabled:text-text-3 disabled:shadow-none",
    small ? "h-(--h-control-sm) gap-1.5 text-12" : "h-(--h-control) gap-1.5 text-13",
    square ? (small ? "w-(--h-control-sm)" : "w-(--h-control)") : small ? "px-2" : "px-3",
    kinds[kind],
  );
}

/** A button. Busy keeps its words beside a ring and does not act. */
export function Button({
  kind,
  small,
  square,
  busy = false,
  className,
  children,
  ...rest
}: ComponentProps<"button"> & Look & { readonly busy?: boolean }) {
  const look = {
    ...(kind && { kind }),
    ...(small && { small }),
    ...(square && { square }),
  };
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : rest.onClick}
      className={classNames(buttonClass(look), className)}
    >
      {busy && <LoaderCircle aria-hidden className="spin size-3.5 text-info" />}
      {children}
    </button>
  );
}
