// Where the timeline of jobs hangs when a page needs its lower end for itself: a place without
// height that such a page leaves under its head.
import { create } from "zustand";

const useSlot = create<{ readonly slot: HTMLElement | null }>(() => ({ slot: null }));

/** The place on the page that is shown; null when it leaves none. */
export function useTimelineSlot(): HTMLElement | null {
  return useSlot((state) => state.slot);
}

/** As the `ref` of the place. */
export function setTimelineSlot(slot: HTMLElement | null): void {
  useSlot.setState({ slot });
}
