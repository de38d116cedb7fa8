// Catches what breaks while a part of the window is drawn, so that the rest stays usable.
import { TriangleAlert } from "lucide-react";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

/** Shows what is so and offers to try again; `name` starts over when it changes. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode; readonly name: string },
  { readonly brokenName: string | null }
> {
  override state = { brokenName: null };

  static getDerivedStateFromError(): { brokenName: string } {
    return { brokenName: "" };
  }

  override componentDidUpdate(previous: { readonly name: string }): void {
    if (previous.name !== this.props.name && this.state.brokenName !== null) {
      this.setState({ brokenName: null });
    }
  }

  override render(): ReactNode {
    if (this.state.brokenName === null) return this.props.children;
    return <Broken onRetry={() => this.setState({ brokenName: null })} />;
  }
}

function Broken({ onRetry }: { onRetry(): void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      alert
      icon={TriangleAlert}
      title={t("state.broken")}
      text={t("state.brokenText")}
      actions={<Button onClick={onRetry}>{t("action.tryAgain")}</Button>}
    />
  );
}
