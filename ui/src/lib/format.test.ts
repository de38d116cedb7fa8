// Numbers as the look asks for them.
import { expect, test } from "vitest";
import { formatIndex, formatLevel, formatPercent, formatRange } from "./format";

test("η has two decimals and a true minus", () => {
  expect(formatIndex(1.118)).toBe("1.12");
  expect(formatIndex(-0.1)).toBe("−0.10");
});

test("nothing shows as not a number or infinite", () => {
  expect(formatIndex(Number.NaN)).toBe("–");
  expect(formatPercent(Number.POSITIVE_INFINITY)).toBe("–");
});

test("a percentage never rounds up across the bound of a band", () => {
  expect(formatPercent(0.796)).toBe("79%");
  expect(formatPercent(0.4999)).toBe("49%");
  expect(formatPercent(0.8)).toBe("80%");
  expect(formatPercent(0.667)).toBe("67%");
});

test("a range has an en dash with spaces, a level one decimal", () => {
  expect(formatRange(formatLevel(6.14), formatLevel(8.9))).toBe("6.1 – 8.9");
});
