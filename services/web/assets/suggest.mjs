// SPDX-License-Identifier: Apache-2.0
// Suggestions below a search field: the combobox with list autocomplete of the ARIA Authoring Practices.

const WAIT_MILLIS = 150;
const SHORTEST_QUERY = 2;
let boxes = 0;

/** @typedef {{name: string, line: string, url: string}} Match */

/** @param {HTMLElement} box */
export function attachSuggestions(box) {
  const found = box.querySelector('input');
  if (!found) return;
  /** @type {HTMLInputElement} */
  const input = found;
  const id = `suggestions-${++boxes}`;
  const list = document.createElement('ul');
  list.id = id;
  list.className = 'options';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.placeholder || input.labels?.[0]?.textContent || '');
  box.append(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-expanded', 'false');

  /** @type {Match[]} */
  let matches = [];
  let selected = -1;
  let timer = 0;
  /** @type {AbortController | undefined} */
  let asking;

  function close() {
    list.hidden = true;
    selected = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  /** @param {number} index */
  function select(index) {
    selected = index;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    if (index < 0) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    input.setAttribute('aria-activedescendant', `${id}-${index}`);
    list.children[index].scrollIntoView({ block: 'nearest' });
  }

  function show() {
    list.replaceChildren(...matches.map((match, i) => {
      const option = document.createElement('li');
      option.id = `${id}-${i}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.append(match.name);
      const line = document.createElement('small');
      line.textContent = match.line;
      option.append(line);
      option.addEventListener('mousedown', (event) => {
        event.preventDefault();
        location.assign(match.url);
      });
      return option;
    }));
    list.hidden = matches.length === 0;
    input.setAttribute('aria-expanded', String(matches.length > 0));
    selected = -1;
    input.removeAttribute('aria-activedescendant');
  }

  async function ask() {
    asking?.abort();
    const query = input.value.trim();
    if (query.length < SHORTEST_QUERY) {
      close();
      return;
    }
    asking = new AbortController();
    const arguments_ = new URLSearchParams({ q: query });
    for (const hidden of input.form?.querySelectorAll('input[type=hidden]') ?? []) {
      if (hidden instanceof HTMLInputElement) arguments_.set(hidden.name, hidden.value);
    }
    if (!arguments_.has('lang')) arguments_.set('lang', document.documentElement.lang);
    try {
      const answer = await fetch(`/search.json?${arguments_}`, { signal: asking.signal });
      if (!answer.ok) return;
      matches = (await answer.json()).matches.slice(0, 8);
      if (document.activeElement === input) show();
    } catch {
      // The page works without suggestions.
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT_MILLIS);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !list.hidden) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const count = matches.length;
      select(((selected + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === 'Enter' && selected >= 0) {
      event.preventDefault();
      location.assign(matches[selected].url);
    }
  });
}
