// Nothing leaves the tab: the policy is in force, no request after load, no data in the address or the log.
import { equal, holds } from './house.mjs';

const CANARY = 'canary-7f3a';

export default {
  async 'the policy refuses every way out'(visit) {
    const { page } = visit;
    const ways = await page.evaluate(async () => {
      const refused = {};
      const blocked = new Promise((resolve) => {
        const seen = new Set();
        document.addEventListener('securitypolicyviolation', (event) => {
          seen.add(event.effectiveDirective);
          if (seen.size >= 5) resolve([...seen].sort());
        });
        setTimeout(() => resolve([...seen].sort()), 1500);
      });
      refused.fetch = await fetch('http://127.0.0.1:9/').then(() => false, () => true);
      new Image().src = 'http://127.0.0.1:9/x.png';
      const script = Object.assign(document.createElement('script'), { src: 'http://127.0.0.1:9/x.js' });
      document.head.append(script);
      document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p><iframe src="http://127.0.0.1:9/"></iframe>');
      try { refused.eval = Boolean(new Function('return false')()); } catch { refused.eval = true; }
      return { refused, blocked: await blocked };
    });
    equal(JSON.stringify(ways.refused), JSON.stringify({ fetch: true, eval: true }), 'refused');
    for (const directive of ['connect-src', 'img-src', 'script-src-elem', 'style-src-attr', 'frame-src']) holds(ways.blocked.includes(directive), `${directive} lets through`);
    visit.complaints.length = 0;
    holds(visit.requests.every((url) => !url.includes(':9/')), 'a refused way was counted as a request of the page');
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
    equal(await page.locator('.seal').innerText().then((text) => text.match(/\d+/)[0]), '0', 'requests counted by the page');
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
};
