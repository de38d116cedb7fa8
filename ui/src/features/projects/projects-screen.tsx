// The projects screen.

/** The projects screen. */
export function ProjectsScreen() {
  return <h1 className="p-6 font-semibold text-20">Projects</h1>;
}
