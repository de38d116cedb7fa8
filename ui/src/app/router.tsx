// Which screen stands at which path. Each screen is fetched when it is first shown. Paths are kept
// behind the hash, so a reload inside the desktop program finds the same screen.
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from "@tanstack/react-router";
import { Skeleton } from "../components/skeleton";
import { Layout } from "./layout";
import { NotFound } from "./not-found";
import { Root } from "./root";

const rootRoute = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
});

const layoutRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "layout",
  component: Layout,
});

const dashboardRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/",
  component: lazyRouteComponent(
    () => import("../features/dashboard/dashboard-screen"),
    "DashboardScreen",
  ),
});

const interviewRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/interview",
  validateSearch: (search: Record<string, unknown>): { new?: boolean } =>
    search.new ? { new: true } : {},
  component: lazyRouteComponent(
    () => import("../features/interview/interview-screen"),
    "InterviewScreen",
  ),
});

const sessionRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/interview/$sessionId",
  component: lazyRouteComponent(
    () => import("../features/interview/interview-screen"),
    "InterviewScreen",
  ),
});

const skillsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/skills",
  component: lazyRouteComponent(() => import("../features/skills/skills-screen"), "SkillsScreen"),
});

const skillRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/skills/$skillId",
  component: lazyRouteComponent(() => import("../features/skills/skills-screen"), "SkillsScreen"),
});

const projectsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/projects",
  component: lazyRouteComponent(
    () => import("../features/projects/projects-screen"),
    "ProjectsScreen",
  ),
});

const constraintsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/constraints",
  component: lazyRouteComponent(
    () => import("../features/constraints/constraints-screen"),
    "ConstraintsScreen",
  ),
});

const importRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/import",
  component: lazyRouteComponent(() => import("../features/import/import-screen"), "ImportScreen"),
});

const settingsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/settings",
  component: lazyRouteComponent(
    () => import("../features/settings/settings-screen"),
    "SettingsScreen",
  ),
});

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/welcome",
  component: lazyRouteComponent(
    () => import("../features/welcome/welcome-screen"),
    "WelcomeScreen",
  ),
});

const routeTree = rootRoute.addChildren([
  layoutRoute.addChildren([
    dashboardRoute,
    interviewRoute,
    sessionRoute,
    skillsRoute,
    skillRoute,
    projectsRoute,
    constraintsRoute,
    importRoute,
    settingsRoute,
  ]),
  welcomeRoute,
]);

/** A router over this history; the page's hash unless told otherwise. */
export function createAppRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree,
    history,
    defaultPendingComponent: Skeleton,
    defaultPreload: "intent",
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
