// Looking for words in a text as a person means it: capitals, accents and more than one space make no
// difference. Places are those of a JavaScript string. Pure.

/** A piece of a text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where the words stand in the text, in order and without overlap; nowhere when there are no
 * words. */
export function placesOf(text: string, words: string): Place[] {
  const wanted = folded(words.trim()).text;
  if (wanted === "") return [];
  const { text: heap, origin } = folded(text);
  const places: Place[] = [];
  let at = heap.indexOf(wanted);
  while (at >= 0) {
    const end = at + wanted.length;
    places.push({ from: origin[at] ?? 0, to: origin[end] ?? text.length });
    at = heap.indexOf(wanted, end);
  }
  return places;
}

/** Whether the words are in the text; for many texts. */
export function hasWords(text: string, words: string): boolean {
  const wanted = plain(words.trim());
  return wanted !== "" && plain(text).includes(wanted);
}

/** A text in Markdown without the marks, about as it is read. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/[*_`~#>|]/g, "");
}

/** The text without what makes no difference. */
function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/\s+/g, " ");
}

/** The same, with where each unit of it came from. */
function folded(text: string): { readonly text: string; readonly origin: readonly number[] } {
  let kept = "";
  const origin: number[] = [];
  let at = 0;
  for (const character of text) {
    const piece = plain(character);
    if (piece !== " " || !kept.endsWith(" ")) {
      kept += piece;
      for (let index = 0; index < piece.length; index += 1) origin.push(at);
    }
    at += character.length;
  }
  return { text: kept, origin };
}
