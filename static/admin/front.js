// Offers older stories too, while one types; without this module the newest are offered, and an address finds any.

const form = document.getElementById("front-form");
const offered = document.getElementById("stories");
const PAUSE = 250;
let waiting = 0;
let asked = "";

async function offer(term) {
  asked = term;
  const address = new URL(form.dataset.stories, location);
  address.searchParams.set("term", term);
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok || asked !== term) return;
  const known = new Set([...offered.options].map((option) => option.value));
  for (const { id, text } of (await response.json()).results) {
    const story = `${text} (${id})`;
    if (known.has(story)) continue;
    const option = document.createElement("option");
    option.value = story;
    offered.append(option);
  }
}

form?.addEventListener("input", ({ target }) => {
  if (target.getAttribute("list") !== "stories" || target.value.trim().length < 3) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => offer(target.value.trim()).catch(() => {}), PAUSE);
});
