// Small behaviours of the staff console. Every one of them only shortens a journey that works without script.

// An element with data-dialog="id" opens that dialog instead of following its link.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
});

// "/" goes to the search, as in most consoles; never while somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable=true]")) return;
  const search = document.querySelector(".console-bar input[type=search]");
  if (search) {
    event.preventDefault();
    search.focus();
  }
});

// A form that failed: the summary of its errors is read first.
document.querySelector(".error-summary")?.focus();

// The autocomplete of Django's admin gives its field no name: take the label's.
function nameAutocompletes() {
  for (const box of document.querySelectorAll(".select2-selection")) {
    const field = box.closest(".select2")?.previousElementSibling;
    const name = field?.labels?.[0]?.textContent.trim();
    if (!name) continue;
    box.setAttribute("aria-label", name);
    box.querySelector("[role=textbox], input")?.setAttribute("aria-label", name);
  }
}
globalThis.django?.jQuery?.(nameAutocompletes);
document.addEventListener("formset:added", () => setTimeout(nameAutocompletes));
