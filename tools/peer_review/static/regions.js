// Places on pictures. On [data-canvas] a rectangle is drawn with a mouse or pen, or by touch once [data-canvas-arm] is
// pressed (else touching scrolls the page); the fields in [data-canvas-sides] and the rectangle follow each other.
// A comment that is pointed at or focused shows its place. Without this file the numbers are typed.
const LEAST = 2;

const shown = (item, there) => document.getElementById(item.dataset.noteRegion)?.classList.toggle("is-shown", there);
for (const item of document.querySelectorAll("[data-note-region]")) {
    item.addEventListener("pointerenter", () => shown(item, true));
    item.addEventListener("pointerleave", () => shown(item, item.contains(document.activeElement)));
    item.addEventListener("focusin", () => shown(item, true));
    item.addEventListener("focusout", () => shown(item, false));
}

for (const canvas of document.querySelectorAll("[data-canvas]")) {
    const arm = document.querySelector("[data-canvas-arm]");
    const status = document.querySelector("[data-canvas-status]");
    const draft = [...canvas.querySelectorAll("[data-canvas-draft] rect")];
    const fields = [...document.querySelectorAll("[data-canvas-sides] input")];
    const comment = document.getElementById("comment");
    const label = arm?.textContent;
    if (!arm || !comment || fields.length !== 4) continue;
    arm.hidden = false;
    document.querySelector("[data-canvas-plain]").hidden = true;

    const draw = () => {
        const [left, top, width, height] = fields.map((field) => Number.parseInt(field.value, 10));
        const there = width > 0 && height > 0 && left >= 0 && top >= 0 && left + width <= 100 && top + height <= 100;
        for (const rect of draft) {
            for (const [name, value] of Object.entries({ x: left, y: top, width, height })) {
                rect.setAttribute(name, there ? `${value}%` : "0");
            }
        }
    };
    const fill = (values) => {
        fields.forEach((field, at) => {
            field.value = values ? values[at] : "";
        });
        draw();
    };
    const armed = (on) => {
        arm.setAttribute("aria-pressed", String(on));
        arm.textContent = on ? arm.dataset.armed : label;
        canvas.classList.toggle("is-armed", on);
    };
    for (const field of fields) field.addEventListener("input", draw);
    arm.addEventListener("click", () => armed(arm.getAttribute("aria-pressed") !== "true"));
    draw();

    let from = null;
    let drawn = false;
    const place = (event) => {
        const box = canvas.getBoundingClientRect();
        const inside = (value, size) => Math.min(Math.max((value / size) * 100, 0), 100);
        return { x: inside(event.clientX - box.left, box.width), y: inside(event.clientY - box.top, box.height) };
    };
    const between = (one, other) => {
        const left = Math.floor(Math.min(one.x, other.x));
        const top = Math.floor(Math.min(one.y, other.y));
        return [left, top, Math.ceil(Math.max(one.x, other.x)) - left, Math.ceil(Math.max(one.y, other.y)) - top];
    };
    canvas.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || !event.isPrimary) return;
        if (event.pointerType === "touch" && !canvas.classList.contains("is-armed")) return;
        from = place(event);
        drawn = false;
    });
    canvas.addEventListener("pointermove", (event) => {
        if (!from) return;
        const sides = between(from, place(event));
        if (!drawn && Math.max(sides[2], sides[3]) < LEAST) return;
        if (!drawn) canvas.setPointerCapture(event.pointerId);
        drawn = true;
        fill([sides[0], sides[1], Math.max(sides[2], 1), Math.max(sides[3], 1)]);
    });
    canvas.addEventListener("pointerup", (event) => {
        from = null;
        if (!drawn) return;
        armed(false);
        status.textContent = status.dataset.marked;
        // A keyboard on the screen would cover what was just marked.
        if (event.pointerType !== "touch") comment.focus();
    });
    canvas.addEventListener("pointercancel", () => {
        if (from && drawn) fill(null);
        from = null;
        drawn = false;
    });
    // A drag that began on the number of another place is no click on it.
    canvas.addEventListener(
        "click",
        (event) => {
            if (drawn) event.preventDefault();
            drawn = false;
        },
        { capture: true },
    );
}
