// Focus and speech after a change: a screen reader hears what a seeing person sees.
window.samenkracht = {
  announce(text) {
    const region = document.getElementById("announcement");
    if (region) region.textContent = text;
  },
};

function settle(root) {
  root.querySelector("[data-focus]")?.focus();
  const said = root.matches?.("[data-announce]") ? root : root.querySelector("[data-announce]");
  if (said) samenkracht.announce(said.dataset.announce);
}

document.addEventListener("htmx:after:swap", (event) => {
  const ctx = event.detail?.ctx;
  const target = ctx?.target;
  if (target === document.body) document.querySelector("h1")?.focus();
  settle((target?.id && document.getElementById(target.id)) || document);
});
settle(document);
