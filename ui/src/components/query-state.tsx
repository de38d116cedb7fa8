// Loading and error of something read, in one way for every screen.
import type { UseQueryResult } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../lib/use-problem-text";
import { problemOf } from "../platform/platform";
import { Button } from "./button";
import { EmptyState } from "./empty-state";
import { Skeleton } from "./skeleton";

/** Shows the data when it is there, else that it comes or why it does not. */
export function QueryState<T>({
  query,
  lines = 3,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Skeleton lines={lines} />;
  return (
    <EmptyState
      alert
      icon={TriangleAlert}
      title={t("state.notLoaded")}
      text={problemText(problemOf(query.error))}
      actions={<Button onClick={() => void query.refetch()}>{t("action.tryAgain")}</Button>}
    />
  );
}
