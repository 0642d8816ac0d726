// SPDX-License-Identifier: Apache-2.0
// Screenshots of whole pages, for people to look at.
import { input, launch, print, visitor } from './browser.mjs';

const { site, folder, jobs } = await input();
const browser = await launch();
for (const job of jobs) {
  const context = await visitor(browser, job);
  const page = await context.newPage();
  await page.goto(new URL(job.path, site).href, { waitUntil: 'networkidle' });
  const file = `${folder}/${job.name}-${job.width}-${job.language}-${job.scheme}.png`;
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
  print({ file });
  await context.close();
}
await browser.close();
