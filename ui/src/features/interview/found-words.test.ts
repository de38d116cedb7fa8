// Words are found whatever their capitals, accents and spaces, and at the place where they stand.
import fc from "fast-check";
import { expect, test } from "vitest";
import { hasWords, placesOf, withoutMarks } from "./found-words";

function found(text: string, words: string): string[] {
  return placesOf(text, words).map(({ from, to }) => text.slice(from, to));
}

test("capitals, accents and more than one space make no difference", () => {
  expect(found("Müller and MULLER and Mu\u0308ller", "muller")).toEqual([
    "Müller",
    "MULLER",
    "Mu\u0308ller",
  ]);
  expect(found("split  the\ncrew, split the crew", " Split the crew ")).toEqual([
    "split  the\ncrew",
    "split the crew",
  ]);
  expect(found("👷 built 👷 it", "built 👷")).toEqual(["built 👷"]);
  expect(found("aaa", "aa")).toEqual(["aa"]);
  expect(placesOf("anything", "  ")).toEqual([]);
});

test("what is read counts, not the marks around it", () => {
  expect(hasWords(withoutMarks("how **did you** decide"), "did you decide")).toBe(true);
});

test("words taken out of a text are found in it, where one of them was", () => {
  const anyText = fc.string({ unit: "grapheme", maxLength: 40 });
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), (text, start, length) => {
      const characters = [...text];
      const from = start % (characters.length + 1);
      const words = characters.slice(from, from + 1 + (length % 9)).join("");
      fc.pre(words.trim().normalize("NFD").replaceAll(/\p{M}/gu, "") !== "");
      fc.pre(!/^\p{M}/u.test(words.trim()));
      expect(hasWords(text, words)).toBe(true);
      expect(hasWords(text, words)).toBe(placesOf(text, words).length > 0);
      for (const place of placesOf(text, words)) {
        expect(hasWords(text.slice(place.from, place.to), words)).toBe(true);
      }
    }),
  );
});
