// [data-ranking]: the options stand in the order of their places, with buttons that move them and a handle to drag.
// The selects stay: they are what is sent, and changing one moves its option. Without this script they do alone.
const SHARED = 1;

for (const ranking of document.querySelectorAll("[data-ranking]")) {
    const status = ranking.parentElement.querySelector("[data-marks-status]");
    const items = () => [...ranking.children];
    const select = (item) => item.querySelector("select");
    const place = (item) => Number(select(item).value) || Infinity;
    const name = (item) => item.querySelector("label").textContent.trim();
    const ranked = () => items().filter((item) => place(item) < Infinity);

    const sort = () => {
        const sorted = items().sort((one, other) => place(one) - place(other) || 0);
        for (const item of sorted) ranking.append(item);
        for (const item of items()) {
            item.dataset.placed = String(place(item) < Infinity);
            item.querySelector("[data-move='-1']").disabled = ranked()[0] === item && ranked().filter((one) => place(one) === place(item)).length === SHARED;
        }
    };

    // Puts `item` at `at` (from 0) among the options with a place; each of them gets a place of its own.
    const put = (item, at) => {
        const order = ranked().filter((one) => one !== item);
        order.splice(at, 0, item);
        order.forEach((one, number) => (select(one).value = String(number + 1)));
        sort();
        ranking.closest("form").querySelector('input[name="no_preference"]').checked = false;
        status.textContent = ranking.dataset.moved.replace("{name}", name(item)).replace("{place}", select(item).value);
    };

    const move = (item, step) => {
        const order = ranked();
        const at = order.indexOf(item);
        if (at < 0) return put(item, order.length);
        if (step > 0 && at === order.length - 1) {
            select(item).value = "";
            return sort();
        }
        return put(item, Math.max(0, at + step));
    };

    const button = (item, step, sign, label) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button quiet vote-move";
        made.dataset.move = String(step);
        made.textContent = sign;
        made.setAttribute("aria-label", label.replace("{name}", name(item)));
        made.addEventListener("click", () => {
            move(item, step);
            made.focus();
        });
        return made;
    };

    for (const item of items()) {
        const buttons = document.createElement("div");
        buttons.className = "vote-moves";
        buttons.append(button(item, -1, "↑", ranking.dataset.up), button(item, 1, "↓", ranking.dataset.down));
        item.append(buttons);
        const handle = document.createElement("span");
        handle.className = "vote-handle";
        handle.setAttribute("aria-hidden", "true");
        handle.textContent = "⠿";
        item.prepend(handle);
        handle.addEventListener("pointerdown", (start) => {
            start.preventDefault();
            item.dataset.dragged = "";
            // On the document: a handle that moves with its option loses the pointer that it captured.
            const dragging = new AbortController();
            const listen = (type, does) =>
                document.addEventListener(type, (event) => event.pointerId === start.pointerId && does(event), { signal: dragging.signal });
            listen("pointermove", (event) => {
                const over = items().find((one) => {
                    const box = one.getBoundingClientRect();
                    return one !== item && event.clientY > box.top && event.clientY < box.bottom;
                });
                if (!over) return;
                const box = over.getBoundingClientRect();
                if (event.clientY < box.top + box.height / 2) over.before(item);
                else over.after(item);
            });
            const drop = () => {
                dragging.abort();
                delete item.dataset.dragged;
                // Everything from the top down to the dragged option has a place now.
                const above = items().slice(0, items().indexOf(item)).filter((one) => one !== item);
                for (const one of above) if (place(one) === Infinity) select(one).value = String(items().length);
                put(item, above.length);
            };
            listen("pointerup", drop);
            listen("pointercancel", drop);
        });
    }
    ranking.dataset.ready = "";
    ranking.addEventListener("change", sort);
    sort();
}
