// Numbers, percentages and times as the look asks for them: true minus, en dash with spaces,
// two decimals for η, one for levels, none for confidence.
import i18next from "i18next";

const noValue = "–";

function locale(): string {
  return i18next.resolvedLanguage ?? "en";
}

function decimals(value: number, digits: number): string {
  if (!Number.isFinite(value)) return noValue;
  const format = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(value).replace("-", "−");
}

/** η and the terms it is made of: two decimals. */
export function formatIndex(value: number): string {
  return decimals(value, 2);
}

/** A level from 0 to 10: one decimal. */
export function formatLevel(value: number): string {
  return decimals(value, 1);
}

/** A count or hours: as few decimals as it takes, at most one. */
export function formatNumber(value: number): string {
  const format = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });
  return Number.isFinite(value) ? format.format(value).replace("-", "−") : noValue;
}

/** A share from 0 to 1 as a percentage, rounded down at the bounds of a band. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return noValue;
  const format = new Intl.NumberFormat(locale(), {
    style: "percent",
    maximumFractionDigits: 0,
  });
  return format.format(wholePercent(share) / 100);
}

/** A share from 0 to 1 in whole percent: rounded, but never up across 50 or 80. */
export function wholePercent(share: number): number {
  const rounded = Math.round(share * 100);
  const crosses = [50, 80].some((bound) => share * 100 < bound && rounded >= bound);
  return crosses ? rounded - 1 : rounded;
}

/** A range with an en dash. */
export function formatRange(low: string, high: string): string {
  return `${low} – ${high}`;
}

/** A difference of η with its sign. */
export function formatChange(value: number): string {
  const size = formatIndex(Math.abs(value));
  return Number(value.toFixed(2)) === 0 ? `±${size}` : `${value < 0 ? "−" : "+"}${size}`;
}

/** Names in a row, such as a, b and c. */
export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(locale()).format(names);
}

/** A day, such as 20 November. */
export function formatDay(at: string | Date): string {
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "long",
  }).format(new Date(at));
}

/** A weekday and day, such as Friday 20 November. */
export function formatWeekday(at: Date): string {
  const format = new Intl.DateTimeFormat(locale(), {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  return format.format(at).replace(",", "");
}

/** A time of day. */
export function formatTime(at: string): string {
  const format = new Intl.DateTimeFormat(locale(), {
    hour: "2-digit",
    minute: "2-digit",
  });
  return format.format(new Date(at));
}

/** A time of day with seconds, for logs. */
export function formatClock(at: string): string {
  const format = new Intl.DateTimeFormat(locale(), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return format.format(new Date(at));
}

/** How long something takes or took, as minutes and seconds, with hours when there are some. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
  return [first, ...rest.map((part) => String(part).padStart(2, "0"))].join(":");
}

/** A stretch of time in words, in the largest unit that fits. */
export function formatDuration(seconds: number): string {
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ] as const;
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? units[3];
  const format = new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    unitDisplay: "long",
    maximumFractionDigits: 0,
  });
  return format.format(Math.max(0, seconds) / size);
}

/** How long ago, in the largest unit that fits. */
export function formatAgo(at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (seconds < 60) return relative.format(-seconds, "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return relative.format(-minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (hours < 24) return relative.format(-hours, "hour");
  const days = Math.round(hours / 24);
  return days < 45
    ? relative.format(-days, "day")
    : relative.format(-Math.round(days / 30.4), "month");
}

/** When something was, as short as it can be told apart: the time today, the weekday this week, else
 * the day. */
export function formatMoment(at: string, now: number): string {
  const then = new Date(at);
  if (then.toDateString() === new Date(now).toDateString()) return formatTime(at);
  const thisWeek = now - then.getTime() < 6 * 86_400_000;
  const form = thisWeek
    ? ({ weekday: "short" } as const)
    : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(locale(), form).format(then);
}
