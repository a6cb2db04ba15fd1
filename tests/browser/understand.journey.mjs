// What a file's cells do not settle is settled by one click, undone, kept as a recipe and followed on the next file.
import { readFileSync } from 'node:fs';
import { comes, equal, holds } from './house.mjs';

/** A survey with what people meet: a ruined band, day or month first, a code for no answer, a repeated record. */
export function messy({ rename = (text) => text } = {}) {
  const rows = Array.from({ length: 60 }, (_, i) => [
    `R_${i}`,
    ['Daily', 'Weekly', 'Monthly', 'Rarely'][i % 4],
    ['1-10', '11-25', 'Oct-49', '50-99'][i % 4],
    `${i % 9},${i % 10}`,
    i % 20 ? String(1 + (i % 5)) : '-99',
    `0${1 + (i % 9)}/0${1 + ((i * 7) % 9)}/2026`,
    i % 3 ? 'Yes' : 'No',
    i % 2 ? 'x' : '',
    i % 3 ? '' : 'x',
    `nobody wrote this but number ${i} of them`,
  ]);
  rows.push(rows[3]);
  const header = ['Response ID', 'How often do you use AI tools?', 'Team size', 'Hours to recover', 'Satisfaction (1-5)', 'Date', 'On call', 'Uses Copilot', 'Uses Cursor', 'Comments'];
  const lines = [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(','));
  return rename(`${lines.join('\n')}\n`);
}

async function understand(visit, text = messy(), name = 'messy.csv') {
  const { page } = visit;
  await visit.drop({ name, text });
  await visit.drawn(2);
  await go(page, 'Understand');
  await page.getByRole('heading', { name: /doubt/i }).waitFor();
}

