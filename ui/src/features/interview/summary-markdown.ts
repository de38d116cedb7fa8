// The summary of a session as a text in Markdown, to be given to somebody. What the person said
// stays text: marks in it are escaped. Pure.

/** The parts of the text, already in words. */
export interface SharedSummary {
  readonly title: string;
  readonly day: string;
  /** Such as “12 answers”. */
  readonly figures: readonly string[];
  /** That several findings are about the same thing; empty when none are. */
  readonly together: string;
  readonly eta: string;
  readonly remarks: readonly string[];
  readonly groups: readonly {
    readonly title: string;
    readonly gains: readonly { readonly name: string; readonly quotes: readonly string[] }[];
  }[];
}

/** The text. */
export function summaryMarkdown(summary: SharedSummary): string {
  const { title, day, figures, together, eta, remarks, groups } = summary;
  const parts = [
    `# ${escaped(title)}`,
    escaped([day, ...figures].join(" · ")),
    escaped(together),
    `**${escaped(eta)}**`,
    remarks.map((remark) => `- ${escaped(remark)}`).join("\n"),
    ...groups.map(({ title: name, gains }) =>
      [
        `## ${escaped(name)}`,
        ...gains.map((gain) =>
          [
            `- ${escaped(gain.name)}`,
            gain.quotes.map((quote) => `  > ${escaped(quote)}`).join("\n  >\n"),
          ].join("\n"),
        ),
      ].join("\n\n"),
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function escaped(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>#|~]/g, "\\$&")
    .replace(/^(?:[-+]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}
