// Choosing and trying the language model. The key passes through here once and is kept nowhere.
import { useQueryClient } from "@tanstack/react-query";
import type { ModelChoice } from "../bindings/ModelChoice";
import type { ModelTrial } from "../bindings/ModelTrial";
import type { Problem } from "../bindings/Problem";
import { problemOf } from "../platform/platform";
import { ask } from "./ask";
import { useSend } from "./commands";
import { keys } from "./keys";
import { usePlatform } from "./use-platform";

/** How a test ended: one of the two is there. */
export interface Trial {
  readonly result: ModelTrial | null;
  readonly problem: Problem | null;
}

/** Words questions with a model from now on, or with none; gives whether it is so. */
export function useChooseModel(): (
  choice: ModelChoice | null,
  key: string | null,
) => Promise<boolean> {
  const send = useSend();
  const client = useQueryClient();
  return async (choice, key) => {
    const problem = await send({ type: "choose_model", choice, key });
    await client.invalidateQueries({ queryKey: keys.models });
    await client.invalidateQueries({ queryKey: keys.bootstrap });
    return problem === null;
  };
}

/** Asks a model for a few words. A refusal is a result like another. */
export function useTestModel(): (choice: ModelChoice, key: string | null) => Promise<Trial> {
  const platform = usePlatform();
  return async (choice, key) => {
    try {
      const command = { type: "test_model", choice, key } as const;
      const { trial } = await ask(platform, command, "model_tested");
      return { result: trial, problem: null };
    } catch (error) {
      return { result: null, problem: problemOf(error) };
    }
  };
}
