// The board: a card can be dragged, or moved by Alt with an arrow. Both fill in and submit the card's own form,
// so what may move where is decided in one place: the server's list of choices.
const form = (card) => card.querySelector("form");
const columns = (board) => [...board.querySelectorAll("[data-status]")];
let dragged = null;
let moving = null;

function allows(card, column) {
  const select = form(card)?.elements.status;
  return select && [...select.options].some((option) => option.value === column.dataset.status);
}

function move(card, column) {
  if (!allows(card, column)) return;
  form(card).elements.status.value = column.dataset.status;
  moving = { id: card.id, status: column.dataset.status };
  form(card).requestSubmit();
}

function ready() {
  document.querySelectorAll("[data-card]").forEach((card) => {
    card.draggable = Boolean(form(card));
    // A link is draggable by itself: whoever grabs the title would drag an address, not the card.
    card.querySelectorAll("a").forEach((link) => { link.draggable = false; });
  });
}

addEventListener("dragstart", ({ target }) => {
  if (!target.matches?.("[data-card]")) return;
  dragged = target;
  target.classList.add("sk-board-card--dragged");
});

addEventListener("dragover", (event) => {
  const column = dragged && event.target.closest?.("[data-status]");
  document.querySelectorAll(".sk-board-column--target").forEach((other) => {
    other.classList.toggle("sk-board-column--target", other === column);
  });
  if (!column || !allows(dragged, column)) return;
  column.classList.add("sk-board-column--target");
  event.preventDefault();
});

addEventListener("drop", (event) => {
  const column = dragged && event.target.closest?.("[data-status]");
  if (!column) return;
  event.preventDefault();
  move(dragged, column);
});

addEventListener("dragend", () => {
  dragged?.classList.remove("sk-board-card--dragged");
  document.querySelectorAll(".sk-board-column--target").forEach((c) => c.classList.remove("sk-board-column--target"));
  dragged = null;
});

addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const card = event.altKey && step && event.target.closest?.("[data-card]");
  if (!card) return;
  event.preventDefault();
  const all = columns(card.closest("[data-board]"));
  let place = all.findIndex((column) => column.dataset.status === card.dataset.card) + step;
  while (all[place] && !allows(card, all[place])) place += step;
  if (all[place]) move(card, all[place]);
});

document.addEventListener("htmx:after:swap", () => {
  ready();
  const card = moving && document.getElementById(moving.id);
  if (!card) return;
  card.querySelector("a")?.focus();
  if (card.dataset.card === moving.status) {
    const name = card.closest("[data-status]").querySelector("h2").textContent.trim();
    samenkracht.announce(`${card.closest("[data-board]").dataset.moved} ${name}`);
  }
  moving = null;
});
ready();
