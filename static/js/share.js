// Buttons that only work with a script: the device's own way to share, copying the address, printing. Until this module
// knows that it can do what a button says, the button stays hidden; the other ways to share are links.

for (const item of document.querySelectorAll("[data-share]")) {
  const shared = { url: item.dataset.share, title: item.dataset.title };
  if (!navigator.canShare?.(shared)) continue;
  item.querySelector("button").addEventListener("click", () => navigator.share(shared).catch(() => {})); // or the reader thought better of it
  item.hidden = false;
}

for (const item of document.querySelectorAll("[data-copy]")) {
  const button = item.querySelector("button");
  if (!button || !navigator.clipboard) continue;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "share-done";
  item.append(said);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(item.dataset.copy);
    } catch {
      return; // the reader refused; the address stands in the address bar anyway
    }
    said.textContent = button.dataset.done;
    setTimeout(() => (said.textContent = ""), 4000);
  });
  item.hidden = false;
}

for (const item of document.querySelectorAll("[data-print]")) {
  item.querySelector("button").addEventListener("click", () => window.print());
  item.hidden = false;
}
