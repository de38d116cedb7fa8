// The real host: two Tauri commands and one channel, nothing else.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Announcement } from "../bindings/Announcement";
import type { Reply } from "../bindings/Reply";
import { type Platform, ProblemError, problemOf } from "./platform";

/** The platform inside the desktop program. */
export const tauriPlatform: Platform = {
  async dispatch(command) {
    try {
      return await invoke<Reply>("dispatch", { command });
    } catch (error) {
      throw new ProblemError(problemOf(error));
    }
  },
  async subscribe(callback) {
    const channel = new Channel<Announcement>();
    channel.onmessage = callback;
    await invoke("subscribe", { channel });
  },
};
