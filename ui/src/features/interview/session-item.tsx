// One session in the list.
import { Menu } from "@base-ui/react/menu";
import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../bindings/Session";
import type { SessionId } from "../../bindings/SessionId";
import type { SessionKind } from "../../bindings/SessionKind";
import { buttonClass } from "../../components/button";
import { MenuPopup, menuItemClass } from "../../components/menu";
import { classNames } from "../../lib/class-names";
import { formatMoment } from "../../lib/format";
import { useNow } from "../../lib/use-now";
import { SessionStatusBadge } from "./session-status-badge";

const itemClass = "block rounded-md px-3 pt-2.25 pb-2.5 hover:bg-hover aria-[current]:bg-selected";

/** A stored session with its actions. */
export function SessionItem({
  session,
  open,
  onOpened,
  onRename,
  onReread,
  onDelete,
}: {
  readonly session: Session;
  readonly open: boolean;
  onOpened?(): void;
  onRename(): void;
  onReread(): void;
  onDelete(): void;
}) {
  const { t } = useTranslation("interview");
  const now = useNow(60_000);
  const title = session.title || t("sessions.untitled");
  return (
    <li
      data-testid="session-item"
      data-session-id={session.id}
      data-status={session.status}
      className="group relative mb-0.5"
    >
      <Link
        to="/interview/$sessionId"
        params={{ sessionId: session.id }}
        aria-current={open ? "true" : undefined}
        className={itemClass}
        onClick={() => onOpened?.()}
        onKeyDown={(event) => {
          if (event.key === "F2") onRename();
          else if (event.key === "Delete") onDelete();
        }}
      >
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
          <time
            dateTime={session.last_message_at}
            className={classNames("num shrink-0 text-11", open ? "text-text-2" : "text-text-3")}
          >
            {formatMoment(session.last_message_at, now)}
          </time>
        </span>
        <span
          className={classNames("block truncate text-12", open ? "text-text-2" : "text-text-3")}
        >
          {session.preview || " "}
        </span>
        <span className="mt-1 flex items-center gap-1.5">
          <SessionStatusBadge status={session.status} error={session.error} />
          <span className={classNames("num text-11", open ? "text-text-2" : "text-text-3")}>
            {t(`kind.${session.kind}`)} ·{" "}
            {t("sessions.messages", { count: session.shown_count ?? session.message_count })}
          </span>
        </span>
      </Link>
      <Actions
        title={title}
        working={session.active_job !== null}
        onRename={onRename}
        onReread={onReread}
        onDelete={onDelete}
      />
    </li>
  );
}

function Actions({
  title,
  working,
  onRename,
  onReread,
  onDelete,
}: {
  readonly title: string;
  /** Whether an answer of the session is under way. */
  readonly working: boolean;
  onRename(): void;
  onReread(): void;
  onDelete(): void;
}) {
  const { t } = useTranslation("interview");
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={t("sessions.actions", { title })}
        className={classNames(
          buttonClass({ kind: "quiet", small: true, square: true }),
          "absolute right-2 bottom-1.5",
        )}
      >
        <Ellipsis aria-hidden className="size-4" />
      </Menu.Trigger>
      <MenuPopup>
        <Menu.Item className={menuItemClass} onClick={onRename}>
          {t("sessions.rename")}
        </Menu.Item>
        <Menu.Item
          data-testid="reread-session"
          className={menuItemClass}
          disabled={working}
          onClick={onReread}
        >
          {t("rereading.open")}
        </Menu.Item>
        <Menu.Item className={menuItemClass} onClick={onDelete}>
          {t("sessions.delete")}
        </Menu.Item>
      </MenuPopup>
    </Menu.Root>
  );
}

/** The open session while nothing of it is stored. */
export function DraftItem({
  id,
  kind,
  onOpened,
}: {
  readonly id: SessionId;
  readonly kind: SessionKind;
  onOpened?(): void;
}) {
  const { t } = useTranslation("interview");
  return (
    <li
      data-testid="session-item"
      data-session-id={id}
      data-status="draft"
      className="relative mb-0.5"
    >
      <Link
        to="/interview/$sessionId"
        params={{ sessionId: id }}
        aria-current="true"
        className={itemClass}
        onClick={() => onOpened?.()}
      >
        <span className="block truncate font-medium">{t("sessions.draft")}</span>
        <span className="block truncate text-12 text-text-2">{t("sessions.draftText")}</span>
        <span className="mt-1 flex items-center gap-1.5">
          <SessionStatusBadge status="draft" />
          <span className="text-11 text-text-2">{t(`kind.${kind}`)}</span>
        </span>
      </Link>
    </li>
  );
}
