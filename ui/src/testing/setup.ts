// Runs before every test file: matchers, words, and what jsdom lacks.
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll, vi } from "vitest";
import { forgetDismissed } from "../lib/dismissed";
import { startI18n } from "../lib/i18n";
import { useToasts } from "../lib/toasts";
import { setWidth } from "./width";

// Screens are fetched when first shown, which takes a while on a busy machine.
configure({ asyncUtilTimeout: 5_000 });

beforeAll(async () => {
  setWidth(1280);
  Element.prototype.scrollIntoView = () => {};
  window.scrollTo = () => {};
  HTMLCanvasElement.prototype.getContext = () => null;
  vi.stubGlobal("ResizeObserver", NoResizes);
  await startI18n("en");
});

afterEach(() => {
  cleanup();
  useToasts.setState({ toasts: [] });
  forgetDismissed();
});

class NoResizes {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
