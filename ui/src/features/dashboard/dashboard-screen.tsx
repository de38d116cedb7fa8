// The dashboard screen.

/** The dashboard screen. */
export function DashboardScreen() {
  return <h1 className="p-6 font-semibold text-20">Dashboard</h1>;
}
