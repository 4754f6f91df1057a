/* The moderation queue by keyboard: j and k move, and a key that a button names (data-key) presses it.
   Keys count only while the focus is in the list (WCAG 2.1.4): the page gives its first item autofocus. */

const list = document.querySelector("[data-queue]");

function move(from, step) {
  const next = step > 0 ? from.nextElementSibling : from.previousElementSibling;
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

list?.addEventListener("keydown", (event) => {
  const item = event.target.closest("[data-queue] > li");
  const typing = event.target.closest("input, textarea, select, dialog");
  if (!item || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "j") move(item, 1);
  else if (event.key === "k") move(item, -1);
  else if (/^[a-z]$/.test(event.key)) item.querySelector(`[data-key="${event.key}"]`)?.click();
});
