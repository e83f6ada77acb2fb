// [data-queue-item]: J and K go to the next and the one before, A accepts, R returns. They rest while somebody types.
const items = [...document.querySelectorAll("[data-queue-item]")];
if (items.length) {
    for (const help of document.querySelectorAll("[data-queue-help]")) help.hidden = false;
    const here = () => items.findIndex((item) => item.contains(document.activeElement));
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
        const key = event.key.toLowerCase();
        const place = here();
        if (key === "j" || key === "k") {
            const next = items[Math.min(items.length - 1, Math.max(0, place + (key === "j" ? 1 : -1)))];
            next.focus();
            next.scrollIntoView({ block: "start" });
        } else if (key === "a" && place >= 0) {
            items[place].querySelector("[data-queue-accept]").click();
        } else if (key === "r" && place >= 0) {
            const comment = items[place].querySelector("textarea");
            if (comment.value.trim()) items[place].querySelector("[data-queue-return]").click();
            else comment.focus();
        } else return;
        event.preventDefault();
    });
}
