// Both languages are complete and ask for the same values.
import { expect, test } from "vitest";
import german from "./de.json";
import english from "./en.json";
import germanInterview from "./interview.de.json";
import englishInterview from "./interview.en.json";
import germanModels from "./models.de.json";
import englishModels from "./models.en.json";

function flat(tree: object, prefix = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

function wanted(text: string): string[] {
  return [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? "").toSorted();
}

test.each([
  ["app", english, german],
  ["interview", englishInterview, germanInterview],
  ["models", englishModels, germanModels],
])("the %s texts are in both languages with the same values", (_, left, right) => {
  const first = flat(left);
  const second = flat(right);
  expect([...second.keys()].toSorted()).toEqual([...first.keys()].toSorted());
  for (const [key, text] of first)
    expect([key, wanted(second.get(key) ?? "")]).toEqual([key, wanted(text)]);
});

test("no text is empty or shouts", () => {
  for (const text of [...flat(english).values(), ...flat(german).values()]) {
    expect(text).not.toBe("");
    expect(text).not.toMatch(/!/);
  }
});
