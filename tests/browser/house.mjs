// A server, a browser, and what a visitor does: open the page, drop files, read figures.
import { chromium } from 'playwright-core';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser as findBrowser } from '../../tools/browser.mjs';
import { serve } from '../../tools/serve.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BASE = '/team/denominator/';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A file of the shared folder, or null where it is not here. */
export function shared(path) {
  const root = process.env.DENOMINATOR_SHARED ?? join(ROOT, '..', 'shared');
  const file = join(root, path);
  return existsSync(file) ? file : null;
}

export async function open(folder = join(ROOT, 'dist')) {
  const server = await serve(folder, 0, BASE);
  const address = `http://127.0.0.1:${server.address().port}${BASE}`;
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No browser: install Chromium, Chrome or Edge, or point DENOMINATOR_BROWSER at one.');
  const chrome = await chromium.launch({ executablePath, args: FLAGS });
  return {
    address,
    visit: (options) => visit(chrome, address, options),
    close: async () => {
      await chrome.close();
      await new Promise((done) => server.close(done));
    },
  };
}

async function visit(chrome, address, { width = 1440, height = 1000, dark = false, route } = {}) {
  const context = await chrome.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', acceptDownloads: true, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const requests = [];
  const complaints = [];
  let loaded = false;
  context.on('request', (request) => {
    if (loaded && !request.url().startsWith('blob:')) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  if (route) await route(context);
  // With DENOMINATOR_SLOWER=6 the page is as slow as on a poor phone, and a journey that does not wait for what it looks at fails.
  const slower = Number(process.env.DENOMINATOR_SLOWER ?? 1);
  if (slower > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.goto(address);
  await page.getByRole('button', { name: 'Try the synthetic sample' }).waitFor();
  await page.waitForLoadState('networkidle');
  loaded = true;

  const self = {
    page,
    requests,
    complaints,
    /** Drops files anywhere on the page, as a hand does. Each is a path, or { name, text } or { name, bytes }. */
    async drop(...files) {
      const parts = files.map((file) =>
        typeof file === 'string'
          ? { name: basename(file), base64: readFileSync(file).toString('base64') }
          : { name: file.name, base64: Buffer.from(file.bytes ?? file.text, file.bytes ? undefined : 'utf8').toString('base64') },
      );
      await page.evaluate((parts) => {
        const transfer = new DataTransfer();
        for (const { name, base64 } of parts) {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          transfer.items.add(new File([bytes], name));
        }
        for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      }, parts);
    },
    async sample() {
      await page.getByRole('button', { name: 'Try the synthetic sample' }).click();
      await self.drawn(4);
    },
    /** Waits until so many figures are painted. */
    async drawn(many) {
      await page.waitForFunction((many) => document.querySelectorAll('.figure .drawn svg').length >= many, many, { timeout: 15_000 });
    },
    figure: (part) => page.locator('figure.figure').filter({ has: page.locator('.plot-in'), hasText: part }).first(),
    /** What a click saves, as bytes with its name. */
    async saved(figure, item) {
      await figure.getByRole('button', { name: 'Save the figure' }).click();
      const [download] = await Promise.all([page.waitForEvent('download'), figure.getByRole('button', { name: item }).click()]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    },
    /** What a click copies, by kind: texts as they are, the picture as how many bytes it has. */
    async copied(figure) {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await figure.getByRole('button', { name: 'Copy picture, table and sentence' }).click();
      await figure.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
      return page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const kinds = item.types.map(async (kind) => {
          const blob = await item.getType(kind);
          return [kind, kind === 'image/png' ? blob.size : await blob.text()];
        });
        return Object.fromEntries(await Promise.all(kinds));
      });
    },
    async inView() {
      return page.locator('.inview .fraction').first().innerText().then((text) => text.replace(/\s+/g, '/'));
    },
    async picture(name) {
      const folder = join(ROOT, 'tests/browser/shots');
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name.replace(/[^\w-]+/g, '-')}.png`), fullPage: true });
    },
    /** No request and no complaint since the page was loaded. */
    assertQuiet() {
      if (requests.length) throw new Error(`The page made ${requests.length} requests after it was loaded: ${requests.slice(0, 3).join(', ')}`);
      if (complaints.length) throw new Error(`The browser complained: ${complaints.slice(0, 3).join(' | ')}`);
    },
    close: () => context.close(),
    again: (options) => visit(chrome, address, options),
  };
  return self;
}

export function equal(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
}

/** What the page shows comes to be as wanted, within five seconds: a click returns before the page has followed it. */
export async function comes(read, wanted, what) {
  const until = Date.now() + 5000;
  let found = await read();
  while (found !== wanted && Date.now() < until) {
    await new Promise((done) => setTimeout(done, 20));
    found = await read();
  }
  equal(found, wanted, what);
}

export function holds(yes, what) {
  if (!yes) throw new Error(what);
}
