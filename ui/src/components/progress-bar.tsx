// How far something is; dashed when it has no end.
import { classNames } from "../lib/class-names";
import { wholePercent } from "../lib/format";

/** A bar from 0 to 1 with a name; null has no end and is drawn dashed. */
export function ProgressBar({
  share,
  label,
  running = false,
}: {
  readonly share: number | null;
  readonly label: string;
  readonly running?: boolean;
}) {
  if (share === null) return <div className="h-1 border-line-control border-b border-dashed" />;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={wholePercent(share)}
      className="h-1 overflow-hidden rounded-full bg-conf-track"
    >
      <div
        className={classNames(
          "h-full rounded-full transition-[width] duration-(--t-slow) ease-in-out",
          running ? "bg-accent" : "bg-text-2",
        )}
        style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }}
      />
    </div>
  );
}
