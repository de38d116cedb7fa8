// A word about a control that shows only an icon. Appears on hover and on focus, goes with Esc.
// The control keeps its own accessible name; the tooltip repeats it for the eyes.
import { type ReactNode, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

type Side = "top" | "bottom" | "right";

interface Place {
  readonly left: number;
  readonly top: number;
}

const gap = 6;
const hoverMs = 400;
const shifts: Record<Side, string> = {
  top: "max-w-36 -translate-x-1/2 -translate-y-full",
  bottom: "max-w-36 -translate-x-1/2",
  right: "max-w-64 -translate-y-1/2",
};

function placeBeside(box: DOMRect, side: Side): Place {
  if (side === "right") return { left: box.right + gap, top: box.top + box.height / 2 };
  const left = Math.min(window.innerWidth - 72, Math.max(72, box.left + box.width / 2));
  return { left, top: side === "top" ? box.top - gap : box.bottom + gap };
}

/** A tooltip around one control. */
export function Tooltip({
  text,
  side = "bottom",
  children,
}: {
  readonly text: string;
  readonly side?: Side;
  readonly children: ReactNode;
}) {
  const anchor = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [place, setPlace] = useState<Place | null>(null);

  function show(): void {
    const box = anchor.current?.firstElementChild?.getBoundingClientRect();
    if (box) setPlace(placeBeside(box, side));
  }
  function hide(): void {
    clearTimeout(timer.current);
    setPlace(null);
  }

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!place) return;
    const pressed = (event: KeyboardEvent) => event.key === "Escape" && setPlace(null);
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [place]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the control inside is what is used
    <span
      ref={anchor}
      className="contents"
      onPointerEnter={() => {
        timer.current = setTimeout(show, hoverMs);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && show()}
      onBlur={hide}
    >
      {children}
      {place &&
        createPortal(
          <span
            role="tooltip"
            className={`pointer-events-none fixed z-60 w-max rounded-sm bg-ink px-2 py-1 text-11 text-on-ink shadow-2 ${shifts[side]}`}
            style={place}
          >
            {text}
          </span>,
          document.body,
        )}
    </span>
  );
}
