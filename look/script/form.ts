// The script of the pages where an application is written, apart from the common one, so that others stay light. What only
// some sections have is in scripts of their own: budget-page.ts and file-page.ts, which run after this one.
import { draft } from "./draft";
import { keepPages } from "./keep";
import { lost } from "./lost";

// A draft is saved as it is typed.
document.querySelectorAll<HTMLFormElement>("form[data-autosave]").forEach(draft);

// Its pages are kept on the device, once nothing more urgent is left to do.
const keep = document.querySelector<HTMLElement>("[data-keep]");
if (keep) window.addEventListener("load", () => window.setTimeout(() => { keepPages(keep).catch(() => { /* the device or the browser forbids it */ }); }, 1500));
// What was being written when somebody was no longer let in stays theirs to copy.
document.querySelectorAll<HTMLElement>("[data-kept]").forEach(box => { lost(box).catch(() => { /* the device forbids to keep anything: there is nothing */ }); });
