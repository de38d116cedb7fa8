// Where the timeline of jobs stands: inside the sheet, at its lower left. In a conversation it keeps
// clear of the end, where one reads and writes: over the list of sessions where that is shown, else
// under the head.
import { createPortal } from "react-dom";
import type { Job } from "../bindings/Job";
import { classNames } from "../lib/class-names";
import { useTimelineSlot } from "../lib/timeline-slot";
import { useWidth } from "../lib/use-media";
import { JobTimeline } from "./job-timeline";
import type { Timeline } from "./use-timeline";

/** The open timeline in its place; `nav` says whether the navigation has its words. */
export function PlacedTimeline({
  jobs,
  timeline,
  nav,
}: {
  readonly jobs: readonly Job[];
  readonly timeline: Timeline;
  readonly nav: boolean;
}) {
  const width = useWidth();
  const slot = useTimelineSlot();
  if (slot && width !== "labelled") {
    const place =
      "absolute top-2 left-2 right-2 max-h-[32vh] rail:right-auto rail:max-h-[45vh] rail:left-4 rail:w-80";
    return createPortal(<JobTimeline jobs={jobs} timeline={timeline} className={place} />, slot);
  }
  const place =
    width === "narrow"
      ? "inset-x-2 bottom-16 max-h-[45vh]"
      : classNames(
          "bottom-[calc(var(--h-statusbar)+0.75rem)] max-h-[60vh]",
          nav ? "left-[calc(var(--w-nav)+0.5rem)]" : "left-[calc(var(--w-rail)+0.5rem)]",
          slot ? "w-[calc(var(--w-list)-1rem)]" : "w-80",
        );
  return <JobTimeline jobs={jobs} timeline={timeline} className={`fixed ${place}`} />;
}
