// A small thing to do with a message or a part of it; shows on hover and on focus unless it is to
// stand there.
import type { LucideIcon } from "lucide-react";
import { classNames } from "../../lib/class-names";

/** A button of one icon; its words are its name and its hint. */
export function IconAction({
  icon: Icon,
  words,
  standing = false,
  off = false,
  testId,
  onClick,
  onBlur,
}: {
  readonly icon: LucideIcon;
  readonly words: string;
  /** Whether it shows without hover. */
  readonly standing?: boolean;
  /** Whether there is nothing to do at present; keys still reach it. */
  readonly off?: boolean;
  readonly testId?: string;
  onClick(): void;
  onBlur?(): void;
}) {
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      aria-disabled={off}
      data-testid={testId}
      className={classNames(
        "-my-1 grid size-6 place-items-center rounded-xs text-text-3 hover:bg-hover hover:text-text aria-disabled:opacity-40 aria-disabled:hover:bg-transparent touch:-my-3.5 touch:size-11",
        !standing &&
          "opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100",
      )}
      onClick={onClick}
      onBlur={onBlur}
    >
      <Icon aria-hidden className="size-3" />
    </button>
  );
}
