// On or off.
import type { ComponentProps } from "react";

/** A switch; give it an `aria-label` or a label around it. */
export function Switch(props: Omit<ComponentProps<"input">, "type" | "role" | "className">) {
  return (
    <span className="relative inline-flex h-5 w-8 shrink-0 items-center rounded-full border border-line-control bg-surface has-checked:border-accent-fill has-checked:bg-accent-fill has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <input
        {...props}
        type="checkbox"
        role="switch"
        aria-checked={props.checked ?? false}
        className="peer absolute -inset-1 opacity-0 touch:-inset-3"
      />
      <span
        aria-hidden
        className="pointer-events-none ml-0.75 size-3 rounded-full bg-line-control transition-transform duration-(--t-fast) peer-checked:translate-x-3 peer-checked:bg-on-accent"
      />
    </span>
  );
}
