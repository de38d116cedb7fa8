// Fields of forms: a label, a control, and an error below with an icon that names the range.
import { ChevronDown, CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "../lib/class-names";

const typedClass =
  "h-(--h-control) min-w-0 rounded-sm border bg-surface px-2.5 text-13 placeholder:text-text-3 focus:border-accent! focus:outline-none focus:ring-3 focus:ring-accent-soft aria-invalid:border-danger";

/** The look of anything that is typed into. */
export const controlClass = `${typedClass} border-line-control`;

/** The look of a search field, which its icon and text already identify. */
export const searchClass = `${typedClass} border-line`;

interface Labelled {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly className?: string | undefined;
}

/** A label around any control; the child gets the ids to wire itself to. */
export function Field({
  label,
  hint,
  error,
  className,
  children,
}: Labelled & {
  readonly children: (ids: { id: string; describedBy?: string }) => ReactNode;
}) {
  const id = useId();
  const note = error ?? hint;
  const noteId = `${id}-note`;
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium text-12 text-text-2">
        {label}
      </label>
      {children(note ? { id, describedBy: noteId } : { id })}
      {note && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={classNames(
            "flex items-center gap-1 text-12",
            error ? "text-danger" : "text-text-3",
          )}
        >
          {error && <CircleAlert aria-hidden className="size-3.5 shrink-0" />}
          {note}
        </p>
      )}
    </div>
  );
}

/** A line of text or a number. */
export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: ComponentProps<"input"> & Labelled) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {({ id, describedBy }) => (
        <input
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy}
          className={controlClass}
        />
      )}
    </Field>
  );
}

/** One of several, as the system's own list. */
export function SelectField<T extends string>({
  label,
  hint,
  error,
  className,
  options,
  onChoose,
  ...rest
}: Omit<ComponentProps<"select">, "onChange" | "value"> &
  Labelled & {
    readonly value: T;
    readonly options: readonly { readonly value: NoInfer<T>; readonly label: string }[];
    onChoose(value: NoInfer<T>): void;
  }) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {({ id, describedBy }) => (
        <div className="relative flex min-w-0 flex-col">
          <select
            {...rest}
            id={id}
            aria-describedby={describedBy}
            className={classNames(controlClass, "appearance-none pr-8")}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.target.value);
              if (chosen) onChoose(chosen.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-text-3"
          />
        </div>
      )}
    </Field>
  );
}
