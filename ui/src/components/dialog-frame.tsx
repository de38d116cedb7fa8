// What a dialog looks like and how it holds the focus: in, and back to where it came from; Esc closes
// it. Fetched with the first dialog, see dialog.tsx.
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { classNames } from "../lib/class-names";
import { buttonClass } from "./button";
import type { DialogProps } from "./dialog";

/** The dialog itself. */
export function DialogFrame({
  open,
  onClose,
  title,
  actions,
  wide = false,
  testId,
  initialFocus,
  children,
}: DialogProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop forceRender className="fixed inset-0 z-50 bg-scrim" />
        <Base.Popup
          data-testid={testId}
          {...(initialFocus && { initialFocus })}
          className={classNames(
            "rise fixed inset-x-4 top-[12vh] z-50 mx-auto flex max-h-[76vh] flex-col rounded-[14px] bg-raised shadow-3 outline-none",
            wide ? "max-w-3xl" : "max-w-md",
          )}
        >
          <header className="flex items-center gap-3 px-5 pt-4 pb-2">
            <Base.Title className="min-w-0 flex-1 wrap-anywhere font-semibold text-16">
              {title}
            </Base.Title>
            <Base.Close
              aria-label={t("action.close")}
              className={buttonClass({
                kind: "quiet",
                small: true,
                square: true,
              })}
            >
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <div className="min-h-0 overflow-y-auto px-5 pb-5">{children}</div>
          {actions && (
            <footer className="flex justify-end gap-2 border-line-subtle border-t px-5 py-3">
              {actions}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
