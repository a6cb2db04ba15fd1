// Everyone can use it: keyboard alone, axe-core in light, dark and on a phone, nothing cut off.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { comes, holds } from './house.mjs';
import { messy } from './understand.journey.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds, in words. Its script is run as the test's own, outside the page's policy. */
async function axe(page) {
  const found = await page.evaluate(`(() => { ${AXE}; return axe.run(document, { resultTypes: ['violations'] }); })()`);
  return found.violations.map((violation) => `${violation.id} (${violation.nodes.length}): ${violation.nodes[0].html.slice(0, 160)}`);
}

async function everyPage(visit, where) {
  const { page } = visit;
  const clean = async (name) => {
    const found = await axe(page);
    holds(!found.length, `axe-core on ${name}, ${where}:\n${found.join('\n')}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    holds(wide <= 0, `${name}, ${where}, is ${wide} px too wide`);
    await visit.picture(`${name}-${where}`);
  };
  await clean('arrival');
  await visit.sample();
  await visit.figure('Rollback rate').getByRole('button', { name: 'Table of numbers' }).click();
  await clean('overview');
  const go = async (name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
  await go('Understand');
  await page.getByRole('button', { name: 'Change the reading' }).first().click();
  await clean('understand');
  await visit.drop({ name: 'messy.csv', text: messy() });
  await page.locator('.understand .under').filter({ hasText: 'messy.csv' }).waitFor();
  await page.getByRole('button', { name: 'Show the cells' }).first().click();
  await page.getByRole('button', { name: 'Show the records as written' }).click();
  await page.getByRole('button', { name: 'Make several columns one question' }).click();
  await page.getByRole('button', { name: 'Change the reading' }).first().click();
  await page.locator('.structure tbody tr').first().waitFor();
  await clean('understand-doubts');
  await page.getByLabel('Header rows').selectOption({ label: '2' });
  await page.locator('#by-hand').waitFor();
  await clean('understand-names');
  await visit.drop({ name: 'broken.csv', text: '' });
  await page.getByText('could not be read').waitFor();
  await clean('files');
  await go('Delivery');
  await clean('delivery-nothing');
  await page.getByRole('button', { name: 'Label kit' }).click();
  await clean('label-kit');
  await page.getByRole('button', { name: 'Try it with three synthetic teams' }).click();
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('.grid.delivery .figure')];
    return figures.length > 9 && figures.every((one) => one.querySelector('.drawn svg'));
  });
  await page.locator('.export summary').first().click();
  await page.locator('.chains summary').click();
  await clean('delivery');
}

async function at(visit, options, where) {
  const other = await visit.again(options);
  try {
    await everyPage(other, where);
    other.assertQuiet();
  } finally {
    await other.close();
  }
}

export default {
  'axe-core finds nothing in light': (visit) => everyPage(visit, 'light'),
  'axe-core finds nothing in dark': (visit) => at(visit, { dark: true }, 'dark'),
  'axe-core finds nothing at phone width': (visit) => at(visit, { width: 390, height: 844 }, 'phone'),
  'axe-core finds nothing at phone width in dark': (visit) => at(visit, { width: 390, height: 844, dark: true }, 'phone-dark'),

  async 'a list of keys opens by its own key and beside the figures, and single keys can be switched off'(visit) {
    const { page } = visit;
    await visit.sample();
    const list = page.getByRole('dialog', { name: 'Keys' });
    await page.locator('h1').first().click();
    await page.keyboard.press('Shift+?');
    await list.waitFor();
    const found = await axe(page);
    holds(!found.length, `axe-core on the list of keys:\n${found.join('\n')}`);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    const button = page.getByRole('button', { name: 'All keys' });
    await button.click();
    await list.getByLabel('Single keys do something').uncheck();
    await list.getByRole('button', { name: 'Close' }).click();
    await list.waitFor({ state: 'hidden' });
    await comes(() => button.evaluate((button) => button === document.activeElement), true, 'the focus is back at the button');
    await page.keyboard.press('Shift+?');
    await page.getByText('Single keys are off.').waitFor();
    holds(!(await list.isVisible()), 'a key that is switched off opens nothing');
  },

  async 'no width is too narrow for a page'(visit) {
    for (const width of [320, 360, 640, 720, 800, 1000]) {
      const other = await visit.again({ width, height: 800 });
      try {
        const fits = async (name) => {
          const wide = await other.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          holds(wide <= 0, `${name} is ${wide} px too wide at ${width} px`);
        };
        await fits('arrival');
        await other.sample();
        await fits('overview');
        for (const name of ['Understand', 'Files']) {
          await other.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
          await other.page.locator('main h1').waitFor();
          await fits(name);
        }
      } finally {
        await other.close();
      }
    }
  },

  async 'with the keyboard alone from arrival to a mark and a filter'(visit) {
    const { page } = visit;
    const name = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim());
    const tabTo = async (wanted, most = 80) => {
      for (let i = 0; i < most; i += 1) {
        await page.keyboard.press('Tab');
        if (wanted.test(await name())) return;
      }
      throw new Error(`Tab never reached ${wanted}; it is on ${await name()}`);
    };
    await tabTo(/^Try the synthetic sample$/);
    await page.keyboard.press('Enter');
    await visit.drawn(4);
    await tabTo(/^France, /);
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelector('.inview .fraction').innerText.replace(/\s+/g, '/') !== '681/700');
    await tabTo(/^Chart, 4 cohorts/);
    await page.keyboard.press('Enter');
    const first = await name();
    holds(/Several times a day/.test(first) && /\d+ of \d+/.test(first.replaceAll('\u00a0', ' ')), `the first mark says: ${first}`);
    await page.keyboard.press('ArrowDown');
    holds(/Daily/.test(await name()), `down leads to: ${await name()}`);
    await page.keyboard.press('ArrowRight');
    const level = await name();
    holds(level !== first, 'right leads nowhere');
    holds(await page.getByRole('tooltip').isVisible(), 'no tip at the mark in focus');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await comes(() => name(), first, 'Home leads back to the first mark');
    await page.keyboard.press('Escape');
    holds(/^Chart, /.test(await name()), 'Escape does not step out');
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelector('.inview .fraction').innerText.replace(/\s+/g, '/') === '681/700');
  },

  async 'with the keyboard alone a figure is saved'(visit) {
    const { page } = visit;
    await visit.sample();
    await visit.figure('MTTR').getByRole('button', { name: 'Save the figure' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    holds(download.suggestedFilename().endsWith('.svg'), `saved ${download.suggestedFilename()}`);
  },

  async 'whoever takes something away stays on the page'(visit) {
    const { page } = visit;
    await visit.sample();
    await visit.figure('MTTR').getByRole('button', { name: 'More about this figure' }).focus();
    await page.keyboard.press('Enter');
    const away = visit.figure('MTTR').getByRole('button', { name: 'Take the figure away' });
    await away.focus();
    await page.keyboard.press('Enter');
    await away.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement.id === 'main');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Files' }).click();
    await page.getByRole('button', { name: 'Leave it out' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Use it after all' }).waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'main');
  },

  async 'with the keyboard alone a level leaves the base'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Understand' }).focus();
    await page.keyboard.press('Enter');
    const row = page.locator('tr').filter({ hasText: 'deploy to production' });
    await row.getByRole('button', { name: 'Change the reading' }).focus();
    await page.keyboard.press('Enter');
    await row.getByRole('button', { name: 'Take Less than monthly out of the base' }).focus();
    await page.keyboard.press('Enter');
    await row.locator('li.aside').filter({ hasText: 'Less than monthly' }).waitFor();
    await page.keyboard.press('Control+z');
    await row.getByRole('button', { name: 'Take Less than monthly out of the base' }).waitFor();
    await row.getByRole('button', { name: 'Take Less than monthly out of the base' }).focus();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement.textContent === 'Change the reading');
    await row.getByRole('button', { name: 'Take Less than monthly out of the base' }).waitFor({ state: 'detached' });
  },

  async 'chart text is never under 13 px on a phone'(visit) {
    const phone = await visit.again({ width: 390, height: 844 });
    try {
      await phone.sample();
      const sizes = await phone.page.evaluate(() =>
        [...document.querySelectorAll('.figure .drawn text')].map((text) => {
          const svg = text.ownerSVGElement;
          return (parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width) / svg.viewBox.baseVal.width;
        }),
      );
      holds(sizes.length > 40, 'the charts have no text');
      holds(Math.min(...sizes) >= 12.9, `the smallest text is ${Math.min(...sizes).toFixed(1)} px`);
    } finally {
      await phone.close();
    }
  },
};
