// The script of the pages where an application is written, apart from the common one, so that others stay light.
import { draft } from "./draft";

// A draft is saved as it is typed.
document.querySelectorAll<HTMLFormElement>("form[data-autosave]").forEach(draft);
