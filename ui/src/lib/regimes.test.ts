// Which regimes an interval touches.
import { expect, test } from "vitest";
import { regimesBetween } from "./regimes";

test("lower bounds belong to the upper regime", () => {
  expect(regimesBetween(0.7, 0.89)).toEqual(["approaching"]);
  expect(regimesBetween(0.9, 1.1)).toEqual(["threshold", "escaping"]);
  expect(regimesBetween(0.2, 1.6)).toHaveLength(5);
});
