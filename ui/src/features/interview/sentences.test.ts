// Sentences for screen readers.
import { expect, test } from "vitest";
import { completeSentences } from "./sentences";

const words = (text: string) => completeSentences(text).map((sentence) => sentence.words);

test("only sentences that ended are given", () => {
  expect(words("Four hours. What did")).toEqual(["Four hours."]);
  expect(words("Version 1.4 is")).toEqual([]);
  expect(words("難しかった。次は")).toEqual(["難しかった。"]);
});

test("marks of emphasis are not read out", () => {
  expect(words("You said so. **What then?** Go")).toEqual(["You said so.", "What then?"]);
});

test("a sentence keeps its place while more is written", () => {
  const first = completeSentences("One. Two.");
  const later = completeSentences("One. Two. Three. ");
  expect(later.slice(0, first.length)).toEqual(first);
});
