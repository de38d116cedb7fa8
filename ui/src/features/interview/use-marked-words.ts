// Marks words in the stored messages that are drawn, without touching the messages: the marks are ranges
// that the browser paints. One that cannot shows none; the row of the hit is tinted in any case.
import { type RefObject, useEffect } from "react";
import { placesOf } from "./found-words";

const name = "found";

/** Marks these words in what scrolls, also in messages that come or change; none for no words. */
export function useMarkedWords(scroller: RefObject<HTMLElement | null>, words: string): void {
  useEffect(() => {
    const log = scroller.current;
    if (!log || words.trim() === "" || !canMark()) return;
    const mark = () => {
      const texts = [...log.querySelectorAll("[data-testid=message] [data-testid=message-text]")];
      const ranges = texts.flatMap((text) => rangesIn(text, words));
      CSS.highlights.set(name, new Highlight(...ranges));
    };
    mark();
    const changes = new MutationObserver(mark);
    changes.observe(log, { childList: true, characterData: true, subtree: true });
    return () => {
      changes.disconnect();
      CSS.highlights.delete(name);
    };
  }, [scroller, words]);
}

function canMark(): boolean {
  return typeof Highlight !== "undefined" && typeof CSS !== "undefined" && "highlights" in CSS;
}

function rangesIn(element: Element, words: string): Range[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes: Node[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return placesOf(element.textContent ?? "", words).map(({ from, to }) => {
    const range = document.createRange();
    range.setStart(...pointAt(nodes, from));
    range.setEnd(...pointAt(nodes, to));
    return range;
  });
}

/** The node and the place in it that stand so far behind the beginning of the first. */
function pointAt(nodes: readonly Node[], offset: number): [Node, number] {
  let before = 0;
  for (const node of nodes) {
    const length = node.textContent?.length ?? 0;
    if (offset <= before + length) return [node, offset - before];
    before += length;
  }
  throw new RangeError("the place is behind the text");
}
