// Keeps the title of the window: the page, and that it is offline when it is.
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBootstrap } from "../data/queries";

const pages = ["interview", "skills", "projects", "constraints", "settings"] as const;

/** Sets the title while the layout is shown. */
export function useWindowTitle(): void {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const state = useBootstrap((bootstrap) => bootstrap.link.state).data;
  const page = t(`nav.${pages.find((one) => pathname.startsWith(`/${one}`)) ?? "dashboard"}`);
  const live = state === undefined || state === "ready";
  const title = live ? page : t("title.offline", { page });
  useEffect(() => {
    document.title = `${title} – TrajectoryOS`;
  }, [title]);
}
