// The frame of settings: a section with its title, and rows of a name, a note and a control.
import type { ReactNode } from "react";

/** A section that the names at the left lead to. */
export function Section({
  name,
  title,
  children,
}: {
  readonly name: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      id={`settings-${name}`}
      tabIndex={-1}
      aria-label={title}
      className="scroll-mt-4 outline-none"
    >
      <h2 className="mb-2 font-semibold text-16 tracking-[-0.01em]">{title}</h2>
      <div className="divide-y divide-line-subtle rounded-lg border border-line bg-surface">
        {children}
      </div>
    </section>
  );
}

/** A row: what it is, a quiet note, and the control at the right. */
export function Setting({
  name,
  note,
  children,
}: {
  readonly name: ReactNode;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex min-h-12.5 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
      <div className="min-w-44 flex-1">
        <div className="font-medium">{name}</div>
        {note && <div className="break-words text-11 text-text-3">{note}</div>}
      </div>
      {children}
    </div>
  );
}
