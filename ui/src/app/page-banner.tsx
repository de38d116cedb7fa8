// The one banner above a page: the most serious of what the person should know. The interview has
// its own, which also knows the open session.
import {
  AwayBanner,
  NoticeBanner,
  ResumingBanner,
  useAbsence,
  useNotice,
} from "../components/standing-banners";
import { useBootstrap } from "../data/queries";

/** A notice of the start, an answer that was cut off, or a long absence; nothing when there is none. */
export function PageBanner() {
  const notice = useNotice();
  const absence = useAbsence();
  const resuming = useBootstrap((bootstrap) => bootstrap.resuming).data ?? [];
  const cut = resuming.find((one) => one.expired) ?? resuming[0];
  const banner = notice ? (
    <NoticeBanner notice={notice} />
  ) : cut ? (
    <ResumingBanner resuming={cut} elsewhere />
  ) : absence ? (
    <AwayBanner absence={absence} />
  ) : null;
  return banner && <div className="m-2 mb-0 shrink-0">{banner}</div>;
}
