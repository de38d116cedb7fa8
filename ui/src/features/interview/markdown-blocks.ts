// Cuts Markdown where a blank line ends a block, so that of words that grow only the last block is
// read anew. The blocks together read as the whole does; where that is not certain, nothing is cut.
// Pure.

const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const fence = /^( *)(`{3,}(?=[^`]*$)|~{3,})/;
// What is named in one block and meant in another, and HTML, which may go on behind a blank line.
const reachesFurther = /\]:|^ {0,3}</m;

/** The blocks of a text, in order; joined by blank lines they are the text but for blank lines. */
export function markdownBlocks(text: string): string[] {
  if (reachesFurther.test(text)) return [text];
  const lines = text.split("\n");
  const blocks: string[] = [];
  let begin = 0;
  let hasList = false;
  let open: string | null = null;
  for (const [at, line] of lines.entries()) {
    if (open !== null) {
      if (closes(line, open)) open = null;
      continue;
    }
    const isItem = listItem.test(line);
    const behindBlank = at > begin && lines[at - 1]?.trim() === "";
    if (behindBlank && /^\S/.test(line) && !(isItem && hasList)) {
      blocks.push(lines.slice(begin, at).join("\n").trimEnd());
      begin = at;
      hasList = false;
    }
    hasList ||= isItem;
    const mark = fence.exec(line);
    // Where code in an entry of a list ends is not said by its marks alone.
    if (mark?.[1]) break;
    open = mark?.[2] ?? null;
  }
  blocks.push(lines.slice(begin).join("\n"));
  return blocks;
}

function closes(line: string, open: string): boolean {
  const mark = /^ {0,3}(`+|~+)\s*$/.exec(line)?.[1];
  return mark?.startsWith(open) ?? false;
}
