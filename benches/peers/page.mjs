// Has one reader load the chosen file, then answer questions. `?peer=raw` names the program of its worker; `?peer=denominator`
// is the engine of the release, through the same link as the page's.
const peer = new URL(location.href).searchParams.get('peer');
const link = peer === 'denominator' ? ours() : theirs();
window.ready = link.ready;

function ours() {
  const program = import('./lib/ask.js');
  let asker;
  return {
    ready: program.then(async ({ default: start }) => void (await start())),
    async load(file) {
      const { open } = await program;
      asker = await open(new URL('lib/boot-worker.js', location.href).href, file);
      return { rows: asker.rows() };
    },
    ask: async (questions) => ({ answers: JSON.parse(await asker.ask(JSON.stringify(questions))) }),
  };
}

function theirs() {
  const worker = new Worker(`${peer}.mjs`, { type: 'module' });
  const heard = () => new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  const send = (message) => {
    const answer = heard();
    worker.postMessage(message);
    return answer;
  };
  return { ready: heard(), load: send, ask: send };
}

async function timed(act) {
  const start = performance.now();
  return { ...(await act()), ms: performance.now() - start };
}

document.querySelector('input').addEventListener('change', (event) => {
  window.done = timed(() => link.load(event.target.files[0]));
});
window.ask = (questions) => timed(() => link.ask(questions));
