// [data-choose-all]: two buttons above a list of boxes, for all and for nobody.
for (const group of document.querySelectorAll("[data-choose-all]")) {
    const row = document.createElement("div");
    row.className = "buttons";
    for (const [label, checked] of [[group.dataset.chooseAll, true], [group.dataset.chooseNone, false]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button quiet";
        button.textContent = label;
        button.addEventListener("click", () => {
            for (const box of group.querySelectorAll('input[type="checkbox"]')) box.checked = checked;
        });
        row.append(button);
    }
    group.querySelector(".options").before(row);
}
