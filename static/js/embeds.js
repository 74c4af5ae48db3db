// Charts and films of others load when a reader asks for them, and not before: until then nothing is sent to anybody.
// The Content-Security-Policy says from which hosts; without this module the link under each box leads there.

const SANDBOX =
  "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation allow-forms";

for (const box of document.querySelectorAll(".embed-box[data-frame]")) {
  const button = box.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => load(box), { once: true });
}

function load(box) {
  const frame = document.createElement("iframe");
  frame.title = box.dataset.name;
  frame.setAttribute("sandbox", SANDBOX);
  frame.setAttribute("allow", "autoplay; encrypted-media; fullscreen; picture-in-picture");
  frame.setAttribute("allowfullscreen", "");
  frame.setAttribute("loading", "lazy");
  // Our host and no more; YouTube plays nothing for a page that does not say who it is.
  frame.setAttribute("referrerpolicy", "strict-origin-when-cross-origin");
  frame.src = box.dataset.frame;
  box.style.minBlockSize = `${box.offsetHeight}px`; // what stands below stays where it is
  box.classList.add("embed-open");
  box.replaceChildren(frame);
  frame.focus();
  window.addEventListener("message", (message) => {
    if (message.source !== frame.contentWindow || message.origin !== new URL(frame.src).origin) return;
    // Datawrapper tells how high its chart is at this width; see "Responsive iframe" in its academy.
    const [height] = Object.values(message.data?.["datawrapper-height"] ?? {});
    if (height > 50 && height < 4000) box.style.blockSize = box.style.minBlockSize = `${Math.ceil(height)}px`;
  });
}
