// Copies a message or a part of it; shows on hover and on focus unless it is to stand there.
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { classNames } from "../../lib/class-names";
import { showToast } from "../../lib/toasts";

/** A small button that copies these words. */
export function CopyButton({
  text,
  label,
  standing = false,
}: {
  readonly text: string;
  /** What it copies, as a verb; the message unless given. */
  readonly label?: string;
  /** Whether it shows without hover. */
  readonly standing?: boolean;
}) {
  const { t } = useTranslation("interview");
  const [copied, setCopied] = useState(false);
  const words = copied ? t("conversation.copied") : (label ?? t("conversation.copy"));
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      className={classNames(
        "-my-1 grid size-6 place-items-center rounded-xs text-text-3 hover:bg-hover hover:text-text touch:-my-3.5 touch:size-11",
        !standing &&
          "opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100",
      )}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => showToast({ kind: "done", text: t("conversation.copyFailed") }),
        );
      }}
      onBlur={() => setCopied(false)}
    >
      <Icon aria-hidden className="size-3" />
    </button>
  );
}
