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

// Where the keyboard stood: who saves a form that then goes, is put at the heading of what came in its place.
let stoodIn = [];

function standAgain() {
  if (document.activeElement !== document.body) return;
  const heading = stoodIn.map((id) => document.querySelector(`#${CSS.escape(id)} :is(h1, h2, h3)`)).find(Boolean);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}

document.addEventListener("htmx:before:swap", () => {
  stoodIn = [];
  for (let part = document.activeElement; part; part = part.parentElement) if (part.id) stoodIn.push(part.id);
});

document.addEventListener("htmx:after:swap", (event) => {
  const ctx = event.detail?.ctx;
  const target = ctx?.target;
  if (target === document.body) document.querySelector("h1")?.focus();
  settle((target?.id && document.getElementById(target.id)) || document);
  standAgain();
});
settle(document);

// A page that comes with a sentence is silent about it: only what changes is read out.
const flashed = document.getElementById("flashes")?.innerText.trim();
if (flashed) setTimeout(() => samenkracht.announce(flashed), 500);
