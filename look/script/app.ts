// The common script: small helps for people; every page works without it.

// The list of complaints is read first by those who listen.
document.querySelector<HTMLElement>("[data-focus]")?.focus();
