// The connection to the server on this device, and where secrets are kept.
import { LockKeyhole, LockKeyholeOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Host } from "../../bindings/Host";
import type { LinkStatus } from "../../bindings/LinkStatus";
import { Badge } from "../../components/badge";
import { LinkState } from "../../components/link-state";
import { RetryLink } from "../../components/retry-link";
import { useProblemText } from "../../lib/use-problem-text";
import { Section, Setting } from "./setting";

/** State of the link with a way to hurry it, and the keyring. */
export function ConnectionSection({
  link,
  host,
}: {
  readonly link: LinkStatus;
  readonly host: Host;
}) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const note =
    link.state === "degraded"
      ? t(`connection.degraded.${link.transport ?? "web_socket"}`)
      : t(`connection.${link.state}`);
  return (
    <Section name="connection" title={t("settings.connection")}>
      <Setting
        name={<LinkState data-testid="settings-link" />}
        note={link.problem ? `${problemText(link.problem)} ${note}` : note}
      >
        <RetryLink testId="retry-now" />
      </Setting>
      <div data-testid="keyring-notice" data-keyring={host.keyring}>
        <Setting
          name={host.keyring ? t("keyring.ready") : t("keyring.missing")}
          note={host.keyring ? t("keyring.readyNote") : t("keyring.missingNote")}
        >
          <Badge
            tone={host.keyring ? "ok" : "warn"}
            icon={host.keyring ? <LockKeyhole aria-hidden /> : <LockKeyholeOpen aria-hidden />}
          >
            {host.keyring ? t("keyring.badge") : t("keyring.memory")}
          </Badge>
        </Setting>
      </div>
    </Section>
  );
}
