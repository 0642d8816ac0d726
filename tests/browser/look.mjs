// SPDX-License-Identifier: Apache-2.0
// Opens each page as each visitor and prints a line of JSON: what axe finds, whether the page scrolls sideways, which
// language it says it is in, how much it weighs, and what it complains of.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { complaints, input, launch, print, visitor } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One line for each rule and element: `rule: element (why)`. */
function told(results) {
  return results.flatMap((result) =>
    result.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message)[0] ?? result.help;
      return `${result.id}: ${node.target.join(' ')} (${why})`;
    }));
}

/** Bytes as they were sent, of the page and all that it loads. */
async function weightOf(requests) {
  let bytes = 0;
  for (const request of requests) {
    const sizes = await request.sizes().catch(() => null);
    bytes += sizes?.responseBodySize ?? 0;
  }
  return bytes;
}

/** The visitors so far: a profile each, which all pages that look the same to its visitor share. */
const profiles = new Map();

async function profileOf(browser, job) {
  const key = JSON.stringify([job.width, job.language, job.scheme, job.scripts]);
  if (!profiles.has(key)) profiles.set(key, await visitor(browser, job));
  return profiles.get(key);
}

async function look(browser, site, job) {
  const page = await (await profileOf(browser, job)).newPage();
  try {
    // Every page is weighed with everything, as somebody sees it who comes for the first time.
    await (await page.context().newCDPSession(page)).send('Network.setCacheDisabled', { cacheDisabled: true });
    const found = complaints(page, job);
    const requests = [];
    page.on('requestfinished', (request) => requests.push(request));
    const answer = await page.goto(new URL(job.path, site).href, { waitUntil: 'load' });
    const weight = await weightOf(requests);
    const seen = await page.evaluate(() => ({
      language: document.documentElement.lang,
      title: document.title,
      sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      wide: [...document.body.querySelectorAll('*')]
        .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .slice(0, 3).map((e) => `${e.localName}.${e.className}`),
      inner: [...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth + 1)
        .map((e) => `${e.localName}: ${e.scrollWidth} in ${e.clientWidth}`),
      small: [...document.querySelectorAll('main *')]
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()))
        .filter((e) => e.getClientRects().length > 0 && !e.closest('svg') && parseFloat(getComputedStyle(e).fontSize) < 16)
        .slice(0, 3).map((e) => `${e.localName}.${e.className}: ${e.textContent.trim().slice(0, 30)}`),
    }));
    await page.evaluate(axe);
    const checked = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
    return { ...job, status: answer.status(), weight, ...seen, complaints: found, passes: checked.passes.length,
      violations: told(checked.violations), incomplete: told(checked.incomplete) };
  } finally {
    await page.close();
  }
}

const { site, jobs } = await input();
const browser = await launch();
for (const job of jobs) {
  print(await look(browser, site, job).catch((error) => ({ ...job, failed: String(error).split('\n')[0] })));
}
await browser.close();
