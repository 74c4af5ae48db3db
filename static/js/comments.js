// Comments load from Disqus when a reader asks for them, and not before: until then nothing is sent to anybody.

const thread = document.querySelector("#disqus_thread");
const button = thread?.querySelector("button");

if (button) {
  button.hidden = false;
  button.addEventListener("click", open, { once: true });
}

function open() {
  const { shortname, identifier, address, title } = thread.dataset;
  if (!/^[a-z0-9-]+$/i.test(shortname)) return;
  // Disqus reads this global name; see https://help.disqus.com, "JavaScript configuration variables".
  window.disqus_config = function () {
    this.page.identifier = identifier;
    this.page.url = address;
    this.page.title = title;
  };
  const script = document.createElement("script");
  script.src = `https://${shortname}.disqus.com/embed.js`;
  script.dataset.timestamp = String(Date.now());
  script.async = true;
  script.addEventListener("error", () => {
    button.disabled = false;
    button.addEventListener("click", open, { once: true });
  });
  button.disabled = true;
  document.head.append(script);
}
