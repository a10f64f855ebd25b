// The common script: small helps for people; every page works without it.
import { live } from "./live";

// The list of complaints is read first by those who listen.
document.querySelector<HTMLElement>("[data-focus]")?.focus();

// A form that must be sent once is sent once, however often its button is pressed.
document.querySelectorAll<HTMLFormElement>("form[data-once]").forEach(form => {
  let sent = false;
  form.addEventListener("submit", e => {
    if (sent) e.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
});

// A sheet saves itself as it is filled in.
document.querySelectorAll<HTMLFormElement>("form[data-live-form]").forEach(live);
