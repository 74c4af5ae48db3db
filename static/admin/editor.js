// The editor of our own texts, as the people who write in it expect it: what they type is looked through for slips, a new
// table has a head, and a figure is chosen among the pictures of the article.

const pictures = JSON.parse(document.getElementById("pictures-of-text")?.textContent ?? "[]");

function spelt(text) {
  text.spellcheck = true;
  const language = document.getElementById("id_language")?.value;
  if (language) text.lang = language;
}

function choice(address) {
  const told = document.getElementById("words-of-editor").dataset;
  const label = document.createElement("label");
  label.className = "picture-of-text";
  label.textContent = told.label;
  const list = document.createElement("select");
  list.append(new Option(pictures.length ? "–" : told.none, ""));
  for (const each of pictures) list.append(new Option(each.name, each.address));
  list.disabled = !pictures.length;
  list.value = pictures.some((each) => each.address === address.value) ? address.value : "";
  list.addEventListener("change", () => {
    const chosen = pictures.find((each) => each.address === list.value);
    if (!chosen) return;
    const alternative = address.closest("dialog").querySelector("[name=altText]");
    address.value = chosen.address;
    if (alternative) alternative.value = chosen.alt;
    for (const field of [address, alternative]) field?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  label.append(list);
  return label;
}

function opened(dialog) {
  const head = dialog.querySelector("select[name=withHeaderRow]");
  if (head) head.value = "Yes";
  const address = dialog.querySelector("[name=imageUrl]");
  if (address && document.getElementById("pictures-of-text")) address.closest("div").before(choice(address));
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      for (const dialog of node.querySelectorAll("dialog.prose-editor-dialog")) opened(dialog);
      for (const text of node.querySelectorAll(".ProseMirror[contenteditable]")) spelt(text);
      if (node.matches(".ProseMirror[contenteditable]")) spelt(node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
for (const text of document.querySelectorAll(".ProseMirror[contenteditable]")) spelt(text);
