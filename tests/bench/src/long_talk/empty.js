// Notes the frames of a page on which nothing is and nothing happens.
const done = arguments[arguments.length - 1];
document.body.replaceChildren();
const frames = [];
let before;
const step = () => {
  const now = performance.now();
  if (before !== undefined) frames.push(now - before);
  before = now;
  if (frames.length === 600) return done({ frames, rows: 0 });
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
