// The bounds of the regimes, to say in words which of them an interval touches. The regime itself
// comes from the engine.
import type { Regime } from "../bindings/Regime";

/** A regime that is a verdict. */
export type KnownRegime = Exclude<Regime, "unknown">;

const lowerBounds: readonly (readonly [KnownRegime, number])[] = [
  ["falling", Number.NEGATIVE_INFINITY],
  ["approaching", 0.7],
  ["threshold", 0.9],
  ["escaping", 1.1],
  ["free", 1.5],
];

/** The regimes an interval touches, lowest first. Lower bounds belong to the upper regime. */
export function regimesBetween(low: number, high: number): KnownRegime[] {
  return lowerBounds
    .filter(([, from], index) => {
      const to = lowerBounds[index + 1]?.[1] ?? Number.POSITIVE_INFINITY;
      return high >= from && low < to;
    })
    .map(([regime]) => regime);
}
