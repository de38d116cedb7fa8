// A pane that slides in from the side where there is no room beside the conversation.
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "../../components/button";
import { classNames } from "../../lib/class-names";

/** A drawer at the left or right edge of the window. */
export function SideDrawer({
  side,
  title,
  open,
  onClose,
  children,
}: {
  readonly side: "left" | "right";
  readonly title: string;
  readonly open: boolean;
  onClose(): void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          ref={popup}
          initialFocus={() =>
            popup.current?.querySelector<HTMLElement>("[aria-current], article[tabindex='0']") ??
            true
          }
          className={classNames(
            "fixed inset-y-0 z-50 flex w-[min(21rem,calc(100vw-2.75rem))] flex-col bg-sunken shadow-3 outline-none",
            side === "left" ? "slide-from-left left-0" : "slide-from-right right-0",
          )}
        >
          <Base.Title className="sr-only">{title}</Base.Title>
          {children}
          <Base.Close
            aria-label={t("action.close")}
            className={classNames(
              buttonClass({ kind: "secondary", square: true }),
              "absolute top-2.5",
              side === "left" ? "-right-10" : "-left-10",
            )}
          >
            <X aria-hidden className="size-4" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
