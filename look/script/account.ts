// The script of the page of one's own account.
import { leave } from "./leave";

document.querySelectorAll<HTMLFormElement>("form[data-leave]").forEach(leave);
