/** Panels that open under a button: one open at a time, closed by Escape, a click elsewhere or a choice. */

let open = null;

document.addEventListener('pointerdown', (event) => {
  if (open && !open.panel.contains(event.target) && !open.button.contains(event.target)) closePopup(false);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && open) {
    event.stopPropagation();
    closePopup();
  }
}, true);

/** Close what is open; focus goes back to its button unless `refocus` is false. */
export function closePopup(refocus = true) {
  if (!open) return;
  const { button, panel } = open;
  open = null;
  panel.hidden = true;
  button.setAttribute('aria-expanded', 'false');
  if (refocus) button.focus({ preventScroll: true });
}

/** Let `button` open and close `panel`; `onOpen` fills the panel and takes the focus. */
export function bindPopup(button, panel, onOpen) {
  panel.hidden = true;
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    const wasOpen = open?.panel === panel;
    closePopup(false);
    if (wasOpen) return;
    open = { button, panel };
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    onOpen?.();
  });
}
