// Puts a refusal of the engine into the person's language. Goes by its code, never by its text.
import { useTranslation } from "react-i18next";
import type { Problem } from "../bindings/Problem";

/**
 * A sentence for a problem: what is so and, where there is something, what to do. With the context
 * `trial` nothing is said of words that were saved, since a connection test has none.
 */
export function useProblemText(context?: "trial"): (problem: Problem) => string {
  const { t } = useTranslation();
  return (problem) => t(`problem.${problem.code}`, context ? { context } : {});
}
