// The text of a job while it is written, put together from chunks. Offsets count Unicode scalar
// values, not UTF-16 units. Pure; the cache around it is in apply.ts and queries.ts.

/** A piece of text and where it belongs, in Unicode scalar values. */
export interface Chunk {
  readonly off: number;
  readonly text: string;
}

/** A job's text so far and its length in Unicode scalar values. */
export interface JobText {
  readonly text: string;
  readonly length: number;
}

/** A text as the engine gave it. */
export function wholeText(text: string): JobText {
  return { text, length: scalarLength(text) };
}

/** The text with a chunk in its place; what stood from there on is replaced. Null when the chunk
 * would leave a hole: then the text must be read again. */
export function addChunk(current: JobText, chunk: Chunk): JobText | null {
  if (chunk.off > current.length) return null;
  const kept = chunk.off === current.length ? current.text : scalarPrefix(current.text, chunk.off);
  return {
    text: kept + chunk.text,
    length: chunk.off + scalarLength(chunk.text),
  };
}

function scalarLength(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function scalarPrefix(text: string, count: number): string {
  let left = count;
  let end = 0;
  for (const scalar of text) {
    if (left === 0) break;
    left -= 1;
    end += scalar.length;
  }
  return text.slice(0, end);
}
