// The script of a section with something that is computed: it follows what is typed.
import { figures } from "./figure";

document.querySelectorAll<HTMLFormElement>("form[data-autosave]").forEach(figures);
