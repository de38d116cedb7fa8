// Gives components the platform that the program was opened with.
import { createContext, use } from "react";
import type { Platform } from "../platform/platform";

/** Set once at the top. */
export const PlatformContext = createContext<Platform | null>(null);

/** The platform; only below the provider. */
export function usePlatform(): Platform {
  const platform = use(PlatformContext);
  if (!platform) throw new Error("The platform is missing above this component.");
  return platform;
}
