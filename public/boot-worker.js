// Starts the worker that reads and counts.
const release = new URL(import.meta.url).search;
const worker = await import(new URL('./worker.js' + release, import.meta.url).href);
await worker.default({ module_or_path: new URL('./worker_bg.wasm' + release, import.meta.url).href });
