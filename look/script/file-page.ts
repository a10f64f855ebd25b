// The script of a section with files: they are sent in parts, beside what is typed.
import { files } from "./upload";

document.querySelectorAll<HTMLElement>("[data-files]").forEach(files);
