/* What every page gains when scripts run. Each part is keyed by data attributes; without it the page still works. */

const LANGUAGE = document.documentElement.lang || undefined;

/* The server then leaves it to the thread page to say how far somebody has read (web/threads.py). */
document.cookie = "scripts=1; path=/; max-age=2592000; samesite=lax";

/* One click, one post: a form that is on its way rests until the reader comes back to the page. */
const sent = new WeakSet();

function hold(form, on) {
  if (on) sent.add(form);
  else sent.delete(form);
  for (const control of form.elements) if (control.type === "submit") control.disabled = on;
}

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) hold(form, false);
});

/* Asks before a form is sent. Runs while the event comes down, before anybody else hears it. */
const confirmed = new WeakSet();

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function ask(form, button) {
  const no = document.body.dataset.confirmNo;
  const yes = button?.textContent.trim() || form.dataset.confirm;
  const question = element("p", { id: "confirm-question", textContent: form.dataset.confirm });
  const answers = element("form", { method: "dialog", className: "row" });
  if (no) answers.append(element("button", { className: "btn quiet", textContent: no }));
  const kind = button?.classList.contains("danger") ? "danger" : "primary";
  answers.append(element("button", { className: `btn ${kind}`, value: "yes", textContent: yes }));
  const dialog = element("dialog", {}, question, answers);
  dialog.setAttribute("aria-labelledby", question.id);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    confirmed.add(form);
    form.requestSubmit(button);
  });
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-confirm]") || confirmed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form, event.submitter);
}, true);

/* Sends a form by fetch and puts the fragment that comes back in the place of the element that the button names.
   Whatever else comes back is the whole page's to say: a redirect reloads it, a refusal is asked for again. */
async function replace(form, button) {
  const { replace: selector } = button.dataset;
  const body = new FormData(form, button);
  hold(form, true);
  const asked = { method: "POST", body, headers: { "X-Fragment": "1" }, redirect: "manual" };
  const answer = await fetch(button.formAction, asked).catch(() => null);
  const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
  const fragment = page.querySelector(selector);
  hold(form, false);
  button.focus({ preventScroll: true }); // a button that rests loses the focus
  if (fragment) put(document.querySelector(selector), fragment, button);
  else if (answer?.ok || answer?.type === "opaqueredirect") location.reload();
  else {
    button.removeAttribute("data-replace");
    form.requestSubmit(button);
  }
}

/* The focus goes to the button that was pressed, as it now is. */
function put(target, fragment, button) {
  const place = [...target.querySelectorAll("button")].indexOf(button);
  target.replaceWith(fragment);
  writeTimes(fragment);
  openScrollers(fragment);
  if (place >= 0) (fragment.querySelectorAll("button")[place] ?? fragment.querySelector("a, button"))?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (sent.has(form)) event.preventDefault();
  else if (button?.dataset.replace && document.querySelector(button.dataset.replace)) {
    event.preventDefault();
    replace(form, button);
  } else {
    sent.add(form);
    // Later, so that the pressed button's name and value are still sent, and only if nobody stopped the form.
    setTimeout(() => hold(form, !event.defaultPrevented));
  }
});

/* Times in the reader's own words and zone. */
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const STYLES = {
  time: { timeStyle: "short" },
  date: { dateStyle: "medium" },
  datetime: { dateStyle: "medium", timeStyle: "short" },
};
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });

function local(moment, style) {
  const text = new Intl.DateTimeFormat(LANGUAGE, STYLES[style] ?? STYLES.datetime).format(moment);
  return style === "zoned" ? `${text} ${zone(moment)}` : text;
}

/* Last, where Chinese too reads it; left to itself Intl puts it between day and time. */
function zone(moment) {
  const parts = new Intl.DateTimeFormat(LANGUAGE, { timeZoneName: "short" }).formatToParts(moment);
  return parts.find((part) => part.type === "timeZoneName").value;
}

/* Yesterday is a day of the calendar, not 24 hours; beyond a month a date says more. */
function ago(moment) {
  const passed = moment - Date.now();
  const size = Math.abs(passed);
  if (size < MINUTE) return relative.format(0, "second");
  if (size < HOUR) return relative.format(Math.trunc(passed / MINUTE), "minute");
  if (size < DAY) return relative.format(Math.trunc(passed / HOUR), "hour");
  if (size > 30 * DAY) return local(moment, "date");
  const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
  return relative.format(Math.round((midnight(moment) - midnight(Date.now())) / DAY), "day");
}

/* From when to when: which days those are depends on the zone. */
function sayDays(root) {
  for (const span of root.querySelectorAll("[data-span]")) {
    const [start, end] = span.querySelectorAll("time");
    const [from, to] = [new Date(start.dateTime), new Date(end.dateTime)];
    end.dataset.local = from.toDateString() === to.toDateString() ? "time" : "datetime";
    span.querySelector("[data-zone-name]").textContent = zone(to);
  }
}

function writeTimes(root) {
  sayDays(root);
  for (const time of root.querySelectorAll("time[data-relative], time[data-local]:not([data-zone])")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const isRelative = "relative" in time.dataset;
    const text = isRelative ? ago(moment) : local(moment, time.dataset.local);
    if (time.textContent !== text) time.textContent = text;
    if (isRelative && !time.title) time.title = local(moment, "datetime");
  }
}

/* What scrolls sideways can be scrolled by keyboard too. */
function openScrollers(root) {
  for (const box of root.querySelectorAll(".prose pre, .prose table")) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

writeTimes(document);
openScrollers(document);
// What was wide enough, or closed, may scroll later.
window.addEventListener("resize", () => openScrollers(document));
document.addEventListener("toggle", (event) => openScrollers(event.target), true);
setInterval(() => document.hidden || writeTimes(document), 60_000);
document.addEventListener("visibilitychange", () => document.hidden || writeTimes(document));

/* What live.js has put on the page. */
document.addEventListener("arrive", (event) => {
  writeTimes(event.target);
  openScrollers(event.target);
});

/* Copies an address or a code, and says so. */
const spoken = element("p", { className: "vh" });
spoken.setAttribute("role", "status");
document.body.append(spoken);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const { copy } = button.dataset;
  const text = copy.startsWith("/") ? new URL(copy, location.href).href : copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers lend the clipboard only to pages that came over HTTPS.
    prompt(button.textContent.trim(), text);
    return;
  }
  const words = button.querySelector("span:not(.vh)");
  const before = words?.textContent;
  const { copied } = button.closest("[data-copied]").dataset;
  spoken.textContent = copied;
  if (words) words.textContent = copied;
  setTimeout(() => {
    spoken.textContent = "";
    if (words) words.textContent = before;
  }, 2500);
});

/* A menu closes when the reader goes elsewhere. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

/* Ctrl+Enter sends what is being written. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.matches("textarea, input") && event.target.form;
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".btn.primary:not([type=button])"));
});
