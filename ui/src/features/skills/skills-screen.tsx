// The skills screen.

/** The skills screen. */
export function SkillsScreen() {
  return <h1 className="p-6 font-semibold text-20">Skills</h1>;
}
