// The constraints screen.

/** The constraints screen. */
export function ConstraintsScreen() {
  return <h1 className="p-6 font-semibold text-20">Constraints</h1>;
}
