// Sizes for tests of lists that draw only what is seen: jsdom has no layout.
import { vi } from "vitest";

const sizes = { log: 800, row: 60, width: 600 };

/** Gives the log a height and its rows a height each. */
export function pretendLayout(): void {
  for (const side of ["offsetHeight", "clientHeight"] as const) {
    vi.spyOn(HTMLElement.prototype, side, "get").mockImplementation(function (this: HTMLElement) {
      return this.getAttribute("role") === "log" ? sizes.log : sizes.row;
    });
  }
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(sizes.width);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(sizes.width);
}

/** Lets the log be scrolled: its rows have the heights that the list gave them. */
export function pretendScrolling(): void {
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockImplementation(function (this: Element) {
    return Number.parseFloat(this.querySelector<HTMLElement>("[style]")?.style.height ?? "0");
  });
  Element.prototype.scrollTo = function (this: Element, to?: ScrollToOptions | number) {
    if (typeof to !== "object") return;
    this.scrollTop = to.top ?? 0;
    queueMicrotask(() => this.dispatchEvent(new Event("scroll")));
  };
}
