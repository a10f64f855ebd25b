// What this device has of a draft that whoever wrote it may no longer see: for them to copy. It stays on the device until they
// sign out.
import { waiting } from "./device";

export async function lost(box: HTMLElement): Promise<void> {
  const latest = new Map<string, string>();
  for (const w of await waiting(box.dataset.person!)) if (w.application === box.dataset.kept && w.value !== "" && !w.gone) latest.set(w.path, w.value);
  for (const text of latest.values()) {
    const item = document.createElement("li");
    item.className = "v-pre";
    item.textContent = text;
    box.querySelector("ul")!.append(item);
  }
  box.hidden = latest.size === 0;
}
