// Numbers as the look asks for them.
import { expect, test } from "vitest";
import { formatElapsed, formatIndex, formatLevel, formatPercent, formatRange } from "./format";

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

test("a time that passes counts minutes and seconds, and hours when there are some", () => {
  expect(formatElapsed(8_400)).toBe("0:08");
  expect(formatElapsed(62_000)).toBe("1:02");
  expect(formatElapsed(3_723_000)).toBe("1:02:03");
  expect(formatElapsed(-5)).toBe("0:00");
});
