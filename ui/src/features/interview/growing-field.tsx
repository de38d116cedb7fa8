// A field of several lines that is as high as its text.
import { type ComponentProps, useLayoutEffect, useRef } from "react";
import { classNames } from "../../lib/class-names";

const mostRows = 10;

/** The field; what is typed is given by `value`. */
export function GrowingField({
  ref,
  className,
  ...rest
}: ComponentProps<"textarea"> & { readonly value: string }) {
  const own = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (own.current) grow(own.current, rest.value);
  }, [rest.value]);
  return (
    <textarea
      {...rest}
      ref={(element) => {
        own.current = element;
        if (typeof ref === "function") ref(element);
        else if (ref) ref.current = element;
      }}
      rows={1}
      className={classNames(
        "block w-full min-w-0 resize-none bg-transparent text-14 outline-none",
        className,
      )}
    />
  );
}

/** Makes the field as high as its text, up to some rows. */
function grow(field: HTMLTextAreaElement, text: string): void {
  field.style.height = "auto";
  if (text === "") return;
  const line = Number.parseFloat(getComputedStyle(field).lineHeight) || 22;
  field.style.height = `${Math.min(field.scrollHeight, line * mostRows)}px`;
}
