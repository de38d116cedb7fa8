// With reduced movement nothing moves: every animation either takes its time from the tokens, which
// are 0 then, or stands behind both conditions, the system's and the person's.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const styles = readFileSync("src/styles.css", "utf8");
const tokens = readFileSync("src/tokens.css", "utf8");

/** The rules around a place, from the outermost. */
function around(text: string, at: number): string[] {
  const open: string[] = [];
  let from = 0;
  for (let index = 0; index < at; index += 1) {
    if (text[index] === "{") open.push(text.slice(from, index).trim());
    if (text[index] === "}") open.pop();
    if (/[{};]/.test(text[index] ?? "")) from = index + 1;
  }
  return open;
}

test("no animation runs when movement is reduced", () => {
  const found = [...styles.matchAll(/animation: ([^;]+);/g)];
  expect(found.length).toBeGreaterThan(3);
  for (const [rule, value = ""] of found.map((match) => [match, match[1]] as const)) {
    if (/var\(--t-/.test(value)) continue;
    const guards = around(styles, rule.index).join(" ");
    expect(guards).toContain("prefers-reduced-motion: no-preference");
    expect(guards).toContain('not([data-motion="reduced"])');
  }
});

test("the times of the tokens are 0 when movement is reduced, by the system or the person", () => {
  const times = [...new Set([...tokens.matchAll(/--t-[a-z]+/g)].map(([name]) => name))];
  expect(times.length).toBeGreaterThan(3);
  for (const name of times) {
    const zeros = [...tokens.matchAll(new RegExp(`${name}: 0ms`, "g"))];
    expect([name, zeros.length]).toEqual([name, 2]);
  }
});
