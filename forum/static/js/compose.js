/* Writing: a preview that follows the text, and a count of what is left. */

const PAUSE = 600; // ms after the last key before the preview is asked for again

/* Whoever guards what leaves the browser listens for "outgoing" and may cancel it. */
function mayLeave(form, text) {
  return form.dispatchEvent(new CustomEvent("outgoing", { bubbles: true, cancelable: true, detail: { text } }));
}

function preview(form) {
  const field = form.querySelector("textarea[name=body]");
  const button = form.querySelector("[data-preview]");
  const pane = form.querySelector("[data-preview-pane]");
  let timer = 0;
  let request = null;

  async function show() {
    request?.abort();
    if (!mayLeave(form, field.value)) return;
    const mine = (request = new AbortController());
    const body = new URLSearchParams({ body: field.value, csrf_token: form.elements.csrf_token?.value ?? "" });
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.previewUrl, {
        method: "POST", body, headers: { "X-Fragment": "1" }, signal: mine.signal,
      });
      const text = await answer.text();
      if (answer.ok) pane.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      else if (answer.status < 500) pane.textContent = sentence(answer, text);
      if (request === mine) pane.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") pane.removeAttribute("aria-busy");
    }
  }

  function open(on) {
    pane.hidden = !on;
    button.setAttribute("aria-expanded", on);
    if (on) show();
    else request?.abort();
  }

  button.setAttribute("aria-expanded", !pane.hidden);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    open(pane.hidden);
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (!pane.hidden) timer = setTimeout(show, PAUSE);
  });
}

/* The server refuses in plain text, as a problem document, or with a page whose main part says it. */
function sentence(answer, text) {
  const type = answer.headers.get("content-type") || "";
  if (type.includes("json")) return JSON.parse(text).detail ?? "";
  if (!type.includes("html")) return text;
  const page = new DOMParser().parseFromString(text, "text/html");
  return (page.querySelector("main") || page.body).textContent.trim();
}

/* Counts characters as the server does: by code point. */
function counter(field) {
  const max = Number(field.dataset.countMax);
  const line = document.createElement("p");
  line.className = "hint counter";
  line.id = `${field.id || field.name}-count`;
  field.after(line);
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
  const count = () => {
    const length = [...field.value].length;
    line.textContent = `${length} / ${max}`;
    line.classList.toggle("over", length > max);
    line.hidden = length < max * 0.8;
  };
  field.addEventListener("input", count);
  count();
}

for (const form of document.querySelectorAll("form[data-preview-url]")) preview(form);
for (const field of document.querySelectorAll("[data-count-max]")) counter(field);
