// A form with something in it that is not saved asks before it is left.
const warn = (event) => event.preventDefault();
let changed = new Set();

function watch() {
  changed = new Set([...changed].filter((form) => form.isConnected));
  removeEventListener("beforeunload", warn);
  if (changed.size) addEventListener("beforeunload", warn);
}

addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches("[data-guard]")) return;
  changed.add(form);
  watch();
});

addEventListener("submit", ({ target }) => {
  changed.delete(target);
  watch();
});
document.addEventListener("htmx:after:swap", watch);