const go = (page, name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
const row = (page, name) => page.locator('table.columns tr').filter({ has: page.locator('b', { hasText: name }) });
const pressed = (page, name) => page.getByRole('button', { name, pressed: true }).first().waitFor({ timeout: 5000 });

export default {
  async 'a doubt is settled by one click, and undone'(visit) {
    const { page } = visit;
    await understand(visit);
    holds((await row(page, 'Team size').innerText()).includes('Oct-49'), 'the ruined band is repaired unasked');
    await page.getByRole('button', { name: 'Read “Oct-49” as “10-49”' }).click();
    await pressed(page, 'Read “Oct-49” as “10-49”');
    holds((await row(page, 'Team size').innerText()).includes('1-10, 10-49, 11-25, 50-99') || (await row(page, 'Team size').innerText()).includes('10-49'), 'the band is not repaired');
    await page.keyboard.press('Control+z');
    await pressed(page, '“Oct-49” is an answer of its own');
    await row(page, 'Team size').filter({ hasText: 'Oct-49' }).waitFor({ timeout: 5000 });
    await page.keyboard.press('Control+Shift+z');
    await row(page, 'Team size').filter({ hasText: '10-49' }).waitFor({ timeout: 5000 });
    visit.assertQuiet();
  },

  async 'choices made in a hurry are all kept, and the focus stays'(visit) {
    const { page } = visit;
    await understand(visit);
    const wanted = ['Day first', 'Read “Oct-49” as “10-49”', '“-99” is an answer of its own'];
    await page.evaluate((wanted) => {
      for (const name of wanted) [...document.querySelectorAll('.doubts .pair button')].find((button) => button.textContent.trim() === name).click();
    }, wanted);
    for (const name of wanted) await pressed(page, name);
    await comes(() => page.locator('.recipe ol li').count(), 3, 'steps');
    await page.getByLabel('Header rows').focus();
    await page.getByLabel('Header rows').selectOption({ label: '2' });
    await page.locator('.under').filter({ hasText: '60 responses' }).waitFor({ timeout: 5000 });
    await page.waitForFunction(() => document.activeElement.id === 'read-header-rows', null, { timeout: 3000 });
    await page.keyboard.press('Control+z');
    await page.locator('.under').filter({ hasText: '61 responses' }).waitFor({ timeout: 5000 });
  },

  async 'the cells of a doubt are shown as written, with their records'(visit) {
    const { page } = visit;
    await understand(visit);
    const doubt = page.locator('.doubts li').filter({ hasText: 'Satisfaction' });
    await doubt.getByRole('button', { name: 'Show the cells' }).click();
    await doubt.locator('tbody tr').first().waitFor();
    const rows = await doubt.locator('tbody tr').allInnerTexts();
    equal(rows.map((text) => text.replace(/\s+/g, ' ').trim()).join('; '), '2 -99; 22 -99; 42 -99', 'records with the code');
  },

  async 'a column is read as a person says, also with the keyboard'(visit) {
    const { page } = visit;
    await understand(visit);
    await row(page, 'Satisfaction').getByRole('button', { name: 'Change the reading' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Reading of Satisfaction (1-5)', { exact: true }).selectOption({ label: 'One of several answers' });
    await row(page, 'Satisfaction').filter({ hasText: '5 levels' }).or(row(page, 'Satisfaction').filter({ hasText: '1, 2, 3, 4, 5' })).waitFor({ timeout: 5000 });
    await page.getByRole('button', { name: /^Undo/ }).click();
    await row(page, 'Satisfaction').filter({ hasText: 'Whole numbers' }).waitFor({ timeout: 5000 });
  },

  async 'levels are read as another or as no answer'(visit) {
    const { page } = visit;
    await understand(visit);
    await row(page, 'How often').getByRole('button', { name: 'Change the reading' }).click();
    await page.getByLabel('Read Rarely as').selectOption({ label: 'Monthly' });
    await row(page, 'How often').filter({ hasNotText: 'Frequency: Rarely' }).waitFor({ timeout: 5000 });
    await page.getByRole('button', { name: 'Take back: read “Rarely” as “Monthly”' }).waitFor();
    await page.getByLabel('Read Monthly as').selectOption({ label: 'no answer' });
    await row(page, 'How often').filter({ hasText: '30 of 61' }).waitFor({ timeout: 5000 });
  },

  async 'codes are labelled by a code book and by hand'(visit) {
    const { page } = visit;
    await understand(visit);
    const book = 'variable,code,label\nSatisfaction (1-5),1,Very low\n,2,Low\n,3,Middling\n,4,High\n,5,Very high\n';
    await page.getByLabel('Code book').setInputFiles({ name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(book) });
    await row(page, 'Satisfaction').filter({ hasText: 'Very low, Low, Middling, High, Very high' }).waitFor({ timeout: 5000 });
    await page.keyboard.press('Control+z');
    await row(page, 'Satisfaction').filter({ hasText: 'Whole numbers' }).waitFor({ timeout: 5000 });
    await row(page, 'Satisfaction').getByRole('button', { name: 'Change the reading' }).click();
    await page.getByLabel('Labels of the codes of Satisfaction (1-5)').fill('1 = Stone\n2 = Wood\n3 = Iron\n4 = Silver\n5 = Gold');
    await page.getByRole('button', { name: 'Use the labels' }).click();
    await row(page, 'Satisfaction').filter({ hasText: 'Stone, Wood, Iron, Silver, Gold' }).waitFor({ timeout: 5000 });
    await page.getByLabel('Code book').setInputFiles({ name: 'no.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
    await page.getByText('no.csv is no code book').first().waitFor({ timeout: 5000 });
  },

  async 'columns become one question, and are taken apart'(visit) {
    const { page } = visit;
    await understand(visit);
    await page.getByRole('button', { name: 'Make several columns one question' }).click();
    for (const name of ['Uses Copilot', 'Uses Cursor']) await page.getByLabel(`Part of the question: ${name}`).check();
    await page.getByLabel('Name of the question').fill('Assistants');
    await page.getByRole('button', { name: 'Make 2 columns one question' }).click();
    await row(page, 'Assistants').filter({ hasText: '2 options' }).waitFor({ timeout: 5000 });
    await comes(() => row(page, 'Uses Copilot').count(), 0, 'columns left over');
    await row(page, 'Assistants').getByRole('button', { name: 'Change the reading' }).click();
    await page.getByRole('button', { name: 'Take apart into its columns' }).click();
    await row(page, 'Uses Copilot').waitFor({ timeout: 5000 });
  },

  async 'how the file is taken apart can be put right'(visit) {
    const { page } = visit;
    await understand(visit);
    await page.getByLabel('Header rows').selectOption({ label: '2' });
    await page.locator('.under').filter({ hasText: '60 responses' }).waitFor({ timeout: 5000 });
    await page.getByLabel('Between cells').selectOption({ label: 'Semicolon' });
    await page.locator('.under').filter({ hasText: '1 column from' }).waitFor({ timeout: 5000 });
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.locator('.under').filter({ hasText: '61 responses' }).waitFor({ timeout: 5000 });
    await page.getByRole('button', { name: 'Show the records as written' }).click();
    await page.locator('.structure tbody tr').first().waitFor();
    await page.getByRole('button', { name: 'Later records' }).click();
    await page.locator('.structure tbody').filter({ hasText: 'R_20' }).waitFor({ timeout: 5000 });
  },

  async 'a guess of the encoding stands beside what puts it right'(visit) {
    const { page } = visit;
    // German in a code page of DOS, in fewer letters than leave no doubt.
    const bytes = Buffer.concat([Buffer.from('id,team,answer\n'), ...Array.from({ length: 12 }, (_, i) => Buffer.from([...Buffer.from(`${i},${'AB'[i % 2]},sch`), 0x94, ...Buffer.from('n gr'), 0x81, ...Buffer.from('n\n')]))]);
    await visit.drop({ name: 'dos.csv', bytes });
    await page.locator('.project b', { hasText: 'dos.csv' }).waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Understand' }).click();
    const structure = page.locator('.structure');
    await structure.getByText('the encoding is a guess').waitFor();
    await comes(() => page.getByLabel('Encoding').locator('option').first().innerText(), 'Western European, DOS (IBM850) (found)', 'encoding');
    await page.getByRole('button', { name: 'Show the records as written' }).click();
    await structure.locator('tbody').filter({ hasText: 'schön grün' }).waitFor();
    await page.getByLabel('Encoding').selectOption({ label: 'Western European, Windows (windows-1252)' });
    await structure.locator('tbody').filter({ hasText: 'sch\u201dn' }).waitFor();
    await comes(() => structure.getByText('the encoding is a guess').count(), 0, 'guesses after a person said it');
  },

  async 'answers made names of columns stay out of a recipe until somebody vouches for them'(visit) {
    const { page } = visit;
    await understand(visit);
    await comes(() => page.locator('#by-hand').count(), 0, 'warnings before anything was said');
    await page.getByLabel('Header rows').selectOption({ label: '2' });
    const warning = page.locator('#by-hand');
    await warning.filter({ hasText: 'R_0' }).waitFor({ timeout: 5000 });
    const saved = async () => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the recipe' }).click()]);
      return readFileSync(await download.path(), 'utf8');
    };
    const careful = await saved();
    holds(!careful.includes('R_0') && /"header_rows": 2/.test(careful), `the recipe: ${careful}`);
    await page.locator('.recipe ol').filter({ hasText: '9 columns are not named here' }).waitFor({ timeout: 3000 });
    await warning.getByRole('checkbox').check();
    holds((await saved()).includes('R_0'), 'what was vouched for is not in the recipe');
    await page.keyboard.press('Control+z');
    await warning.waitFor({ state: 'detached', timeout: 5000 });
  },

  async 'records are left out by choice, and every figure says so'(visit) {
    const { page } = visit;
    await understand(visit);
    await page.getByLabel(/Leave these out: 1 record equals an earlier one/).check();
    await page.locator('.under').filter({ hasText: '60 responses' }).waitFor({ timeout: 5000 });
    await go(page, 'Overview');
    await visit.drawn(2);
    const strip = await page.locator('.strip').first().innerText();
    holds(/1 record equal to an earlier one/.test(strip), `the strip does not tell who was left out: ${strip}`);
  },

  async 'a recipe is saved, and followed on the next file with what does not fit'(visit) {
    const { page } = visit;
    await understand(visit);
    await page.getByRole('button', { name: 'Day first' }).click();
    await pressed(page, 'Day first');
    await page.getByLabel('Role of On call').selectOption('Filter');
    await page.locator('.recipe ol li').nth(1).waitFor();
    equal((await page.locator('.recipe ol li').allInnerTexts()).join(' '), 'In “Date”: day first. Use “On call” as “Filter”.', 'steps');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the recipe' }).click()]);
    equal(download.suggestedFilename(), 'messy.recipe.json', 'name');
    const text = readFileSync(await download.path(), 'utf8');
    for (const secret of ['R_1', 'nobody wrote']) holds(!text.includes(secret), `the recipe tells ${secret}`);
    await visit.drop({ name: 'next.csv', text: messy({ rename: (text) => text.replace('On call', 'Pager duty').replaceAll('Rarely', 'Never') }) });
    await page.locator('.bar', { hasText: 'next.csv' }).or(page.locator('header', { hasText: 'next.csv' })).first().waitFor();
    await go(page, 'Understand');
    await page.locator('.under').filter({ hasText: 'next.csv' }).waitFor();
    await visit.drop({ name: 'messy.recipe.json', text });
    await page.locator('.misfits').waitFor({ timeout: 5000 });
    const misfits = await page.locator('.misfits li').allInnerTexts();
    for (const part of ['The column “On call” is not in this file.', 'The column “Pager duty” is new.', '“Never” is a new answer']) holds(misfits.some((said) => said.includes(part)), `not said: ${part} in ${misfits.join(' ')}`);
    await pressed(page, 'Day first');
    await visit.drop({ name: 'old.recipe.json', text: '{"denominator_recipe": 7, "columns": []}' });
    await page.getByText('This recipe has version 7').first().waitFor({ timeout: 5000 });
    await visit.drop({ name: 'broken.recipe.json', text: '{' });
    await page.getByText('This is no recipe').first().waitFor({ timeout: 5000 });
    visit.assertQuiet();
  },
};
