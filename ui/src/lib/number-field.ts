// What a person typed where a number is wanted. Pure.

/** A number in its range, nothing, or something that is neither. */
export type Typed =
  | { readonly is: "number"; readonly value: number }
  | { readonly is: "empty" }
  | { readonly is: "wrong" };

/** Reads a number between two bounds, both allowed. A comma counts as a decimal point. */
export function readNumber(text: string, min: number, max: number): Typed {
  const trimmed = text.trim().replace(",", ".");
  if (trimmed === "") return { is: "empty" };
  const value = Number(trimmed);
  if (!Number.isFinite(value) || value < min || value > max) return { is: "wrong" };
  return { is: "number", value };
}

/** A number as it stands in a field; empty when there is none. */
export function fieldText(value: number | null): string {
  return value === null ? "" : String(Math.round(value * 100) / 100);
}
