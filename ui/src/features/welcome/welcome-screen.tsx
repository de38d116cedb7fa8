// The welcome screen.

/** The welcome screen. */
export function WelcomeScreen() {
  return <h1 className="p-6 font-semibold text-20">Welcome</h1>;
}
