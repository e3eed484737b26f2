// Flash info: order by dragging, previews without reloading. Each shortens a journey that works without script.

// Preview modes: the frame changes, the page does not.
const frame = document.querySelector("iframe[name=message]");
for (const link of document.querySelectorAll("[data-mode]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const { mode } = link.dataset;
    frame.className = `preview-frame preview-${mode}`;
    frame.contentWindow.location.replace(`${frame.dataset.src}?mode=${mode}`);
    document.querySelector("[data-mode][aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
}

// A block's form shows itself while it is written: posted into a fresh frame, so that "back" stays "back".
const form = document.querySelector("form[data-preview]");
if (form && frame) {
  const button = form.querySelector("[data-refresh]");
  let timer;
  const refresh = () => {
    const old = document.querySelector("iframe[name=message]");
    const fresh = old.cloneNode();
    old.replaceWith(fresh);
    const files = form.querySelectorAll("input[type=file]");
    for (const file of files) file.disabled = true; // not sent again at each letter
    form.requestSubmit(button);
    for (const file of files) file.disabled = false;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, 500);
  });
  refresh();
}

// Order by dragging the grip, with a mouse, a pen or a finger. Buttons do the same, one place at a time.
const list = document.querySelector("[data-order]");
if (list) {
  list.classList.add("draggable");
  let moved = null;
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button) return;
    event.preventDefault();
    moved = grip.closest("[data-block]");
    moved.classList.add("dragged");
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!moved) return;
    const over = [...list.children].find((item) => {
      const { top, bottom } = item.getBoundingClientRect();
      return item !== moved && event.clientY >= top && event.clientY <= bottom;
    });
    if (!over) return;
    const { top, height } = over.getBoundingClientRect();
    const isBelow = event.clientY > top + height / 2;
    if (isBelow) over.after(moved);
    else over.before(moved);
  });
  const drop = (event) => {
    if (!moved) return;
    moved.classList.remove("dragged");
    moved = null;
    if (event.type === "pointercancel") return;
    const order = document.getElementById("ordre");
    for (const item of list.children) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "encart";
      field.value = item.dataset.block;
      order.append(field);
    }
    order.requestSubmit();
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);
}
