// The one card level. Inside a card only hairlines.
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../lib/class-names";

/** A card; its title names it as a region, `end` stands at the right of the title. */
export function Card({
  title,
  end,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"section">, "title"> & {
  readonly title?: string;
  readonly end?: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      {...rest}
      className={classNames("min-w-0 rounded-lg border border-line bg-surface", className)}
    >
      {title && (
        <header className="flex min-h-10 items-center justify-between gap-2 px-4 pt-0.5">
          <h2 className="truncate font-semibold text-13">{title}</h2>
          {end}
        </header>
      )}
      {children}
    </section>
  );
}
