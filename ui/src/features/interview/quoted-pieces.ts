// A message cut at the places that findings quote. Places count Unicode scalar
// values of the words, as the protocol does; here they become places in a JavaScript string. Pure.
import type { Finding } from "../../bindings/Finding";

/** A piece of a message: plain, or the words a finding rests on. */
export interface Piece {
  readonly text: string;
  readonly finding: Finding | null;
}

/** The words cut at the quotes of these findings. A quote that is not there word for word, was
 * rejected, or overlaps an earlier one is left out. */
export function pieces(text: string, findings: readonly Finding[]): Piece[] {
  const quotes = findings
    .filter((finding) => finding.decision !== "rejected")
    .map((finding) => ({ finding, ...placeOf(text, finding) }))
    .filter(({ finding, from, to }) => to > from && text.slice(from, to) === finding.quote.text)
    .toSorted((left, right) => left.from - right.from || right.to - left.to);
  const found: Piece[] = [];
  let at = 0;
  for (const { finding, from, to } of quotes) {
    if (from < at) continue;
    if (from > at) found.push({ text: text.slice(at, from), finding: null });
    found.push({ text: text.slice(from, to), finding });
    at = to;
  }
  if (at < text.length || found.length === 0) found.push({ text: text.slice(at), finding: null });
  return found;
}

function placeOf(text: string, { quote }: Finding): { from: number; to: number } {
  const from = unitsBefore(text, quote.start);
  return { from, to: from + unitsBefore(text.slice(from), quote.end - quote.start) };
}

/** How many UTF-16 units the first scalar values take. */
function unitsBefore(text: string, scalars: number): number {
  let left = scalars;
  let units = 0;
  for (const scalar of text) {
    if (left <= 0) break;
    left -= 1;
    units += scalar.length;
  }
  return units;
}
