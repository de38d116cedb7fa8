// The toasts at the bottom of the window. They go after five seconds, except those that need an
// action; a pointer or focus on them holds the time.
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { dismissToast, type Toast, useToasts } from "../lib/toasts";
import { useProblemText } from "../lib/use-problem-text";
import { Button } from "./button";

const shownMs = 5_000;

/** Where toasts appear; once in the window. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="pointer-events-none fixed right-4 bottom-10 z-60 flex w-85 max-w-[calc(100vw-2rem)] flex-col gap-2 touch:bottom-16">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [held, setHeld] = useState(false);
  const stays = toast.kind === "problem" && toast.action !== undefined;
  useEffect(() => {
    if (held || stays) return;
    const timer = setTimeout(() => dismissToast(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [held, stays, toast.id]);
  const isProblem = toast.kind === "problem";
  const Icon = isProblem ? CircleAlert : CircleCheck;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a pointer here only holds the time
    <div
      data-testid="toast"
      role={isProblem ? "alert" : "status"}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="rise pointer-events-auto flex items-start gap-2.5 rounded-lg bg-raised p-3 shadow-3"
    >
      <Icon
        aria-hidden
        className={isProblem ? "mt-0.5 size-4 shrink-0 text-danger" : "mt-0.5 size-4 shrink-0"}
      />
      <p className="min-w-0 flex-1 text-12">
        {toast.kind === "problem" ? problemText(toast.problem) : toast.text}
      </p>
      {toast.action && (
        <Button
          kind="link"
          small
          onClick={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <Button
        kind="quiet"
        small
        square
        aria-label={t("action.dismiss")}
        onClick={() => dismissToast(toast.id)}
      >
        <X aria-hidden className="size-3.5" />
      </Button>
    </div>
  );
}
