// Passkey buttons appear where the browser can use them; what went wrong is said in words.
const WORDS = {
  NotAllowedError: "La demande a été annulée ou a pris trop de temps. Réessayez quand vous êtes prêt.",
  InvalidStateError: "Cette clé est déjà enregistrée sur votre compte.",
  NotSupportedError: "Cet appareil ne sait pas faire de clé d’accès. Choisissez l’application de codes.",
  SecurityError: "L’adresse de cette page ne permet pas les clés d’accès."
}
const FORMS = { login: "loginForm", authenticate: "authenticateForm", add: "addForm" }

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach((button, rank) => {
    const kind = button.dataset.passkey
    button.id ||= `passkey-${rank}`
    window.allauth.webauthn.forms[FORMS[kind]]({
      ids: {
        [kind]: button.id,
        credential: button.dataset.credential,
        passwordless: button.dataset.passwordless,
        data: "passkey-data"
      }
    })
    button.hidden = false
  })
}

document.addEventListener("allauth.error", event => {
  const place = document.getElementById("passkey-error")
  event.preventDefault()
  place.textContent = WORDS[event.detail.exception.name] || "La clé d’accès n’a pas répondu. Réessayez ou choisissez un autre moyen."
  place.hidden = false
})
