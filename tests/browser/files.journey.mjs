// Files as people have them: real exports, several at once, pasted, cancelled, broken.
import { readFileSync } from 'node:fs';
import { comes, equal, holds, shared } from './house.mjs';

const SMALL = 'AI use,Deploys,Rollback %\n' + Array.from({ length: 90 }, (_, i) => `${['Daily', 'Weekly', 'Monthly'][i % 3]},${['Daily', 'Weekly', 'Monthly', 'Several times a day'][(i * 7) % 4]},${(i * 13) % 40}`).join('\n') + '\n';

/** The worker that reads and counts. */
const reader = (page) => page.workers().find((worker) => worker.url().includes('boot-worker') && !worker.url().endsWith('#hand'));
/** A worker that helps it to read. */
const hand = (page) => page.workers().find((worker) => worker.url().endsWith('#hand'));

export default {
  async 'Stack Overflow 2025 by AI use equals the reference'(visit) {
    const file = shared('data/real/surveys/so2025-ai-frequency-first12000.csv');
    const reference = shared('data/real/expected.json');
    if (!file || !reference) return 'skipped';
    const expected = JSON.parse(readFileSync(reference, 'utf8'))['surveys/so2025-ai-frequency-first12000.csv'];
    const { page } = visit;
    await visit.drop(file);
    // The file has none of the four outcomes, so its own questions are drawn.
    const figure = visit.figure('AIComplex');
    await figure.locator('.drawn svg').waitFor();
    const csv = (await visit.saved(figure, 'Numbers, CSV')).bytes.toString('utf8').replace(/^\ufeff/, '');
    const [head, ...rows] = csv.trim().split(/\r?\n/).map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"')));
    const at = (name) => head.findIndex((cell) => cell === name);
    for (const cohort of ['Daily', 'Weekly', 'Monthly']) {
      const mine = rows.filter((row) => row[at('cohort')] === cohort);
      const of = (level) => Number(mine.find((row) => row.includes(level))[at('share')]);
      const percent = (100 * (of('Bad') + of('Very poor'))).toFixed(2);
      equal(percent, expected.pct_AIComplex_bad_or_very_poor[cohort].toFixed(2), `Bad or Very poor of ${cohort}`);
    }
    const text = (await figure.locator('.drawn').textContent()).replaceAll('\u00a0', ' ');
    for (const shown of ['37.7 %', '52.6 %', '61.3 %', '2,118 of 5,622']) holds(text.includes(shown), `the chart does not say ${shown}`);
    await page.getByLabel('Add a figure').selectOption({ label: 'YrsOfExp' });
    const years = visit.figure('YrsOfExp');
    await years.locator('.drawn svg').waitFor();
    const means = (await years.locator('.drawn').textContent()).replaceAll('\u00a0', ' ');
    for (const mean of [13.4, 13.9, 15.1]) holds(means.includes(String(mean)), `the chart of years does not say ${mean}`);
  },

  async 'several files at once, and one of them broken'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'good.csv', text: SMALL }, { name: 'picture.png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]) }, { name: 'empty.csv', text: '' });
    const card = (name) => page.locator('.file-card').filter({ hasText: name });
    await card('picture.png').getByText('could not be read').waitFor();
    await card('empty.csv').getByText('could not be read').waitFor();
    holds(/picture|image/i.test(await card('picture.png').locator('.notice').innerText()), 'the message does not say what the file is');
    await card('good.csv').getByText('ready').waitFor();
    await page.getByRole('button', { name: 'See the charts' }).click();
    await visit.drawn(2);
  },

  async 'a broken file loses nothing that was loaded'(visit) {
    const { page } = visit;
    await visit.sample();
    const title = await visit.figure('Deployment frequency').locator('h2').innerText();
    await visit.drop({ name: 'zip.csv', bytes: Buffer.from('PK\u0003\u0004 not a table', 'latin1') });
    await page.locator('.file-card').filter({ hasText: 'zip.csv' }).getByText('could not be read').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await visit.drawn(4);
    await comes(() => visit.figure('Deployment frequency').locator('h2').innerText(), title, 'title after the broken file');
  },

  async 'a big file can be cancelled while the page answers'(visit) {
    const { page } = visit;
    await page.evaluate(() => {
      const line = 'Daily,Weekly,12.5,some longer text that fills the row,2026-01-01\n';
      const block = line.repeat(20_000);
      const transfer = new DataTransfer();
      transfer.items.add(new File(['ai,deploys,hours,text,day\n', ...Array(120).fill(block)], 'big.csv'));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    });
    const card = page.locator('.file-card').filter({ hasText: 'big.csv' });
    await card.getByRole('progressbar').waitFor();
    await card.getByText(/MB, .* rows/).waitFor();
    await card.getByRole('button', { name: 'Cancel' }).click();
    await card.getByText('cancelled').waitFor();
    await page.getByRole('button', { name: 'Add the synthetic sample' }).click();
    await visit.drawn(4);
    holds((await page.locator('.project').innerText()).includes('1 file'), 'the cancelled file counts as open');
  },

  async 'ten files cancelled half-way leave no memory behind'(visit) {
    const { page } = visit;
    /** Bytes that the worker's program holds; they never become fewer, so growth is what was not given back. */
    const held = () =>
      reader(page).evaluate(async () => {
        const program = await import(new URL(`./worker.js${location.search}`, location.href).href);
        return (await program.default()).memory.buffer.byteLength;
      });
    const card = page.locator('.file-card').filter({ hasText: 'big.csv' });
    let first = 0;
    for (let i = 0; i < 10; i += 1) {
      // Clicked by the page itself: a hand through the wire may come when all is read.
      await page.evaluate(() => {
        const block = 'Daily,Weekly,12.5,some longer text that fills the row,2026-01-01\n'.repeat(20_000);
        window.big ??= new File(['ai,deploys,hours,text,day\n', ...Array(30).fill(block)], 'big.csv');
        const transfer = new DataTransfer();
        transfer.items.add(window.big);
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
        return new Promise((done) => {
          const look = () => {
            const card = document.querySelector('.file-card');
            if (!/MB, [1-9][\d,]* rows/.test(card?.innerText ?? '')) return setTimeout(look);
            [...card.querySelectorAll('button')].find((button) => button.innerText === 'Cancel').click();
            return done();
          };
          look();
        });
      });
      await card.getByText('cancelled').waitFor();
      await card.getByRole('button', { name: 'Take the card away' }).click();
      if (i === 1) first = await held();
    }
    const last = await held();
    holds(last - first < 16e6, `the worker holds ${last} bytes, and after two of the ten it held ${first}`);
    await visit.sample();
  },

  async 'a worker that helps to read breaks half-way, and what it had is read again'(visit) {
    const { page } = visit;
    // On one core nobody helps.
    if ((await page.evaluate(() => navigator.hardwareConcurrency)) < 2) return 'skipped';
    const before = reader(page);
    const drop = (name, blocks) =>
      page.evaluate(
        ([name, blocks]) => {
          const block = 'Daily,Weekly,12.5,some longer text that fills the row,2026-01-01\n'.repeat(20_000);
          const file = new File(['ai,deploys,hours,text,day\n', ...Array(blocks).fill(block), 'Weekly,Daily,1,"the last,\none",2026-01-02\n'], name);
          const transfer = new DataTransfer();
          transfer.items.add(file);
          document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
        },
        [name, blocks],
      );
    for (const end of ['throw', 'close']) {
      // Whatever can be read in parts starts it.
      await drop(`first ${end}.csv`, 2);
      await comes(() => Boolean(hand(page)), true, `a worker that helps, before ${end}`);
      await page.locator('.project').filter({ hasText: `first ${end}.csv` }).waitFor();
      const help = hand(page);
      await help.evaluate((end) => {
        // As soon as it is asked for a part.
        addEventListener('message', () => {
          if (end === 'close') close();
          else setTimeout(() => { throw new Error('made to break'); });
        });
      }, end);
      await drop(`then ${end}.csv`, 9);
      await page.locator('.project').filter({ hasText: `then ${end}.csv` }).waitFor();
      await page.getByRole('link', { name: 'Files' }).click();
      const card = page.locator('.file-card').filter({ hasText: `then ${end}.csv` });
      await comes(() => card.innerText().then((text) => text.includes('180,001')), true, `every row of ${end}.csv`);
      holds(!page.workers().includes(help), `the worker that broke is still there after ${end}`);
      equal(reader(page), before, 'the worker that was helped');
    }
    // The program of the workers that were started anew, from where the page came from.
    holds(visit.requests.every((address) => /\/(boot-)?worker\.js\?/.test(address)), `something else was asked for: ${visit.requests}`);
    visit.requests.length = 0;
  },

  async 'a pasted table is read'(visit) {
    const { page } = visit;
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
    }, SMALL.replaceAll(',', '\t'));
    await visit.drawn(2);
    holds((await page.locator('.project').innerText()).includes('pasted table'), 'the pasted table has no name');
  },

  async 'odd content is read and said, never refused'(visit) {
    const { page } = visit;
    const text = 'Q,Q,,d\r\nYes,1\r\nNo,2,x,y,z\r\n"a ""quoted"" line\r\nbreak",3,x,y\r\n=1+1,<b>bold</b>,ä,é\r\n';
    await visit.drop({ name: 'odd <img src=x onerror=alert(1)>.csv', text });
    await page.getByRole('link', { name: 'Files' }).click();
    const card = page.locator('.file-card').first();
    await card.getByText('ready').waitFor();
    const said = await card.innerText();
    for (const part of ['name of an earlier', 'fewer cells', 'more cells', '4 rows']) holds(said.includes(part), `the card does not say “${part}”: ${said}`);
    await comes(() => page.locator('img').count(), 0, 'pictures made by a file name');
  },

  async 'a table without people to compare still answers'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'one.csv', text: 'Country\nFrance\n' });
    await page.getByRole('heading', { name: 'Nothing to draw yet' }).first().waitFor();
    await page.getByRole('button', { name: /^Leave burnout out/ }).click();
    await comes(() => page.locator('figure.figure').count(), 3, 'figures');
  },

  async 'without a worker the page reads by itself'(visit) {
    const other = await visit.again({ route: (context) => context.route('**/boot-worker.js', (route) => route.abort()) });
    try {
      await other.sample();
      await comes(() => other.inView(), '681/700', 'respondents in view');
    } finally {
      await other.close();
    }
  },

  async 'a worker that breaks is started again with every file'(visit) {
    const { page } = visit;
    await visit.sample();
    await reader(page).evaluate(() => {
      setTimeout(() => {
        throw new Error('broken on purpose');
      });
    });
    await page.getByText('figures are complete again').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /^Germany, / }).click();
    await page.waitForFunction(() => document.querySelector('.inview .fraction').innerText.replace(/\s+/g, '/') !== '681/700');
    await visit.drawn(4);
    // A new worker has to be fetched, and its breaking is told in the console.
    visit.requests.length = 0;
    visit.complaints.length = 0;
  },

  async 'what is left out comes back with its roles'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.getByLabel('Divide respondents by').selectOption({ label: 'Industry' });
    await page.locator('.cohort b', { hasText: 'Retail' }).waitFor();
    const go = async (name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
    await go('Files');
    await page.getByRole('button', { name: 'Leave it out' }).click();
    await page.getByRole('button', { name: 'Use it after all' }).click();
    await page.getByRole('button', { name: 'See the charts' }).click();
    await page.locator('.cohort b', { hasText: 'Retail' }).waitFor();
  },

  async 'a file too big for the device is told so before it is read, and a part of it says that it is one'(visit) {
    // As if on a device with 16 MB of memory.
    const small = await visit.again({ route: (context) => context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.016 })) });
    const { page } = small;
    const said = ['', '"so, so"', '"two\nlines, ""quoted"""', 'fine'];
    const text = ['AI use,Deploys,Rollback %,Said', ...Array.from({ length: 500_000 }, (_, i) => `${['Daily', 'Weekly', 'Monthly'][i % 3]},${['Daily', 'Weekly', 'Monthly'][(i * 7 + (i % 5)) % 3]},${(i * 13) % 40},${said[(i * 11) % 4]}`)].join('\n');
    for (const [button, told] of [[/^Read a random sample of about [\d,]+ records/, ' random sample, not the whole file: 3 blocks'], [/^Read the first [\d,]+ records/, 'he first records only']]) {
      await small.drop({ name: 'big.csv', text });
      const card = page.locator('.file-card', { hasText: 'big for this device' });
      await card.waitFor();
      holds(/^.*1[0-4] MB, about [45]\d0,000 records\. Read whole/s.test(await card.innerText()), `what it would take: ${await card.innerText()}`);
      if (told.includes('random')) await small.picture('a file too big');
      await card.getByRole('button', { name: button }).click();
      await page.getByRole('link', { name: 'Overview' }).click();
      const figure = small.figure('Rollback');
      await figure.locator('.drawn svg').waitFor();
      await comes(() => figure.locator('.strip').innerText().then((strip) => strip.includes(told)), true, `the strip says: ${told}`);
      const rows = Number((await small.inView()).split('/').at(-1).replace(/\D/g, ''));
      holds(rows > 50_000 && rows < 250_000, `a part of the records: ${rows}`);
      const csv = (await small.saved(figure, 'Numbers, CSV')).bytes.toString('utf8');
      holds(csv.includes(told), 'the saved numbers say so');
      // No record is torn: every answer is one that was written.
      await page.getByRole('link', { name: 'Understand' }).click();
      equal(await page.getByText('Records differ in length').count(), 0, 'torn records');
      await page.getByRole('link', { name: 'Files' }).click();
      await page.locator('.file-card', { hasText: told }).getByRole('button', { name: 'Leave it out' }).click();
    }
    await small.drop({ name: 'columns.csv', text });
    const big = page.locator('.file-card', { hasText: 'big for this device' });
    await big.getByText('Or read every record, with some of its columns').click();
    const columns = big.getByRole('group', { name: 'Columns to read' });
    equal(await columns.getByRole('checkbox').count(), 4, 'columns to choose from');
    holds((await big.innerText()).includes('which this page can count on'), `what fits is chosen: ${await big.innerText()}`);
    for (const [name, is] of [['Deploys', true], ['AI use', true], ['Rollback %', true], ['Said', false]]) await columns.getByRole('checkbox', { name }).setChecked(is);
    holds((await big.innerText()).includes('3 of 4 columns'), 'what is chosen is told');
    await small.picture('columns of a file too big');
    await big.getByRole('button', { name: 'Read these columns' }).click();
    await comes(() => small.inView().then((rows) => rows.split('/').at(-1)), '500,000', 'all records');
    const read = page.locator('.file-card', { hasText: 'The other columns were left out' });
    await page.getByRole('link', { name: 'Files' }).click();
    holds((await read.innerText()).includes('3 columns'), `the columns that were read: ${await read.innerText()}`);
    equal((await read.getByRole('columnheader').allInnerTexts()).join(), 'AI use,Deploys,Rollback %', 'its columns');
    await read.getByRole('button', { name: 'Leave it out' }).click();
    await small.drop({ name: 'all.csv', text });
    await page.locator('.file-card', { hasText: 'big for this device' }).getByRole('button', { name: 'Read all of it nevertheless' }).click();
    // Nothing else is in use, so its charts come on screen.
    await comes(() => small.inView().then((rows) => rows.split('/').at(-1)), '500,000', 'all records');
    small.assertQuiet();
    await small.close();
  },

  async 'of millions of rows the first are answered at once, and marked until all are counted'(visit) {
    const { page } = visit;
    await page.evaluate(() => {
      const use = ['Daily', 'Weekly', 'Monthly'];
      const block = (from) => Array.from({ length: 100_000 }, (_, n) => ((i) => `${use[i % 3]},${use[(i * 7 + (i % 5)) % 3]},${(i * 13) % 40},${['a', 'b'][i % 2]},${(i * 11) % 57 / 2},${1 + (i * 3) % 5}`)(from + n)).join('\n');
      const file = new File(['AI use,Deploys,Rollback %,Part,Hours to recover,Burnout\n', ...Array.from({ length: 60 }, (_, n) => `${block(n * 100_000)}\n`)], 'long.csv');
      const data = new DataTransfer();
      data.items.add(file);
      for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    const figure = visit.figure('Rollback');
    await figure.locator('.drawn svg').waitFor({ timeout: 60_000 });
    await comes(() => visit.inView().then((rows) => rows.split('/')[0]), '6,000,000', 'all in view');
    const marked = page.evaluate(() => new Promise((told, missed) => {
      setTimeout(() => missed(new Error('no figure was marked as one of the first rows')), 10_000);
      const look = () => {
        const badge = [...document.querySelectorAll('.figure .badge')].find((badge) => badge.textContent.startsWith('first '));
        const strip = badge && badge.closest('.figure').querySelector('.strip').textContent;
        if (badge) told([badge.textContent, strip]);
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    }));
    await page.getByRole('button', { name: /^a, / }).click();
    const [badge, strip] = await marked;
    holds(/^first [1-9]\d? % of rows$/.test(badge), `the badge: ${badge}`);
    holds(/The first [1-9]\d? % of the records, counted so far/.test(strip), `the strip: ${strip}`);
    await comes(() => visit.inView().then((rows) => rows.split('/')[0]), '3,000,000', 'half in view');
    await comes(() => page.locator('.figure .badge', { hasText: /^first / }).count(), 0, 'marks of what is not complete');
    holds(!(await figure.locator('.strip').textContent()).includes('so far'), 'the strip says that it is complete');
    // What is asked in quick succession is answered as asked last.
    for (const part of [/^a, /, /^b, /, /^a, /, /^b, /]) await page.getByRole('button', { name: part }).click();
    await comes(() => visit.inView().then((rows) => rows.split('/')[0]), '3,000,000', 'what was asked last');
    // While one thing is counted another is asked: what was asked before never takes its place.
    for (const pause of [0, 10, 25]) {
      await page.evaluate(async (pause) => {
        const part = (name) => [...document.querySelectorAll('.facet button')].find((button) => button.getAttribute('aria-label')?.startsWith(`${name}, `) || button.textContent.startsWith(name));
        for (const name of ['b', 'a', 'b', 'a', 'b', 'a', 'b']) {
          part(name).click();
          await new Promise((done) => setTimeout(done, pause));
        }
      }, pause);
      const rows = pause === 10 ? '3,000,000' : '6,000,000';
      await comes(() => visit.inView().then((rows) => rows.split('/')[0]), rows, `what was asked last, ${pause} ms apart`);
      await page.waitForTimeout(300);
      equal((await visit.inView()).split('/')[0], rows, 'and it stays');
      equal(await page.locator('.plot-in.is-stale').count(), 0, 'figures that wait');
    }
    await comes(() => page.locator('.plot-in.is-stale').count(), 0, 'figures that wait');
    visit.assertQuiet();
  },

  async 'a mark under the pointer says what it stands for'(visit) {
    const { page } = visit;
    await visit.sample();
    const marks = page.locator('.figure .marks').first();
    const [over, drawn] = [await marks.boundingBox(), await page.locator('.figure .drawn svg').first().boundingBox()];
    holds(Math.abs(over.x - drawn.x) < 2 && Math.abs(over.y - drawn.y) < 2 && Math.abs(over.width - drawn.width) < 4, `the marks lie over the drawing: ${JSON.stringify([over, drawn])}`);
    const rect = await marks.locator('rect').last().boundingBox();
    await page.mouse.move(rect.x + rect.width / 2 - 1, rect.y + rect.height / 2);
    await page.mouse.move(rect.x + rect.width / 2, rect.y + rect.height / 2);
    const said = await marks.locator('rect').last().getAttribute('aria-label');
    const tip = (await page.locator('.tip').innerText()).split('\n').pop().trim();
    holds(said.endsWith(tip) && tip.length > 5, `the tip says “${tip}” of “${said}”`);
    await page.mouse.move(2, 2);
    await comes(() => page.locator('.tip').count(), 0, 'tips once the pointer is gone');
  },
};
