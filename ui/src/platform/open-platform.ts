// Chooses the host. The fake is reachable only in development, so it is not in the shipped files.
import type { Platform } from "./platform";
import { tauriPlatform } from "./tauri";

/** The platform this page runs on. */
export async function openPlatform(): Promise<Platform> {
  if ("__TAURI_INTERNALS__" in window) return tauriPlatform;
  if (import.meta.env.DEV) {
    const { fakePlatform } = await import("./fake");
    const { sceneData } = await import("./fake-scenes");
    return fakePlatform(sceneData(location.search));
  }
  throw new Error("This page runs inside the desktop program only.");
}
