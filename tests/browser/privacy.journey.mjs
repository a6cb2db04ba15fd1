// Nothing leaves the tab: the policy is in force, no request after load, no data in the address or the log.
import { createServer } from 'node:http';
import { comes, equal, holds } from './house.mjs';

const CANARY = 'canary-7f3a';

export default {
  async 'the policy refuses every way out'(visit) {
    const { page } = visit;
    let reached = 0;
    const outside = createServer((request, response) => {
      reached += 1;
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('reached');
    });
    await new Promise((done) => outside.listen(0, '127.0.0.1', done));
    const there = `http://127.0.0.1:${outside.address().port}`;
    try {
      const { fetched, ranText, blocked } = await page.evaluate(async (there) => {
        const seen = new Set();
        document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective));
        const fetched = await fetch(there).then(() => true, () => false);
        new Image().src = `${there}/x.png`;
        document.head.append(Object.assign(document.createElement('script'), { src: `${there}/x.js` }));
        document.body.insertAdjacentHTML('beforeend', `<p style="color:red">x</p><iframe src="${there}"></iframe><link rel="stylesheet" href="${there}/x.css">`);
        setTimeout('window.ranText = true', 0);
        navigator.sendBeacon(`${there}/beacon`, 'x');
        await new Promise((done) => setTimeout(done, 1000));
        return { fetched, ranText: Boolean(window.ranText), blocked: [...seen] };
      }, there);
      equal(reached, 0, 'requests that reached another server');
      equal(fetched, false, 'fetch');
      equal(ranText, false, 'text run as a program');
      for (const directive of ['connect-src', 'img-src', 'script-src-elem', 'style-src-attr', 'style-src-elem', 'frame-src']) holds(blocked.includes(directive), `${directive} lets through`);
    } finally {
      outside.close();
    }
    // What was tried here on purpose is no complaint about the page.
    visit.complaints.length = 0;
    visit.requests.length = 0;
  },

  async 'cell values reach neither address, title, log nor storage'(visit) {
    const { page } = visit;
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    const text = 'AI use,Team,Comment\n' + Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'Daily' : 'Weekly'},Team ${CANARY} ${i % 3},${CANARY} free text ${i}`).join('\n');
    await visit.drop({ name: 'team.csv', text });
    await page.getByLabel('Add a figure').waitFor();
    await page.getByLabel('Divide respondents by').selectOption({ label: 'Team' });
    await page.locator('.cohort b', { hasText: CANARY }).first().waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Understand' }).click();
    const kept = await page.evaluate(() => JSON.stringify([location.href, document.title, { ...localStorage }, { ...sessionStorage }, document.cookie]));
    holds(!kept.includes(CANARY), `a value was kept: ${kept}`);
    holds(!said.some((line) => line.includes(CANARY)), 'a value was logged');
    await comes(() => page.locator('.seal').innerText().then((text) => text.match(/\d+/)[0]), '0', 'requests counted by the page');
  },

  async 'what single people typed, and what each of so few answered, stands nowhere'(visit) {
    const { page } = visit;
    const own = ['My boss Karl is toxic', 'Data scientist on leave', 'Chief of nothing'];
    const roles = [...Array(40).fill('Engineer'), ...Array(30).fill('Manager'), ...Array(3).fill('Designer'), ...own];
    const use = ['Daily', 'Weekly', 'Never'];
    const rows = roles.map((role, i) => `${use[i % 3]},${role},${i % 2 ? 'Yes' : 'No'}`);
    await visit.drop({ name: 'roles.csv', text: `How often do you use AI tools?,Your role,Do you feel burned out?\n${rows.join('\n')}\n` });
    await page.locator('.figure h2').first().waitFor();
    const roleFacet = page.locator('.facet').filter({ hasText: 'Engineer' });
    await comes(() => roleFacet.innerText().then((text) => text.includes('other, given once each')), true, 'what single people typed is one answer');
    for (const name of ['Overview', 'Understand']) {
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
      await page.locator('main h1').first().waitFor();
      const shown = await page.evaluate(() => document.body.textContent);
      for (const text of own) holds(!shown.includes(text), `“${text}” stands on the page ${name}`);
    }
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overview' }).click();
    await roleFacet.getByRole('button', { name: /^Designer/ }).click();
    const cards = page.locator('.side .cohorts .n');
    await comes(async () => [...new Set(await cards.allInnerTexts())].join('|'), 'under 5 in all', 'sizes of cohorts with three in view');
    await page.keyboard.press('Control+z');
    await comes(async () => (await cards.allInnerTexts()).some((text) => /\d\d/.test(text)), true, 'sizes of cohorts with everyone in view');
  },

  async 'who made decisions is asked before the page is left, and nobody else'(visit) {
    const { page } = visit;
    await visit.sample();
    const asked = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      return dialog.dismiss();
    });
    await page.getByRole('button', { name: /^Germany, / }).click();
    await page.close({ runBeforeUnload: true });
    await comes(() => asked.join(), 'beforeunload', 'what is asked');
    await page.keyboard.press('Control+z');
    await comes(() => page.getByRole('button', { name: /^Germany, / }).getAttribute('aria-pressed'), 'false', 'the filter');
    const gone = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await gone;
    equal(asked.length, 1, 'times asked');
  },

  async 'User Timing says what was read and answered'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.waitForFunction(() => performance.getEntriesByName('denominator:answer').length > 0);
    const names = await page.evaluate(() => Object.fromEntries(['denominator:boot', 'denominator:read', 'denominator:answer'].map((name) => [name, performance.getEntriesByName(name).at(-1)?.detail ?? null])));
    equal(names['denominator:read']?.rows, 700, 'rows read');
    holds(names['denominator:read'].bytes > 100_000 && names['denominator:read'].shards === 1, 'bytes and shards');
    equal(names['denominator:answer']?.rows, 700, 'rows answered');
    holds('denominator:boot' in names, 'boot');
  },

  async 'what is rehearsed before the first file leaves nothing behind'(visit) {
    const { page } = visit;
    await page.waitForFunction(() => performance.getEntriesByName('denominator:warm').length > 0);
    equal(await page.locator('.stage').count(), 0, 'the stage');
    equal(await page.evaluate(() => ['denominator:read', 'denominator:answer'].flatMap((name) => performance.getEntriesByName(name)).length), 0, 'measures of files');
    equal(await page.title(), 'Denominator', 'title');
    holds(!(await page.locator('body').innerText()).includes('synthetic-sample.csv'), 'the sample stays on the page');
    await visit.sample();
    equal(await page.locator('.project').innerText().then((text) => text.includes('1 file')), true, 'files on the desk');
  },
};
