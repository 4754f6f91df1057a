/* What has changed since the page was drawn: asks now and then, and says so. Nothing moves by itself under the reader's eyes. */

const EVERY = Number(document.body.dataset.liveEvery); // 15 s, while somebody looks and something changes
const SLOWEST = 8 * EVERY;
const PATIENCE = 40 * EVERY; // hidden for so long, the page asks no more until it is seen again
const OVER = [401, 403, 404, 410];

const bell = document.querySelector("[data-bell] .num");
const thread = document.querySelector("[data-live-thread]");
const list = document.querySelector("[data-live-list]");
const title = document.title;

const spoken = document.createElement("p");
spoken.className = "vh";
spoken.setAttribute("role", "status");
document.body.append(spoken);

/* When to ask. */
let wait = EVERY;
let timer = 0;
let busy = false;
let over = !(bell || thread || list);
let hiddenSince = 0;
let soon = 0;
let lost = false;
let last = { url: "", name: "" };

function plan() {
  clearTimeout(timer);
  if (over || (document.hidden && Date.now() - hiddenSince > PATIENCE)) return;
  timer = setTimeout(ask, wait * (0.85 + 0.3 * Math.random())); // not all pages at once
}

async function ask() {
  if (busy || over) return;
  busy = true;
  const url = address();
  const headers = url === last.url ? { "If-None-Match": last.name } : {};
  const answer = await fetch(url, { headers, cache: "no-store" }).catch(() => null);
  busy = false;
  over = OVER.includes(answer?.status);
  if (over) stream?.close();
  const news = answer?.ok && url === address() ? await answer.json().catch(() => null) : null;
  if (news) {
    last = { url, name: answer.headers.get("ETag") ?? "" };
    show(news);
  }
  // Who is told at once need not ask.
  const told = stream?.readyState === EventSource.OPEN;
  wait = told ? SLOWEST : news && !document.hidden ? EVERY : Math.min(2 * wait, SLOWEST);
  plan();
}

function askNow() {
  wait = EVERY;
  clearTimeout(timer);
  ask();
}

document.addEventListener("visibilitychange", () => {
  listen();
  if (document.hidden) hiddenSince = Date.now();
  else askNow();
});

/* The push process, where there is one, says what has changed; what it is now, the page asks. Only while somebody looks:
   a browser has few connections for all its windows. */
let stream = null;

function listen() {
  const { liveStream } = document.body.dataset;
  stream?.close();
  stream = null;
  if (!liveStream || document.hidden || over) return;
  const about = [thread && `thread=${thread.dataset.liveThread}`, list && "lists=1"].filter(Boolean);
  stream = new EventSource(`${liveStream}?${about.join("&")}`);
  stream.addEventListener("message", poke);
  // What happened while it was away nobody has said.
  stream.addEventListener("error", () => (lost = true));
  stream.addEventListener("open", () => lost && poke());
}

/* Several changes are one question, and not all pages ask in the same moment. */
function poke() {
  lost = false;
  soon ||= setTimeout(askSoon, 0.1 * EVERY * (0.3 + Math.random()));
}

function askSoon() {
  soon = 0;
  clearTimeout(timer);
  if (busy) soon = setTimeout(askSoon, 0.1 * EVERY);
  else ask();
}

function address() {
  const of = thread ? `thread=${thread.dataset.liveThread}&after=${thread.dataset.after}` : "";
  return `/live?${[of, list?.dataset.liveList].filter(Boolean).join("&")}`;
}

/* What to show of it. */
function show(news) {
  if (bell && "unread" in news) {
    bell.textContent = news.unread > 99 ? "99+" : news.unread;
    bell.hidden = !news.unread;
  }
  if (thread && news.thread) showReplies(news.thread);
  if (list && news.list) offer(list, news.list);
}

/* A link above the page, of words that the server has put into the reader's language. */
function offer(link, { count, words }) {
  const place = link.querySelector("[data-words]");
  if (count && place.textContent !== words) spoken.textContent = words;
  place.textContent = words;
  link.hidden = !count;
}

function showReplies(replies) {
  const { path, page } = thread.dataset;
  offer(thread, replies);
  thread.href = `${path}${replies.page > 1 ? `?page=${replies.page}` : ""}#post-${replies.first}`;
  document.title = replies.count ? `(${replies.count > 99 ? "99+" : replies.count}) ${title}` : title;
  // Another page is gone to, as any link is followed.
  thread.toggleAttribute("data-here", String(replies.page) === page);
}

thread?.addEventListener("click", async (event) => {
  if (!("here" in thread.dataset) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(thread.href, { cache: "no-cache" }).catch(() => null);
  if (answer?.ok) append(new DOMParser().parseFromString(await answer.text(), "text/html"));
  else location.reload();
});

function append(page) {
  const after = Number(thread.dataset.after);
  const numberOf = (post) => Number(/^post-(\d+)$/.exec(post.id)?.[1] ?? 0);
  const posts = [...page.querySelectorAll("[data-posts] > *")].filter((post) => numberOf(post) > after);
  document.querySelector("[data-posts]").append(...posts);
  for (const part of page.querySelectorAll("[data-live-part]")) {
    document.querySelector(`[data-live-part="${part.dataset.livePart}"]`)?.replaceWith(part);
    part.dispatchEvent(new CustomEvent("arrive", { bubbles: true }));
  }
  for (const post of posts) post.dispatchEvent(new CustomEvent("arrive", { bubbles: true }));
  // What stands on the next page is still to come; what was taken back meanwhile is not.
  thread.dataset.after = posts.length ? numberOf(posts.at(-1)) : page.querySelector("[data-live-thread]").dataset.after;
  offer(thread, { count: 0, words: "" });
  document.title = title;
  if (posts.length) {
    posts[0].tabIndex = -1;
    posts[0].focus();
  }
  askNow();
}

listen();
plan();
