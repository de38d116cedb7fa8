// Program text with its parts in colours, as elements and never as HTML. The colours are in
// styles.css under the names that highlight.js gives to the parts.
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { common, createLowlight } from "lowlight";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";

const languages = createLowlight(common);

/** The text in colours; in none where the language is not known. */
export function ColouredCode({
  code,
  language,
}: {
  readonly code: string;
  readonly language: string;
}) {
  if (!languages.registered(language)) return code;
  return toJsxRuntime(languages.highlight(language, code), { Fragment, jsx, jsxs });
}
