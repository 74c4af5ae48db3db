// A button that copies the article's address. Without this module it stays hidden; the other ways to share are links.

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
