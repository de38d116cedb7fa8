// A choice of a few words beside each other. One tab stop, arrows inside: native radio buttons.
import { type ReactNode, useId } from "react";
import { classNames } from "../lib/class-names";

/** One choice. */
export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly testId?: string;
}

/** Segments of which exactly one is chosen. */
export function Segments<T extends string>({
  label,
  value,
  segments,
  onChoose,
}: {
  readonly label: string;
  readonly value: T;
  readonly segments: readonly Segment<NoInfer<T>>[];
  onChoose(value: NoInfer<T>): void;
}) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex shrink-0 gap-0.5 rounded-md bg-bg p-0.5 inset-ring inset-ring-line-subtle"
    >
      {segments.map((segment) => (
        <label
          key={segment.value}
          data-testid={segment.testId}
          className={classNames(
            "relative inline-flex h-6.5 items-center gap-1.5 rounded-sm px-2.5 font-medium text-12 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 touch:h-10",
            segment.value === value
              ? "bg-raised text-text shadow-1 ring ring-line"
              : "text-text-2 hover:text-text",
          )}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 opacity-0"
            checked={segment.value === value}
            onChange={() => onChoose(segment.value)}
          />
          {segment.icon}
          {segment.label}
        </label>
      ))}
    </div>
  );
}
