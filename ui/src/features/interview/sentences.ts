// The sentences of a text that are complete while it is still being written. Pure.

/** A sentence and where it begins. */
export interface Sentence {
  readonly at: number;
  readonly words: string;
}

/** Every sentence that has ended; what comes behind the last end is left out. */
export function completeSentences(text: string): Sentence[] {
  const ends = /[.!?…]+["”’)*]*(?=\s)|[。！？]|\n+/gu;
  const sentences: Sentence[] = [];
  let at = 0;
  for (const end of text.matchAll(ends)) {
    const to = end.index + end[0].length;
    const words = text.slice(at, to).replaceAll("*", "").trim();
    if (words !== "") sentences.push({ at, words });
    at = to;
  }
  return sentences;
}
