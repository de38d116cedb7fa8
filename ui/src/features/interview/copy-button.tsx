// Copies a message; shows on hover and on focus.
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** A small button that copies these words. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation("interview");
  const [copied, setCopied] = useState(false);
  const label = copied ? t("conversation.copied") : t("conversation.copy");
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="-my-1 grid size-6 place-items-center rounded-xs opacity-0 hover:bg-hover focus-visible:opacity-100 group-hover:opacity-100 touch:opacity-100"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true));
      }}
      onBlur={() => setCopied(false)}
    >
      <Icon aria-hidden className="size-3" />
    </button>
  );
}
