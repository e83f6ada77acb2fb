// [data-sort="chapter"]: the quests in it are taken by the mouse and put elsewhere; the buttons beside them do the same.
const lists = [...document.querySelectorAll("[data-sort]")];
let taken = null;
const clear = () => document.querySelectorAll(".quest-drop").forEach((one) => one.classList.remove("quest-drop"));
const target = (event) => event.target.closest("[data-sort] > li[id]");
for (const list of lists) {
    for (const item of list.querySelectorAll(":scope > li[id]")) {
        item.draggable = true;
        item.addEventListener("dragstart", (event) => {
            taken = item;
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", item.id);
        });
        item.addEventListener("dragend", clear);
    }
    list.addEventListener("dragover", (event) => {
        if (!taken) return;
        event.preventDefault();
        clear();
        (target(event) || list).classList.add("quest-drop");
    });
    list.addEventListener("drop", (event) => {
        if (!taken) return;
        event.preventDefault();
        const before = target(event);
        if (before === taken) return;
        const form = taken.querySelector("form");
        for (const [name, value] of [["into", list.dataset.sort], ["before", before ? before.id : ""]]) {
            const field = document.createElement("input");
            field.type = "hidden";
            field.name = name;
            field.value = value;
            form.append(field);
        }
        form.submit();
    });
}
