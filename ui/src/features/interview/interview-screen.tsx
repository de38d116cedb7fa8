// The interview screen.

/** The interview screen. */
export function InterviewScreen() {
  return <h1 className="p-6 font-semibold text-20">Interview</h1>;
}
