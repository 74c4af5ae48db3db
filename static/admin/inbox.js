// Down and up the inbox by keyboard: j and k move to the next headline, x chooses it. Enter opens what has the focus.

const headlines = () => [...document.querySelectorAll("#result_list a.headline")];

const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const rows = headlines();
  const row = document.activeElement?.closest("#result_list tr");
  const at = row ? rows.indexOf(row.querySelector("a.headline")) : -1;
  if (event.key === "j") rows[Math.min(at + 1, rows.length - 1)]?.focus();
  else if (event.key === "k") rows[Math.max(at - 1, 0)]?.focus();
  else if (event.key === "x" && row) row.querySelector("input.action-select")?.click();
});
