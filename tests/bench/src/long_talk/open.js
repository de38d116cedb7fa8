// Notes how long it takes from the click on a link until a message is painted at the end of the log.
const [link, last] = arguments;
window.__opened = null;
const task = new MessageChannel();
document.querySelector(link).addEventListener(
  "click",
  () => {
    const began = performance.now();
    task.port1.onmessage = () => {
      window.__opened = performance.now() - began;
    };
    const look = () => {
      const row = document.querySelector(`[data-message-id="${last}"]`);
      const log = row?.closest("[role=log]")?.getBoundingClientRect();
      const end = row?.getBoundingClientRect().bottom;
      if (log && end > log.top && end <= log.bottom) task.port2.postMessage(0);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  },
  { once: true, capture: true },
);
