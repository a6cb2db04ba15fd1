// Starts a worker that reads and counts. One that only helps another to read is given the program that the other has compiled.
const given = location.hash === '#hand' && new Promise((take) => addEventListener('message', ({ data }) => take(data), { once: true }));
const release = new URL(import.meta.url).search;
const worker = await import(new URL('./worker.js' + release, import.meta.url).href);
await worker.default({ module_or_path: (await given) || new URL('./worker_bg.wasm' + release, import.meta.url).href });
