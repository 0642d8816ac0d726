// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium as each visitor has it: width, language, color scheme, with and without scripts.
import { chromium } from 'playwright-core';

const HEIGHTS = { 360: 740, 768: 1024, 1280: 800 };
// How long a page may take on a busy machine, in milliseconds.
const PATIENCE = 60_000;

/** Starts the browser. In containers and as root Chromium's own sandbox does not start. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.SOS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}

/**
 * A visitor's own profile. `scripts: false` is a browser without JavaScript; `scripts: 'blocked'` is one whose scripts do not
 * arrive, in which the test itself can still run some.
 */
export async function visitor(browser, { width = 1280, language = 'en', scheme = 'light', scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] ?? 800 },
    locale: language === 'es' ? 'es-US' : 'en-US',
    timezoneId: 'America/Los_Angeles',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    isMobile: width < 600,
    hasTouch: width < 600,
    javaScriptEnabled: scripts !== false,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(PATIENCE);
  if (scripts === 'blocked') {
    await context.route((url) => /\.m?js$/.test(url.pathname), (route) => route.abort());
  }
  return context;
}

/** Everything a page complains of while it is open: errors of scripts, of the content policy, and failed requests. */
export function complaints(page, { scripts = true } = {}) {
  const found = [];
  page.on('pageerror', (error) => found.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // What the test blocked itself is no complaint of the page.
    if (message.type() === 'error' && !(scripts === 'blocked' && /Failed to load resource/.test(message.text()))) {
      found.push(`console: ${message.text()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) found.push(`${response.status()}: ${response.url()}`);
  });
  return found;
}

/** The object that the Python side wrote to standard input. */
export async function input() {
  let text = '';
  for await (const piece of process.stdin) text += piece;
  return JSON.parse(text);
}

export function print(object) {
  process.stdout.write(`${JSON.stringify(object)}\n`);
}
