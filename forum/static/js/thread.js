/* Reading a thread: quoting, answering one post, and remembering how far the reader came. */

const reply = document.getElementById("reply-body");
const form = document.getElementById("reply-form");

/* What the reader has selected inside this post, else nothing. */
function selected(post) {
  const selection = getSelection();
  const inside = selection.rangeCount && post.contains(selection.getRangeAt(0).commonAncestorContainer);
  return inside ? selection.toString().trim() : "";
}

async function source(url) {
  const answer = await fetch(url, { headers: { Accept: "text/plain" } });
  return answer.ok ? (await answer.text()).trim() : "";
}

function quoted({ author, number, id }, text) {
  const lines = text.split(/\r?\n/).map((line) => (line ? `> ${line}` : ">"));
  const name = author ? `@${author} ` : "";
  return [`> ${name}[#${number}](/p/${id})`, ">", ...lines, "", ""].join("\n");
}

function write(text) {
  const before = reply.value.slice(0, reply.selectionStart).trimEnd();
  const after = reply.value.slice(reply.selectionEnd);
  const lead = before ? `${before}\n\n` : "";
  reply.value = lead + text + after;
  reply.focus();
  reply.setSelectionRange(lead.length + text.length, lead.length + text.length);
  reply.dispatchEvent(new Event("input", { bubbles: true }));
}

async function quote(post) {
  write(quoted(post.dataset, selected(post) || (await source(`/posts/${post.dataset.id}/source`))));
}

/* The words of the line are the page's own; %n in them becomes the post's number. */
function answer(id, number) {
  const line = form.querySelector("[data-reply-line]");
  form.elements.reply_to.value = id;
  if (line) {
    line.hidden = !id;
    line.querySelector("span").textContent = line.dataset.text.replace("%n", number);
  }
  reply.focus();
}

if (reply && form) {
  // A click would take the selection away before it is read.
  document.addEventListener("mousedown", (event) => event.target.closest("[data-quote]") && event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-quote], [data-reply-to], [data-reply-cancel]");
    if (!button) return;
    event.preventDefault();
    button.closest("details.menu")?.removeAttribute("open");
    const post = button.closest("article");
    if ("quote" in button.dataset) quote(post);
    else answer(post?.dataset.id ?? "", post?.dataset.number ?? "");
  });
}

/* Reading position: the highest number seen and the seconds that somebody read, told now and then and on leaving. */
const EVERY = 5000; // ms between two messages of a higher number
const LOOKS = 60_000; // ms after which a reader who does nothing has gone
const REPORT = 30; // seconds in one message
const LONG = 300; // seconds after which nobody counts any more: the server's four minutes, and what it rounds off
const place = document.querySelector("[data-read-url]");

function remember() {
  let [seen, told, seconds, counted, timer] = [0, 0, 0, 0, 0];
  let moved = Date.now();
  const tell = () => {
    timer = 0;
    if (!seen || (seen <= told && !seconds)) return;
    const csrf_token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    if (!navigator.sendBeacon(place.dataset.readUrl, new URLSearchParams({ number: seen, seconds, csrf_token }))) return;
    [told, seconds] = [seen, 0];
  };
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) seen = Math.max(seen, Number(entry.target.dataset.number));
    if (seen > told) timer ||= setTimeout(tell, EVERY);
  }, { rootMargin: "0px 0px -15% 0px" });
  for (const post of place.querySelectorAll("article[data-number]")) watch.observe(post);
  document.addEventListener("arrive", ({ target }) => target.matches("article[data-number]") && watch.observe(target));
  for (const sign of ["scroll", "keydown", "pointermove", "pointerdown"]) {
    addEventListener(sign, () => (moved = Date.now()), { passive: true });
  }
  setInterval(() => {
    if (document.hidden || Date.now() - moved > LOOKS || counted >= LONG) return;
    counted += 1;
    seconds += 1;
    if (seconds >= REPORT) tell();
  }, 1000);
  document.addEventListener("visibilitychange", () => document.hidden && tell());
}

if (place) remember();
