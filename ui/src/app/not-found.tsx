// A path nobody knows.
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "../components/button";
import { EmptyState } from "../components/empty-state";

/** Says so and leads to the dashboard. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={Compass}
      title={t("state.notFound")}
      actions={
        <Link to="/" className={buttonClass({})}>
          {t("nav.dashboard")}
        </Link>
      }
    />
  );
}
