// What a press does more than the browser does by itself: ask, open a dialog, close a notice, show a password, close a menu.
addEventListener("click", (event) => {
  const asks = event.target.closest?.("[data-confirm]");
  if (asks && !confirm(asks.dataset.confirm)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const opener = event.target.closest?.("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    dialog.showModal();
  }
  const dismisses = event.target.closest?.("[data-dismiss]");
  if (dismisses) document.querySelector(dismisses.dataset.dismiss)?.remove();
  const reveals = event.target.closest?.("[data-reveal]");
  if (reveals) reveal(reveals);
  document.querySelectorAll(".sk-menu[open]").forEach((menu) => { menu.open = menu.contains(event.target); });
}, true);

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.(".sk-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

function reveal(button) {
  const input = document.getElementById(button.dataset.reveal);
  button.dataset.showLabel ??= button.textContent;
  input.type = input.type === "password" ? "text" : "password";
  button.textContent = input.type === "password" ? button.dataset.showLabel : button.dataset.hideLabel;
}

function offer() {
  document.querySelectorAll("[data-reveal]").forEach((button) => { button.hidden = false; });
}

document.addEventListener("htmx:after:swap", offer);
offer();
