// The settings screen.

/** The settings screen. */
export function SettingsScreen() {
  return <h1 className="p-6 font-semibold text-20">Settings</h1>;
}
