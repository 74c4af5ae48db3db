// Keeps what is marked with data-part as the server has it, as long as something is at work. Without this module the
// same is seen after a reload.

const PAUSE = 2000;
const LONGEST_PAUSE = 30000;

const isAtWork = () => document.querySelector(".progress.at-work") !== null;

function take(fresh) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const now = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    // A form holds a token that differs each time: what counts is what people see.
    if (!now || (now.textContent === part.textContent && now.className === part.className)) continue;
    const hadFocus = part.contains(document.activeElement) && part !== document.activeElement;
    part.className = now.className;
    part.replaceChildren(...now.childNodes);
    if (hadFocus) document.querySelector('[data-part="state"]')?.focus();
  }
  for (const link of document.querySelectorAll(".reload")) link.hidden = true;
}

async function look() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(`the page answered ${answer.status}`);
  take(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

let pause = PAUSE;

async function watch() {
  if (!document.hidden) {
    try {
      await look();
      pause = PAUSE;
    } catch {
      pause = Math.min(2 * pause, LONGEST_PAUSE); // away, or logged out: what is shown stays
      for (const link of document.querySelectorAll(".reload")) link.hidden = false;
    }
  }
  if (isAtWork()) setTimeout(watch, pause);
}

if (isAtWork()) setTimeout(watch, PAUSE);
