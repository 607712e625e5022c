// A page that the browser keeps is asked for again when one comes back to it: it may have changed, and one may have signed out.
addEventListener("pageshow", (event) => {
  if (!document.querySelector("[data-kept]")) return;
  const [visit] = performance.getEntriesByType("navigation");
  if (event.persisted || (visit?.type === "back_forward" && visit.transferSize === 0)) location.reload();
});
