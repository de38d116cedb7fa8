// The text of a job, put together from any pieces.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addChunk, type JobText, wholeText } from "./job-text";

const scalars = fc.array(
  fc.oneof(fc.constantFrom("a", "é", "漢", "😀", "e\u0301", "\n"), fc.string({ unit: "binary" })),
);

function pieces(text: string, cuts: readonly number[]) {
  const all = [...text];
  const ends = [...new Set(cuts.map((cut) => cut % (all.length + 1)))].toSorted((a, b) => a - b);
  return [...ends, all.length].map((end, index, list) => {
    const off = list[index - 1] ?? 0;
    return { off, text: all.slice(off, end).join("") };
  });
}

function added(start: JobText, chunks: readonly { off: number; text: string }[]): JobText {
  return chunks.reduce((text, chunk) => {
    const next = addChunk(text, chunk);
    if (!next) throw new Error("a hole");
    return next;
  }, start);
}

test("chunks of any split give the text", () => {
  fc.assert(
    fc.property(scalars, fc.array(fc.nat()), (parts, cuts) => {
      const text = parts.join("");
      expect(added(wholeText(""), pieces(text, cuts))).toEqual(wholeText(text));
    }),
  );
});

test("repeated chunks from any place on give the text", () => {
  fc.assert(
    fc.property(scalars, fc.array(fc.nat()), fc.nat(), (parts, cuts, from) => {
      const text = parts.join("");
      const chunks = pieces(text, cuts);
      const again = chunks.slice(from % (chunks.length + 1));
      expect(added(added(wholeText(""), chunks), again)).toEqual(wholeText(text));
    }),
  );
});

test("a chunk behind a hole is refused", () => {
  expect(addChunk(wholeText("😀b"), { off: 3, text: "c" })).toBeNull();
});

test("a chunk inside the text replaces what stood from there on", () => {
  expect(addChunk(wholeText("😀bcd"), { off: 2, text: "X" })).toEqual({ text: "😀bX", length: 3 });
});
