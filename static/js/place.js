// The place field as a combobox (ARIA 1.2, list autocomplete): arrows, Home, End, Enter, Escape. The list is the server's.
const WAIT = 150

function combobox(box, rank) {
  const input = box.querySelector("input[type=text]")
  const hidden = box.querySelector("input[type=hidden][name$=_cle]")
  const list = document.createElement("ul")
  const said = document.createElement("p")
  list.id = `${input.id || `lieu-${rank}`}-liste`
  list.className = "place-list"
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "Lieux")
  list.hidden = true
  said.className = "visually-hidden"
  said.setAttribute("role", "status")
  box.append(list, said)
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value)

  let timer, asking, current = -1
  const options = () => [...list.children]

  function close() {
    list.hidden = true
    current = -1
    input.setAttribute("aria-expanded", "false")
    input.removeAttribute("aria-activedescendant")
  }
  function mark(position) {
    const all = options()
    all[current]?.setAttribute("aria-selected", "false")
    current = (position + all.length) % all.length
    all[current].setAttribute("aria-selected", "true")
    all[current].scrollIntoView({ block: "nearest" })
    input.setAttribute("aria-activedescendant", all[current].id)
  }
  function choose(option) {
    input.value = option.dataset.label
    if (hidden) hidden.value = option.dataset.key
    close()
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }
  async function ask() {
    asking?.abort()
    asking = new AbortController()
    try {
      const address = new URL(box.dataset.place, location)
      address.searchParams.set("q", input.value)
      const answer = await fetch(address, { signal: asking.signal })
      if (!answer.ok) return close()
      list.innerHTML = await answer.text()
    } catch { return }
    options().forEach((option, n) => { option.id = `${list.id}-${n}` })
    const count = options().length
    said.textContent = count ? `${count} lieu${count > 1 ? "x" : ""}` : "Aucun lieu"
    if (!count || document.activeElement !== input) return close()
    list.hidden = false
    current = -1
    input.setAttribute("aria-expanded", "true")
    input.removeAttribute("aria-activedescendant")
  }

  input.addEventListener("input", () => {
    if (hidden) hidden.value = ""
    box.querySelector(".place-choices")?.remove()
    clearTimeout(timer)
    if (input.value.trim().length < 2) return close()
    timer = setTimeout(ask, WAIT)
  })
  input.addEventListener("keydown", event => {
    const open = !list.hidden
    const moves = { ArrowDown: current + 1, ArrowUp: current < 0 ? -1 : current - 1, Home: 0, End: -1 }
    if (open && event.key in moves && (current >= 0 || event.key.startsWith("Arrow"))) mark(moves[event.key])
    else if (!open && event.key === "ArrowDown" && input.value.trim().length > 1) ask()
    else if (open && event.key === "Enter" && current >= 0) choose(options()[current])
    else if (open && event.key === "Escape") close()
    else return
    event.preventDefault()
  })
  list.addEventListener("mousedown", event => {
    event.preventDefault()
    const option = event.target.closest("[role=option]")
    if (option) choose(option)
  })
  input.addEventListener("blur", close)
}

document.querySelectorAll("[data-place]").forEach(combobox)
