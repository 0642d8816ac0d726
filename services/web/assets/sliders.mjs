// SPDX-License-Identifier: Apache-2.0
// Sliders beside the number fields of the what-if form. A moved slider sends the form; the server decides.

/** @param {HTMLFormElement} form */
export function attachSliders(form) {
  for (const field of form.querySelectorAll('input[data-slider]')) {
    if (!(field instanceof HTMLInputElement)) continue;
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.min = field.min;
    slider.max = field.dataset.slider ?? field.max;
    slider.step = field.step;
    slider.value = field.value;
    slider.setAttribute('aria-label', field.labels?.[0]?.textContent?.trim() ?? '');
    slider.addEventListener('input', () => {
      field.value = slider.value;
    });
    slider.addEventListener('change', () => form.requestSubmit());
    field.addEventListener('input', () => {
      slider.value = field.value;
    });
    field.after(slider);
  }
}
