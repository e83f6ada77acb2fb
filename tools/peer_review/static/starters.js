// [data-starters]: a press on the beginning of a sentence puts it into the comment below. Without this script the
// beginnings stand there to be read.
for (const box of document.querySelectorAll("[data-starters]")) {
    const area = box.parentElement.querySelector("textarea");
    if (!area) continue;
    for (const item of box.querySelectorAll("[data-starter]")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button small";
        button.textContent = item.textContent;
        button.addEventListener("click", () => {
            const begin = item.textContent.replace(/\s*…$/, " ");
            area.value = area.value.trim() ? `${area.value.trimEnd()}\n${begin}` : begin;
            area.focus();
            area.setSelectionRange(area.value.length, area.value.length);
            area.dispatchEvent(new Event("input", { bubbles: true }));
        });
        item.replaceChildren(button);
    }
}
