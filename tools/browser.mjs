// Finds a browser of the Chromium family and prints its path: DENOMINATOR_BROWSER, PATH, then the usual places.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const runs = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export function browser() {
  const named = process.env.DENOMINATOR_BROWSER;
  if (named) return runs(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...found, ...PLACES].find(runs) ?? null;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = browser();
  if (!path) process.exit(1);
  console.log(path);
}
