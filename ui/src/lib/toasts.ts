// Short messages at the edge of the window. What they look like is in components/toaster.tsx.
import { create } from "zustand";
import type { Problem } from "../bindings/Problem";

/** What a toast says: a finished sentence, or a problem to be put into words. */
export type ToastContent =
  | {
      readonly kind: "done";
      readonly text: string;
      readonly action?: ToastAction;
    }
  | {
      readonly kind: "problem";
      readonly problem: Problem;
      readonly action?: ToastAction;
    };

/** The one thing a toast offers to do. */
interface ToastAction {
  readonly label: string;
  run(): void;
}

/** A toast on screen. */
export type Toast = ToastContent & { readonly id: number };

/** The toasts on screen, oldest first. */
export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({
  toasts: [],
}));

let lastId = 0;
const mostToasts = 4;

/** Shows a toast; the oldest makes room. */
export function showToast(content: ToastContent): void {
  lastId += 1;
  const toast: Toast = { ...content, id: lastId };
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts, toast].slice(-mostToasts),
  }));
}

/** Takes a toast away. */
export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({
    toasts: toasts.filter((toast) => toast.id !== id),
  }));
}
