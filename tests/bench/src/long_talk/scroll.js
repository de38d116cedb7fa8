// Scrolls up by some pixels with each frame, for so many frames or until the first message is seen.
const [first, pixels, most, done] = arguments;
const log = document.querySelector("[role=log]");
const frames = [];
let rows = 0;
let before;
const step = () => {
  const now = performance.now();
  if (before !== undefined) frames.push(now - before);
  before = now;
  rows = Math.max(rows, log.querySelectorAll("[data-index]").length);
  const isThere = log.querySelector(`[data-message-id="${first}"]`) !== null;
  if (frames.length === most || (isThere && log.scrollTop <= 0)) return done({ frames, rows });
  log.scrollTop -= pixels;
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
