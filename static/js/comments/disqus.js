// Disqus reads a global function and fills the element #disqus_thread.
// See https://help.disqus.com, "JavaScript configuration variables".

export function open(place, { shortname, identifier, address, title, language }, load) {
  place.id = "disqus_thread";
  window.disqus_config = function () {
    this.page.identifier = identifier;
    this.page.url = address;
    this.page.title = title;
    this.language = language;
  };
  return load(`https://${shortname}.disqus.com/embed.js`);
}
