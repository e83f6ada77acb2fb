// [data-countdown] tells how long a review is still kept, once a minute, in the last two days, in the page's language.
// Without this script the sentence of the server stands there.
for (const place of document.querySelectorAll("[data-countdown]")) {
    const end = Date.parse(place.dataset.countdown);
    const clock = document.createElement("strong");
    clock.className = "peer-countdown";
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });
    const show = () => {
        const minutes = Math.round((end - Date.now()) / 60000);
        clock.hidden = minutes <= 0 || minutes > 2880;
        clock.textContent = Math.abs(minutes) < 120 ? words.format(minutes, "minute") : words.format(Math.round(minutes / 60), "hour");
    };
    if (Number.isNaN(end)) continue;
    place.append(" ", clock);
    show();
    setInterval(show, 60000);
}
