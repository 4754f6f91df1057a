/* Notices on this device. The browser asks its owner only when the button is pressed. */

const box = document.querySelector("[data-push]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/* One of: on, off, blocked (by the browser), failed, unable. */
function show(state) {
  for (const one of box.querySelectorAll("[data-state]")) {
    one.hidden = !one.dataset.state.split(" ").includes(state);
  }
  box.hidden = false;
}

/* After a press, whose button may be gone: the focus goes to the sentence that says why. */
function say(state) {
  show(state);
  box.querySelector(`p[data-state="${state}"]`)?.focus();
}

/* From base64url. */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function current() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription();
}

/* A browser keeps what it was given for an earlier key of the site, and refuses another one beside it. */
async function subscribe() {
  await navigator.serviceWorker.register("/push-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const key = bytes(box.dataset.key);
  const old = await pushManager.getSubscription();
  const known = old && new Uint8Array(old.options.applicationServerKey ?? []);
  if (known && String(known) !== String(key)) await old.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function turnOn(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  const permission = await Notification.requestPermission();
  const subscription = permission === "granted" ? await subscribe().catch(() => null) : null;
  button.disabled = false;
  if (subscription) {
    const { endpoint, keys } = subscription.toJSON();
    const values = { endpoint, ...keys };
    for (const name of ["endpoint", "p256dh", "auth"]) form.elements[name].value = values[name];
    form.submit();
  } else if (permission === "denied") say("blocked");
  else if (permission === "granted") say("failed");
  else button.focus();
}

/* The browser forgets it, too; that it fails there is no reason to go on here. */
function turnOffWith(row, subscription) {
  const form = row.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await subscription.unsubscribe().catch(() => null);
    form.submit();
  });
  row.querySelector(".chip").hidden = false;
  box.querySelector("[data-push-stop]").addEventListener("click", () => form.requestSubmit());
}

async function look() {
  if (!able) return show("unable");
  const subscription = await current();
  const rows = [...document.querySelectorAll("[data-endpoint]")];
  const row = subscription && rows.find((one) => one.dataset.endpoint === subscription.endpoint);
  if (row) turnOffWith(row, subscription);
  if (Notification.permission === "denied") show("blocked");
  else show(row ? "on" : "off");
}

if (box) {
  const form = box.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turnOn(form);
  });
  look().catch(() => show("unable"));
}
