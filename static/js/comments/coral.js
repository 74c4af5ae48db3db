// Coral fills the element that it is told of. See https://docs.coralproject.net/cms/, createStreamEmbed.

export async function open(place, { root, identifier, address }, load) {
  place.id = "coral_thread";
  await load(`${root}/assets/js/embed.js`);
  window.Coral.createStreamEmbed({
    id: place.id,
    autoRender: true,
    rootURL: root,
    storyID: identifier,
    storyURL: address,
  });
}
