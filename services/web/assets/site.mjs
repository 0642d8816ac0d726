// SPDX-License-Identifier: Apache-2.0
// Improves pages that work without it: suggestions while typing, copying the permanent link, printing,
// sliders. Nothing here decides or computes a number.
import { attachSuggestions } from './suggest.mjs';
import { attachSliders } from './sliders.mjs';

/** Tells readers of all kinds what happened. @param {string} text */
export function announce(text) {
  const place = document.querySelector('[data-status]');
  if (place) place.textContent = text;
}

for (const box of document.querySelectorAll('[data-suggest]')) {
  if (box instanceof HTMLElement) attachSuggestions(box);
}
for (const form of document.querySelectorAll('[data-sliders]')) {
  if (form instanceof HTMLFormElement) attachSliders(form);
}

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  const link = document.getElementById(button.dataset.copy ?? '');
  if (!(link instanceof HTMLAnchorElement)) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(link.href);
    announce(button.dataset.done ?? '');
    button.textContent = button.dataset.done ?? button.textContent;
  });
}

for (const button of document.querySelectorAll('[data-print]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// What is folded is printed, too.
window.addEventListener('beforeprint', () => {
  for (const part of document.querySelectorAll('main details')) {
    if (part instanceof HTMLDetailsElement) part.open = true;
  }
});
