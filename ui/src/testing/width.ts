// The width of the window, which jsdom has none of.

/** Pretends that the window is this wide. */
export function setWidth(pixels: number): void {
  window.matchMedia = (query) => {
    const bound = /width >= ([\d.]+)rem/.exec(query)?.[1];
    return {
      matches: bound !== undefined && pixels >= Number(bound) * 16,
      media: query,
      onchange: null,
      addEventListener: () => {},
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
      dispatchEvent: () => false,
    };
  };
}
