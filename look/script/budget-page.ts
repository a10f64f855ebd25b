// The script of a section with a budget: it is added up, and written like a spreadsheet.
import { budget } from "./budget";
import { sheet } from "./sheet";

document.querySelectorAll<HTMLElement>("[data-budget]").forEach(box => {
  budget(box);
  sheet(box);
});
