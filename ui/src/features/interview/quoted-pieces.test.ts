// Places counted in Unicode scalar values.
import fc from "fast-check";
import { expect, test } from "vitest";
import { finding } from "../../platform/fake-records";
import { pieces } from "./quoted-pieces";

function quoteIn(text: string, words: string, id = "f1") {
  const start = [...text.slice(0, text.indexOf(words))].length;
  const made = finding({ id, name: id }, words);
  return { ...made, quote: { ...made.quote, start, end: start + [...words].length } };
}

test("emoji and CJK before a quote do not move it", () => {
  const text = "👩‍🚒🎉 東京で配管を直した and I re-drew the joint 🎯 at once";
  const found = pieces(text, [quoteIn(text, "re-drew the joint 🎯")]);
  expect(found.map((piece) => piece.text)).toEqual([
    "👩‍🚒🎉 東京で配管を直した and I ",
    "re-drew the joint 🎯",
    " at once",
  ]);
  expect(found.map((piece) => piece.finding?.id)).toEqual([undefined, "f1", undefined]);
});

test("a quote that is not there word for word is not underlined", () => {
  const text = "I split the crew";
  const wrong = { ...quoteIn(text, "the crew"), edit: null };
  wrong.quote = { ...wrong.quote, start: 0, end: 8 };
  expect(pieces(text, [wrong])).toEqual([{ text, finding: null }]);
});

test("rejected and overlapping quotes are left out", () => {
  const text = "I split the crew of seven";
  const long = quoteIn(text, "split the crew", "long");
  const inner = quoteIn(text, "the crew of", "inner");
  const rejected = { ...quoteIn(text, "seven", "no"), decision: "rejected" as const };
  const marked = pieces(text, [inner, rejected, long]).filter((piece) => piece.finding);
  expect(marked.map((piece) => piece.finding?.id)).toEqual(["long"]);
});

test("the pieces are always the whole text", () => {
  const anyText = fc.string({ unit: "grapheme", maxLength: 60 });
  fc.assert(
    fc.property(anyText, fc.array(fc.tuple(fc.nat(60), fc.nat(60))), (text, places) => {
      const findings = places.map(([start, length], index) => {
        const words = [...text].slice(start, start + length).join("");
        const made = finding({ id: `f${index}`, name: "a" }, words);
        return { ...made, quote: { ...made.quote, start, end: start + length } };
      });
      const found = pieces(text, findings);
      expect(found.map((piece) => piece.text).join("")).toBe(text);
    }),
  );
});
