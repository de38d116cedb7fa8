// Input methods for Chinese, Japanese, Korean and others use Enter to accept what they offer.
import type { KeyboardEvent } from "react";

const handledByInputMethod = 229;

/** Whether this key belongs to an input method. WebKit reports the end of a composition before the
 * key that ended it; only the key code tells. */
export function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === handledByInputMethod;
}
