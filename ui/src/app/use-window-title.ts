// Keeps the title of the window: the page, and the state of the connection unless all is well.
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isPlainlyLive, useLink } from "../data/use-link";

const pages = ["interview", "skills", "projects", "constraints", "import", "settings"] as const;

/** Sets the title while the layout is shown. */
export function useWindowTitle(): void {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const link = useLink();
  const page = t(`nav.${pages.find((one) => pathname.startsWith(`/${one}`)) ?? "dashboard"}`);
  const state = link?.state === "ready" ? "behind" : (link?.state ?? "connecting");
  const title = !link || isPlainlyLive(link) ? page : t(`title.${state}`, { page });
  useEffect(() => {
    document.title = `${title} – TrajectoryOS`;
  }, [title]);
}
