// Copies a message or a part of it.
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { showToast } from "../../lib/toasts";
import { IconAction } from "./icon-action";

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
  return (
    <IconAction
      icon={copied ? Check : Copy}
      words={copied ? t("conversation.copied") : (label ?? t("conversation.copy"))}
      standing={standing}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => showToast({ kind: "done", text: t("conversation.copyFailed") }),
        );
      }}
      onBlur={() => setCopied(false)}
    />
  );
}
