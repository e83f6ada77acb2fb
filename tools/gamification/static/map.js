// [data-map]: buttons that make the map larger and smaller; it scrolls inside its frame. Without this script it is as drawn.
for (const frame of document.querySelectorAll("[data-map]")) {
    const picture = frame.querySelector("svg");
    const place = document.querySelector("[data-map-buttons]");
    if (!picture || !place) continue;
    const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value];
    let scale = Math.min(1, Math.max(0.75, (frame.clientWidth - 24) / width));
    const draw = () => {
        picture.setAttribute("width", width * scale);
        picture.setAttribute("height", height * scale);
    };
    for (const [label, by] of [[place.dataset.smaller, 0.8], [place.dataset.larger, 1.25]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button quiet";
        button.textContent = label;
        button.addEventListener("click", () => {
            scale = Math.min(3, Math.max(0.4, scale * by));
            draw();
        });
        place.append(button);
    }
    draw();
    frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
}
