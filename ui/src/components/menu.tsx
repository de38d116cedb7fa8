// The look of a menu that opens from a button.
import { Menu } from "@base-ui/react/menu";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names";

/** The classes of an item. */
export const menuItemClass =
  "flex min-h-8 select-none items-center gap-2 rounded-sm px-2.5 outline-none data-highlighted:bg-hover touch:min-h-11";

/** What opens; inside a `Menu.Root`. */
export function MenuPopup({
  side = "bottom",
  align = "end",
  className,
  children,
}: {
  readonly side?: "top" | "bottom";
  readonly align?: "start" | "end";
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <Menu.Portal>
      <Menu.Positioner side={side} align={align} sideOffset={4} className="z-50">
        <Menu.Popup
          className={classNames(
            "rise min-w-36 rounded-md bg-raised p-1 shadow-3 outline-none",
            className,
          )}
        >
          {children}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}
