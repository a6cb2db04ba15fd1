// Starts the program that puts exports of delivery tools together; one thing after the other.
const release = new URL(import.meta.url).search;
const at = (file) => new URL(file + release, import.meta.url).href;
const { default: start, ask, begin, finish, looks, push, remove, rows, sample, soon } = await import(at('./history.js'));
await start({ module_or_path: at('./history_bg.wasm') });

const SLICE = 8 << 20;
const HEAD = 1 << 18;
const bytes = async (file, from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());

const asked = {
  // What a file was taken for, as bytes, and that is what somebody says, if anything; nothing where it is no export; a sentence, or
  // 'utf-8', where it cannot be read.
  async take(number, name, file, said) {
    try {
      if (!said && file.size > HEAD && !looks(name, await bytes(file, 0, HEAD))) return undefined;
      begin(name, file.size);
      // The next slice is on its way while one is taken in.
      let next = bytes(file, 0, SLICE);
      for (let from = 0; from < file.size; from += SLICE) {
        const own = await next;
        next = bytes(file, from + SLICE, from + 2 * SLICE);
        // What fails is told when its turn comes.
        next.catch(() => {});
        push(own);
      }
      return finish(number, said);
    } catch (error) {
      if (typeof error === 'string') return error;
      throw `${name} could not be read for its deployments, changes or incidents: it was moved, deleted or changed, or is too big to be put together in this tab.`;
    }
  },
  remove,
  soon,
  ask,
  rows,
  sample: () => {
    const told = sample();
    const files = [];
    for (let i = 0; i < told.length; i += 2) files.push(new File([told[i + 1]], told[i], { type: 'text/csv' }));
    return files;
  },
};

let last = Promise.resolve();
onmessage = ({ data: [what, ...rest], ports: [port] }) => {
  last = last.then(async () => {
    try {
      port.postMessage({ told: await asked[what](...rest) });
    } catch (error) {
      port.postMessage({ broke: typeof error === 'string' ? error : 'The delivery history could not be put together in this tab, mostly for want of memory: open fewer files.' });
    }
  });
};
postMessage('ready');
