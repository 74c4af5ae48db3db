// Comments load when a reader asks for them, and not before: until then nothing is sent to anybody. Each provider has a
// module of its own that exports open(place, told, load); which one is asked for stands in the page.

const thread = document.querySelector(".comments-thread");
const button = thread?.querySelector("button");

if (button) {
  button.hidden = false;
  button.addEventListener("click", ask);
}

async function ask() {
  const { module, ...told } = thread.dataset;
  const place = thread.querySelector(".comments-place");
  say("coming");
  button.disabled = true;
  try {
    const provider = await import(module);
    await provider.open(place, told, load);
  } catch {
    place.replaceChildren();
    button.disabled = false;
    say("failed");
    return;
  }
  thread.querySelector(".comments-before").hidden = true;
  say("");
}

function say(what) {
  for (const line of thread.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== what;
}

/** A promise of a script of the provider's, kept once it has run. */
function load(address) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.async = true;
    script.addEventListener("load", loaded);
    script.addEventListener("error", () => {
      script.remove();
      failed(new Error(`${address} did not come`));
    });
    document.head.append(script);
  });
}
