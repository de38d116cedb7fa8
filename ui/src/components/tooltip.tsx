// A word about a control that shows only an icon. Appears on hover and on focus.
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";

/** A tooltip around one control. */
export function Tooltip({
  text,
  side = "bottom",
  children,
}: {
  readonly text: string;
  readonly side?: "top" | "bottom" | "right";
  readonly children: ReactElement;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="max-w-64 rounded-sm bg-ink px-2 py-1 text-11 text-on-ink shadow-2">
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
