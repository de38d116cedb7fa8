// The interviewer's words, written in Markdown. What draws them is fetched beside the screen; until
// it is there the words stand as they were written.
import { lazy, Suspense } from "react";

const drawing = import("./rich-text");
const RichText = lazy(() => drawing.then((module) => ({ default: module.RichText })));

/** Words with emphasis, lists, tables and code; `writing` while more of them come. */
export function MarkdownText({
  text,
  writing = false,
}: {
  readonly text: string;
  readonly writing?: boolean;
}) {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
      <RichText text={text} writing={writing} />
    </Suspense>
  );
}
