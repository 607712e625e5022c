// Ctrl+Z or ⌘Z presses the way back that is on the page, unless something is being typed: that has a way back of its own.
addEventListener("keydown", (event) => {
  if (event.key?.toLowerCase() !== "z" || event.shiftKey || event.altKey || event.ctrlKey === event.metaKey) return;
  const back = document.querySelector(".sk-undo button");
  if (!back || event.repeat || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  back.click();
});
