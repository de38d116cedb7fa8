// What stands above every screen: appearance, and the way to the first question on the first start.
import { Outlet } from "@tanstack/react-router";
import { Appearance } from "./appearance";

/** The root of all screens. */
export function Root() {
  return (
    <>
      <Appearance />
      <Outlet />
    </>
  );
}
