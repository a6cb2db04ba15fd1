// Starts the page. The policy of the page allows no script inside it, so this is a file of its own.
// The release's mark stands in this file's own address and goes on to all others, so that no cache mixes two releases.
const release = new URL(import.meta.url).search;
const at = (file) => new URL(file + release, import.meta.url).href;
const root = document.documentElement;
root.dataset.release = release;
root.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

// The worker's program in the page, for browsers in which no worker can start.
globalThis.denominatorHere = (port) => {
  import(at('./worker.js'))
    .then(async (worker) => {
      await worker.default({ module_or_path: at('./worker_bg.wasm') });
      worker.serve(port);
    })
    // An answer that nobody understands tells the page that nothing will come.
    .catch(() => port.postMessage(new Uint8Array()));
};

// A worker that says when it can be asked.
const started = (file) =>
  new Promise((ready, broken) => {
    const worker = new Worker(at(file), { type: 'module' });
    worker.onmessage = () => ready(worker);
    worker.onerror = broken;
  });

// The worker that unpacks, loaded once.
let unpacker;
globalThis.denominatorUnpacker = () => (unpacker ??= started('./boot-unpack.js'));

// What a worker answers; whoever still waits when it breaks is told so.
const answered = (worker, asked) =>
  new Promise((answer, broken) => {
    const { port1, port2 } = new MessageChannel();
    const heard = new AbortController();
    worker.addEventListener('error', broken, { signal: heard.signal });
    port1.onmessage = ({ data }) => {
      heard.abort();
      answer(data);
    };
    worker.postMessage(asked, [port2]);
  });
const unpacking = async (...asked) => answered(await denominatorUnpacker(), asked);
// The parts of a container as files, or a sentence that says why there are none.
globalThis.denominatorUnpack = (name, file) => unpacking('parts', name, file);
// The text of a file that is not in UTF-8 and how it came from it, or a sentence that says why there is none.
globalThis.denominatorTranscode = (name, file, label) => unpacking('text', name, file, label);

// The worker that puts exports of delivery tools together, loaded once; what is asked of one that is there goes out at once.
let history;
let historian;
globalThis.denominatorHistory = () => (history ??= started('./boot-history.js').then((worker) => (historian = worker)));
// What is asked of it, and what it tells; a sentence is thrown where it could not.
globalThis.denominatorAskHistory = async (...asked) => {
  const worker = historian ?? (await denominatorHistory());
  const said = await answered(worker, asked).catch(() => {
    history = historian = undefined;
    throw 'The part of the page that puts exports together stopped. Reload the page and open the files again.';
  });
  if ('broke' in said) throw said.broke;
  return said.told;
};

import(at('./app.js'))
  .then((app) => app.default({ module_or_path: at('./app_bg.wasm') }))
  .catch(() => {
    const starting = document.getElementById('starting');
    if (!starting) return;
    starting.textContent =
      location.protocol === 'file:'
        ? 'A page opened from disk may not load its own program. Serve this folder with any web server and open it from there.'
        : 'Denominator could not start: its program did not load. Reload the page; if that does not help, ask whoever hosts it whether app_bg.wasm is there.';
  });
