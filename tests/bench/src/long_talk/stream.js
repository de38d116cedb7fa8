// Notes the frames from the first word of a reply to its last.
const done = arguments[arguments.length - 1];
const frames = [];
let rows = 0;
let before;
const step = () => {
  const now = performance.now();
  const reply = document.querySelector("[data-testid=streaming] [data-testid=message-text]");
  if (before !== undefined) {
    frames.push(now - before);
    rows = Math.max(rows, document.querySelectorAll("[role=log] [data-index]").length);
    if (!reply) return done({ frames, rows });
  }
  if (reply?.textContent) before = now;
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
