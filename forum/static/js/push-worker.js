/* Shows notices that come by web push, and opens what they tell of. It keeps no page and answers no request. */

/* The same notice may come twice: the second time it makes no sound. */
async function show({ title, body, url, tag, lang }) {
  const shown = await self.registration.getNotifications({ tag });
  const renotify = !shown.some((one) => one.data?.url === url);
  await self.registration.showNotification(title, { body, tag, lang, renotify, data: { url } });
}

/* Not in a window where somebody may be writing. */
async function open(path) {
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.url === url.href);
  await (there ? there.focus() : self.clients.openWindow(url.href));
}

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data.json()));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});
