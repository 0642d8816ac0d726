// SPDX-License-Identifier: Apache-2.0
// What people do with the pages, from the first page to what they came for. Prints what each of them saw at the end.
import { writeFileSync } from 'node:fs';

import { complaints, input, launch, print, visitor } from './browser.mjs';

const textOf = async (page, selector = 'main') => (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ');

/** A parent with a phone, in Spanish: finds a school by a name with mistakes, and learns why groups are Red. */
async function parent(page, { site, asked, school, reds, year }) {
  await page.goto(site);
  await page.locator('nav.languages a[hreflang="es"]').click();
  await page.locator('main input[name="q"]').fill(asked);
  await page.locator('main form[role="search"] button[type="submit"], main form.home-find button[type="submit"]').first().click();
  await page.waitForLoadState();
  const offered = await page.locator('main a[href*="/schools/"]').allInnerTexts();
  await page.locator(`main a[href*="/schools/${school}"]`).first().click();
  await page.waitForLoadState();
  const arrived = new URL(page.url()).pathname;
  await page.locator(`nav.tabs a[href*="/groups"]`).click();
  await page.waitForLoadState();
  const map = page.url();
  const reasons = [];
  for (const [indicator, group] of reds) {
    await page.goto(map);
    const cell = page.locator(`main td a[href*="/indicators/${indicator}/${group}" i]`).first();
    // On a phone one indicator is shown at a time: choose the one whose column holds the cell.
    const column = await cell.evaluate((link) => link.closest('td').cellIndex);
    const choices = page.locator('main .map-pick label');
    if (!(await cell.isVisible())) await choices.nth(column - 1).click();
    await cell.click();
    await page.waitForLoadState();
    reasons.push({ heading: await textOf(page, 'h1'), text: await textOf(page), language: await page.locator('html').getAttribute('lang') });
  }
  return { offered, arrived, reasons, year };
}

/** A board member: prints the page of a district. */
async function member(page, { site, lea, year, file }) {
  await page.goto(`${site}leas/${lea}/${year}`, { waitUntil: 'networkidle' });
  const heading = await textOf(page, 'h1');
  writeFileSync(file, await page.pdf({ format: 'Letter', tagged: true, outline: true, printBackground: true }));
  return { heading, title: await page.title() };
}

/** An analyst: compares three districts and downloads the workbook. */
async function analyst(page, { site, lea, others, year, file }) {
  await page.goto(`${site}leas/${lea}/${year}`);
  await page.locator('nav.tabs a[href*="/compare"]').click();
  await page.waitForLoadState();
  for (const other of others) {
    await page.locator('main input[name="add"]').fill(other);
    await page.locator('main form:has(input[name="add"]) button[type="submit"]').click();
    await page.waitForLoadState();
    const offered = page.locator(`main ul.matches a[href*="${other}"]`);
    if (await offered.count()) await offered.first().click();
    await page.waitForLoadState();
  }
  const names = await page.locator('main table').first().locator('tbody th, thead th').allInnerTexts();
  const link = page.locator('a[href*=".xlsx"]').first();
  const href = new URL(await link.getAttribute('href'), page.url()).href;
  const answer = await page.context().request.get(href);
  writeFileSync(file, await answer.body());
  return { names, url: page.url(), href, type: answer.headers()['content-type'], disposition: answer.headers()['content-disposition'] ?? '' };
}

/** What the table of the what-if page says of the first result: its color now and after. */
async function outcome(page) {
  const row = page.locator('main table.rows tbody tr').first();
  const words = await row.locator('td .badge').allInnerTexts();
  return { before: words[0]?.trim(), after: words[1]?.trim() };
}

/** A principal: lowers the number of suspended students until the color changes, and sends the link. */
async function principal(page, { site, school, year, group }, other) {
  await page.goto(`${site}schools/${school}/${year}/what-if`);
  await page.locator('select[name="pick"]').selectOption(`suspension-${group}`);
  await page.locator('form.what-if-form button[type="submit"]').click();
  await page.waitForLoadState();
  let seen = {};
  for (let step = 0; step < 12; step += 1) {
    const field = page.locator('form.what-if-form input[type="number"]').first();
    const now = Number(await field.inputValue());
    const next = Math.floor(now / 2);
    await field.fill(String(next));
    await page.locator('form.what-if-form button[type="submit"]').click();
    await page.waitForLoadState();
    seen = await outcome(page);
    if (seen.before !== seen.after || next === 0) break;
  }
  const link = page.url();
  await other.goto(link);
  return { ...seen, link, sent: await outcome(other), value: await page.locator('form.what-if-form input[type="number"]').first().inputValue() };
}

/** A principal with a keyboard and scripts: moves the slider, which sends the form. */
async function slider(page, { site, school, year, group }) {
  await page.goto(`${site}schools/${school}/${year}/what-if?c=suspension-${group}`, { waitUntil: 'networkidle' });
  const range = page.locator('form.what-if-form input[type="range"]').first();
  await range.focus();
  const before = page.url();
  await page.keyboard.press('Home');
  await page.waitForURL((url) => url.href !== before);
  await page.waitForLoadState('networkidle');
  return { ...(await outcome(page)), value: await page.locator('form.what-if-form input[type="number"]').first().inputValue() };
}

/** Somebody who types: suggestions come while typing, and the keyboard chooses one. */
async function typist(page, { site, asked, school }) {
  await page.goto(site, { waitUntil: 'networkidle' });
  await page.locator('main input[name="q"]').pressSequentially(asked, { delay: 20 });
  const choices = page.locator('[role="option"]');
  // Suggestions for the first letters come before those for the whole name.
  await choices.first().filter({ hasText: asked }).waitFor();
  const offered = await choices.allInnerTexts();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/');
  return { offered, arrived: new URL(page.url()).pathname, school };
}

/** Somebody without a mouse: the first key leads past the header, and the focus can always be seen. */
async function keyboard(page, { site }) {
  await page.goto(site, { waitUntil: 'networkidle' });
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => ({ href: document.activeElement.getAttribute('href'), shown: document.activeElement.getBoundingClientRect().top >= 0 }));
  await page.keyboard.press('Enter');
  const unseen = [];
  const stops = [];
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      return { what: `${element.localName} ${element.textContent.trim().slice(0, 30)}`, body: element === document.body,
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none' };
    });
    if (stop.body) break;
    stops.push(stop.what);
    if (!stop.seen) unseen.push(stop.what);
  }
  return { first, stops, unseen };
}

const stories = { parent, member, analyst, principal, slider, typist, keyboard };

const { jobs } = await input();
const browser = await launch();
for (const job of jobs) {
  const context = await visitor(browser, job);
  const another = await visitor(browser, {});
  try {
    const page = await context.newPage();
    const found = complaints(page, job);
    const told = await stories[job.story](page, job, await another.newPage());
    print({ story: job.story, complaints: found, ...told });
  } catch (error) {
    const page = context.pages()[0];
    print({ story: job.story, failed: String(error).slice(0, 600), at: page?.url() });
  } finally {
    // A browser that has gone is told above.
    await context.close().catch(() => {});
    await another.close().catch(() => {});
  }
}
await browser.close();
