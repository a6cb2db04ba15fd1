// Hands the chosen file to a worker and waits for its first answer. `?peer=raw` names the worker's program.
const peer = new URL(location.href).searchParams.get('peer');
const worker = new Worker(`${peer}.mjs`, { type: 'module' });
const heard = () => new Promise((resolve, reject) => {
  worker.onmessage = (event) => resolve(event.data);
  worker.onerror = (event) => reject(new Error(event.message));
});
window.ready = heard();
document.querySelector('input').addEventListener('change', (event) => {
  const start = performance.now();
  window.done = (async () => {
    const answer = heard();
    worker.postMessage(event.target.files[0]);
    return { ...(await answer), ms: performance.now() - start };
  })();
});
