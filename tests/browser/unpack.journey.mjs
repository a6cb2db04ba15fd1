// Containers as people have them: archives, workbooks and JSON become tables, and nothing is asked for meanwhile.
import { deflateRawSync, crc32, gzipSync } from 'node:zlib';
import { comes, holds } from './house.mjs';

const LEVELS = ['Daily', 'Weekly', 'Monthly'];
const row = (i) => [LEVELS[i % 3], [...LEVELS, 'Several times a day'][(i * 7) % 4], (i * 13) % 40];
const HEADER = ['AI use', 'Deploys', 'Rollback %'];
const table = (many) => [HEADER, ...Array.from({ length: many }, (_, i) => row(i))];
const csv = (many) => table(many).map((cells) => cells.join(',')).join('\n') + '\n';

/** A zip archive of { path: text }. */
function zip(members) {
  const here = [];
  const list = [];
  let at = 0;
  for (const [path, text] of Object.entries(members)) {
    const name = Buffer.from(path);
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x800, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    list.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, place, name);
    here.push(Buffer.from('PK\x03\x04', 'latin1'), head, name, packed);
    at += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(members).length, 8);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...here, listed, end]);
}

/** A workbook of { sheet: rows }. */
function workbook(sheets) {
  const names = Object.keys(sheets);
  const cell = (value) => (typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`);
  const sheet = (rows) => `<worksheet><sheetData>${rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`;
  return zip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook><sheets>${names.map((name, i) => `<sheet name="${name}" r:id="r${i}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, i) => `<Relationship Id="r${i}" Type="/worksheet" Target="s${i}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, i) => [`xl/s${i}.xml`, sheet(sheets[name])])),
  });
}

const card = (page, name) => page.locator('.file-card').filter({ hasText: name });
const go = (page, name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
const onScreen = (page) => page.locator('.project b').innerText();
const counted = (page) => page.locator('.seal').innerText().then((text) => text.match(/\d+/)[0]);

export default {
  async 'a zip of two tables shows the bigger, and the other is one click away'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'export.zip', bytes: zip({ 'export/small.csv': csv(60), 'export/answers.csv': csv(90), '__MACOSX/._answers.csv': 'x', 'codebook.pdf': '%PDF' }) });
    await visit.drawn(2);
    await comes(() => onScreen(page), 'answers.csv', 'on screen');
    await go(page, 'Files');
    await comes(() => page.locator('.file-card').count(), 2, 'cards');
    const small = card(page, 'small.csv');
    await small.getByText('60 rows').waitFor();
    await small.getByRole('button', { name: 'Use it' }).click();
    await page.locator('.project b', { hasText: 'small.csv' }).waitFor();
    await visit.drawn(2);
    await comes(() => visit.inView(), '60/60', 'respondents in view');
    await comes(() => counted(page), '0', 'requests counted by the page');
  },

  async 'the other table of a container can be taken away'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'export.zip', bytes: zip({ 'small.csv': csv(60), 'answers.csv': csv(90) }) });
    await visit.drawn(2);
    await go(page, 'Files');
    await card(page, 'small.csv').getByRole('button', { name: 'Take the card away' }).click();
    await comes(() => page.locator('.file-card').count(), 1, 'cards');
  },

  async 'the sheets of a workbook are tables'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'answers.xlsx', bytes: workbook({ Codes: [['code'], [1]], Responses: table(90) }) });
    await visit.drawn(2);
    await comes(() => onScreen(page), 'answers.xlsx, sheet Responses', 'on screen');
    await go(page, 'Files');
    await card(page, 'answers.xlsx, sheet Responses').getByText('90 rows').waitFor();
    await card(page, 'answers.xlsx, sheet Codes').getByText('1 rows').waitFor();
  },

  async 'JSON and gzip are read, one after the other'(visit) {
    const { page } = visit;
    const records = table(90).slice(1).map((cells) => Object.fromEntries(cells.map((cell, i) => [HEADER[i], cell])));
    await visit.drop({ name: 'answers.json', text: JSON.stringify({ ok: true, responses: records }) });
    await visit.drawn(2);
    await comes(() => onScreen(page), 'answers.json', 'on screen');
    await visit.drop({ name: 'later.csv.gz', bytes: gzipSync(csv(75)) });
    await page.locator('.project b', { hasText: 'later.csv' }).waitFor();
    await page.waitForFunction(() => document.querySelector('.inview .fraction').innerText.replace(/\s+/g, '/') === '75/75');
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
    }, JSON.stringify(records.slice(0, 63)));
    await page.waitForFunction(() => document.querySelector('.inview .fraction').innerText.replace(/\s+/g, '/') === '63/63');
    await comes(() => counted(page), '0', 'requests counted by the page');
  },

  async 'a container that cannot be unpacked says why and loses nothing'(visit) {
    const { page } = visit;
    await visit.sample();
    const whole = zip({ 'answers.csv': csv(90) });
    await visit.drop(
      { name: 'cut.zip', bytes: whole.subarray(0, whole.length - 40) },
      { name: 'message.json', text: '{"error": "Session expired"}' },
      { name: 'bomb.csv.gz', bytes: gzipSync(Buffer.alloc(150_000_000, 'a')) },
    );
    const said = async (name) => {
      await card(page, name).getByText('could not be read').waitFor();
      return card(page, name).locator('.notice').innerText();
    };
    holds((await said('cut.zip')).includes('cut.zip is damaged'), 'the cut archive is not called damaged');
    holds((await said('message.json')).includes('a JSON message, not a table: “Session expired”'), 'the message is not quoted');
    holds((await said('bomb.csv.gz')).includes('unpacks to more than 100 MB'), 'the bomb is not refused');
    await card(page, 'cut.zip').getByRole('button', { name: 'Take the card away' }).click();
    await go(page, 'Overview');
    await visit.drawn(4);
  },

  async 'unpacking can be cancelled, and taken up again'(visit) {
    const { page } = visit;
    const block = Buffer.from(csv(90_000));
    await visit.drop({ name: 'big.csv.gz', bytes: gzipSync(Buffer.concat(Array(40).fill(block)), { level: 1 }) });
    const big = page.locator('.file-card').filter({ hasText: 'big.csv' });
    await big.getByText('Unpacking big.csv.gz…').waitFor();
    await big.getByRole('button', { name: 'Cancel' }).click();
    await big.getByText('cancelled').waitFor();
    await visit.drop({ name: 'answers.zip', bytes: zip({ 'answers.csv': csv(90) }) });
    await visit.drawn(2);
    await comes(() => onScreen(page), 'answers.csv', 'on screen');
    await go(page, 'Files');
    await comes(() => page.locator('.file-card').count(), 2, 'cards');
  },

  async 'a page without its unpacker says so'(visit) {
    const other = await visit.again({ route: (context) => context.route('**/unpack_bg.wasm*', (route) => route.abort()) });
    try {
      await other.drop({ name: 'answers.zip', bytes: zip({ 'answers.csv': csv(90) }) });
      await card(other.page, 'answers.zip').getByText('could not be read').waitFor();
      holds((await card(other.page, 'answers.zip').locator('.notice').innerText()).includes('unpack it yourself'), 'no advice');
    } finally {
      await other.close();
    }
  },
};
