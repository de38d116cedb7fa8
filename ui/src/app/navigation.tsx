// The ways between screens: labelled, as a rail, or as tabs at the bottom.
import { Link, useLocation } from "@tanstack/react-router";
import {
  Anchor,
  CircleAlert,
  Gauge,
  LoaderCircle,
  Lock,
  type LucideIcon,
  Menu as MenuIcon,
  MessagesSquare,
  Settings2,
  Shapes,
  Target,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../bindings/Session";
import { Dialog } from "../components/dialog";
import { Tooltip } from "../components/tooltip";
import { useBootstrap, useConstraints, useProjects, useSessions, useSkills } from "../data/queries";
import { classNames } from "../lib/class-names";

interface Place {
  readonly to: "/" | "/interview" | "/skills" | "/projects" | "/constraints" | "/settings";
  readonly name: "dashboard" | "interview" | "skills" | "projects" | "constraints" | "settings";
  readonly icon: LucideIcon;
}

const places: readonly Place[] = [
  { to: "/", name: "dashboard", icon: Gauge },
  { to: "/interview", name: "interview", icon: MessagesSquare },
  { to: "/skills", name: "skills", icon: Shapes },
  { to: "/projects", name: "projects", icon: Target },
  { to: "/constraints", name: "constraints", icon: Anchor },
];
const settings: Place = { to: "/settings", name: "settings", icon: Settings2 };

function useCounts(): Partial<Record<Place["name"], number>> {
  const skills = useSkills().data?.filter((view) => view.skill.status !== "rejected");
  const projects = useProjects().data?.filter((project) => project.status === "active");
  const constraints = useConstraints().data?.filter((one) => one.status === "active");
  return {
    ...(skills && { skills: skills.length }),
    ...(projects && { projects: projects.length }),
    ...(constraints && { constraints: constraints.length }),
  };
}

function useIsCurrent(): (to: string) => boolean {
  const { pathname } = useLocation();
  return (to) => (to === "/" ? pathname === "/" : pathname.startsWith(to));
}

const linkClass =
  "flex h-7.5 items-center gap-2.5 rounded-sm px-2 font-medium text-text-2 transition-colors duration-(--t-instant) hover:bg-hover aria-[current=page]:bg-selected aria-[current=page]:text-text";

/** The navigation with words, and the newest sessions below. */
export function LabelledNavigation() {
  const { t } = useTranslation();
  const counts = useCounts();
  return (
    <nav
      aria-label={t("nav.label")}
      className="flex min-h-0 flex-col gap-px overflow-y-auto py-1.5 pr-2 pl-2.5 pb-2"
    >
      {places.map((place) => (
        <LabelledLink key={place.name} place={place} count={counts[place.name]} />
      ))}
      <RecentSessions />
      <div className="flex-1" />
      <LabelledLink place={settings} />
      <Person />
    </nav>
  );
}

function LabelledLink({
  place,
  count,
}: {
  readonly place: Place;
  readonly count?: number | undefined;
}) {
  const { t } = useTranslation();
  const isCurrent = useIsCurrent();
  const Icon = place.icon;
  return (
    <Link
      to={place.to}
      data-testid={`nav-${place.name}`}
      aria-current={isCurrent(place.to) ? "page" : undefined}
      className={linkClass}
    >
      <Icon aria-hidden className="size-4 stroke-[1.75]" />
      {t(`nav.${place.name}`)}
      {count !== undefined && count > 0 && (
        <span className="num ml-auto text-11 text-text-3">{count}</span>
      )}
    </Link>
  );
}

function RecentSessions() {
  const { t } = useTranslation();
  const sessions = useSessions().data?.pages[0]?.sessions.slice(0, 5) ?? [];
  if (sessions.length === 0) return null;
  return (
    <>
      <h2 className="px-2 pt-4 pb-1 font-medium text-11 text-text-3">{t("nav.recent")}</h2>
      {sessions.map((session) => (
        <Link
          key={session.id}
          to="/interview/$sessionId"
          params={{ sessionId: session.id }}
          className={linkClass}
        >
          <span className="min-w-0 flex-1 truncate">{session.title || t("nav.untitled")}</span>
          <SessionMark session={session} />
        </Link>
      ))}
    </>
  );
}

function SessionMark({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const mark = "size-3.5 shrink-0";
  if (session.status === "working") {
    const label = t("session.working");
    return <LoaderCircle role="img" aria-label={label} className={`${mark} spin text-info`} />;
  }
  if (session.status === "error") {
    const label = session.error ? `${t("session.error")}: ${session.error}` : t("session.error");
    return (
      <Tooltip text={session.error ?? label} side="right">
        <CircleAlert role="img" aria-label={label} className={`${mark} text-danger`} />
      </Tooltip>
    );
  }
  if (session.status === "finalized") {
    const label = t("session.finalized");
    return <Lock role="img" aria-label={label} className={`${mark} text-text-3`} />;
  }
  return null;
}

function Person() {
  const name = useBootstrap((bootstrap) => bootstrap.preferences.name).data;
  if (!name) return null;
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("");
  return (
    <span className="flex h-8 items-center gap-2 px-1 font-medium text-text-2">
      <span
        aria-hidden
        className="grid size-6 shrink-0 place-items-center rounded-full bg-selected font-semibold text-11 uppercase"
      >
        {initials}
      </span>
      <span className="truncate">{name}</span>
    </span>
  );
}

/** The navigation with icons only; each has its word as a tooltip. */
export function RailNavigation() {
  const { t } = useTranslation();
  const isCurrent = useIsCurrent();
  return (
    <nav aria-label={t("nav.label")} className="flex flex-col items-center gap-px px-2 py-1.5">
      {[...places, settings].map((place) => {
        const Icon = place.icon;
        return (
          <Tooltip key={place.name} text={t(`nav.${place.name}`)} side="right">
            <Link
              to={place.to}
              data-testid={`nav-${place.name}`}
              aria-label={t(`nav.${place.name}`)}
              aria-current={isCurrent(place.to) ? "page" : undefined}
              className={classNames(
                "grid h-8.5 w-9 place-items-center rounded-sm text-text-2 hover:bg-hover aria-[current=page]:bg-selected aria-[current=page]:text-text",
                place.name === "settings" && "mt-auto",
              )}
            >
              <Icon aria-hidden className="size-4 stroke-[1.75]" />
            </Link>
          </Tooltip>
        );
      })}
    </nav>
  );
}

const tabClass =
  "flex h-14 flex-col items-center justify-center gap-0.75 text-11 text-text-3 leading-3.5 aria-[current=page]:font-semibold aria-[current=page]:text-text";

/** The five tabs of a narrow window; the last opens what does not fit. */
export function TabNavigation() {
  const { t } = useTranslation();
  const isCurrent = useIsCurrent();
  const [more, setMore] = useState(false);
  const rest = [...places.slice(4), settings];
  return (
    <nav aria-label={t("nav.label")} className="grid grid-cols-5 border-line border-t bg-bg">
      {places.slice(0, 4).map((place) => {
        const Icon = place.icon;
        return (
          <Link
            key={place.name}
            to={place.to}
            data-testid={`nav-${place.name}`}
            aria-current={isCurrent(place.to) ? "page" : undefined}
            className={tabClass}
          >
            <Icon aria-hidden className="size-5 stroke-[1.6]" />
            {t(`nav.${place.name}`)}
          </Link>
        );
      })}
      <button
        type="button"
        data-testid="nav-more"
        aria-haspopup="dialog"
        aria-current={rest.some((place) => isCurrent(place.to)) ? "page" : undefined}
        className={tabClass}
        onClick={() => setMore(true)}
      >
        <MenuIcon aria-hidden className="size-5 stroke-[1.6]" />
        {t("nav.more")}
      </button>
      <Dialog open={more} onClose={() => setMore(false)} title={t("nav.more")}>
        <ul className="-mx-2">
          {rest.map((place) => {
            const Icon = place.icon;
            return (
              <li key={place.name}>
                <Link
                  to={place.to}
                  data-testid={`nav-${place.name}`}
                  className={classNames(linkClass, "h-11")}
                  onClick={() => setMore(false)}
                >
                  <Icon aria-hidden className="size-5 stroke-[1.6]" />
                  {t(`nav.${place.name}`)}
                </Link>
              </li>
            );
          })}
        </ul>
      </Dialog>
    </nav>
  );
}
