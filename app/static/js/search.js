// The search field of every page: Ctrl+K or ⌘K goes to it, arrows walk through what is found while one types, Escape closes that.
// Without this the field is a form and what is found is a page.
const searching = document.querySelector("[data-search]");

if (searching) {
  const field = searching.querySelector("input");
  const results = searching.querySelector("#quick-results");
  const links = () => [...results.querySelectorAll("a")];
  const close = () => { results.replaceChildren(); };
  if (/Mac|iPhone|iPad/.test(navigator.platform)) searching.querySelector("kbd").textContent = "⌘ K";

  addEventListener("keydown", (event) => {
    if (event.key?.toLowerCase() !== "k" || event.shiftKey || event.altKey || event.ctrlKey === event.metaKey) return;
    event.preventDefault();
    const folded = searching.closest("details");
    if (folded && !field.checkVisibility()) folded.open = true;
    field.focus();
    field.select();
  });

  searching.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && results.firstElementChild) {
      event.preventDefault();
      field.focus();
      close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links().length) return;
    event.preventDefault();
    const stops = [field, ...links()];
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  });

  searching.addEventListener("focusout", ({ relatedTarget }) => {
    if (!relatedTarget || searching.contains(relatedTarget)) return;
    close();
  });
  addEventListener("click", ({ target }) => { if (!searching.contains(target)) close(); });
}
