// SPDX-License-Identifier: Apache-2.0
// Opens the page of the address in its argument with Debian's Chromium and prints what it says in the end.

import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.SOS_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  const page = await browser.newPage();
  await page.goto(process.argv[2]);
  await page.waitForFunction(() => document.body.textContent.startsWith("{"), null, { timeout: 60_000 });
  console.log(await page.textContent("body"));
} finally {
  await browser.close();
}
