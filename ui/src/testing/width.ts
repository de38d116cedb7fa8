// The width of the window, which jsdom has none of.

const watching = new Set<EventListenerOrEventListenerObject>();

/** Pretends that the window is this wide from now on; within `act` where something is shown. */
export function setWidth(pixels: number): void {
  window.matchMedia = (query) => {
    const bound = /width >= ([\d.]+)rem/.exec(query)?.[1];
    return {
      matches: bound !== undefined && pixels >= Number(bound) * 16,
      media: query,
      onchange: null,
      addEventListener: (_type: string, listener: EventListenerOrEventListenerObject) => {
        watching.add(listener);
      },
      removeEventListener: (_type: string, listener: EventListenerOrEventListenerObject) => {
        watching.delete(listener);
      },
      addListener: () => {},
      removeListener: () => {},
      dispatchEvent: () => false,
    };
  };
  const changed = new Event("change");
  for (const listener of watching) {
    if (typeof listener === "function") listener(changed);
  }
}
