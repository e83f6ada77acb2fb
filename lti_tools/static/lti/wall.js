// [data-wall="15"] fetches its own page every so many seconds and puts the same part of it in place. P stops and goes
// on, F fills the screen. Without this script a link refreshes.
const wall = document.querySelector("[data-wall]");
if (wall) {
    const pause = document.querySelector("[data-wall-pause]");
    const full = document.querySelector("[data-wall-full]");
    const words = [pause.textContent, pause.dataset.again];
    let running = true;
    const refresh = async () => {
        if (!running || document.hidden) return;
        const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
        if (!answer?.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const news = page.querySelector("[data-wall]");
        if (running && news && news.innerHTML !== wall.innerHTML) wall.replaceChildren(...news.childNodes);
    };
    const toggle = () => {
        running = !running;
        pause.textContent = words[running ? 0 : 1];
        if (running) refresh();
    };
    const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())?.catch(() => {});
    setInterval(refresh, Number(wall.dataset.wall) * 1000);
    for (const shown of [pause, document.querySelector("[data-wall-help]")]) shown.hidden = false;
    full.hidden = !document.fullscreenEnabled;
    pause.addEventListener("click", toggle);
    full.addEventListener("click", fill);
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
        if (event.key === "p" || event.key === "P") toggle();
        if ((event.key === "f" || event.key === "F") && !full.hidden) fill();
    });
}
