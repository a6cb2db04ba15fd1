// Starts the worker that unpacks archives, workbooks and JSON and decodes what is not UTF-8. Its program is loaded with the page, so that no container asks
// for anything later; each container gets an instance of its own, whose memory goes with it.
const release = new URL(import.meta.url).search;
const at = (file) => new URL(file + release, import.meta.url).href;
const [{ default: program }, module] = await Promise.all([
  import(at('./unpack.js')),
  fetch(at('./unpack_bg.wasm'))
    .then((response) => response.arrayBuffer())
    .then((bytes) => WebAssembly.compile(bytes)),
]);

// What was asked for, or a sentence that says why it cannot be had: the parts as files, of the type text/csv where they were
// written here; or the text with how it came from the file.
async function answer(what, name, file, label) {
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return `${name} could not be read to its end: it was moved, deleted or changed, or is too big. Choose it again.`;
  }
  try {
    const { initSync, transcode, unpack } = program();
    initSync({ module });
    if (what === 'text') {
      const [text, from] = transcode(bytes, label);
      return [new Blob([text]), from];
    }
    const told = unpack(name, bytes);
    const parts = [];
    for (let i = 0; i < told.length; i += 3) parts.push(new File([told[i + 1]], told[i], { type: told[i + 2] ? 'text/csv' : '' }));
    return parts;
  } catch (error) {
    return typeof error === 'string' ? error : `${name} could not be unpacked in this tab, mostly for want of memory: unpack it yourself and choose the CSV file inside.`;
  }
}

onmessage = async ({ data: asked, ports: [port] }) => {
  port.postMessage(await answer(...asked));
  // Chromium looks for instances that are left over when memory is asked for; memory that nobody writes to costs none.
  setTimeout(() => {
    for (let i = 0; i < 8; i += 1) new ArrayBuffer(1 << 27);
  });
};
postMessage('ready');
