// a[data-count] asks that address how many things wait and shows the number, in the menu and on its button. Asked after
// the page has loaded, and again when somebody comes back to the tab.
const links = [...document.querySelectorAll("a[data-count]")];

const show = (link, number, words) => {
    for (const place of [link, link.closest("details")?.querySelector("summary")]) {
        if (!place) continue;
        place.querySelector("[data-count-badge]")?.remove();
        if (!number) continue;
        const badge = document.createElement("span");
        badge.className = "count-badge";
        badge.dataset.countBadge = "";
        badge.textContent = number > 99 ? "99+" : String(number);
        badge.setAttribute("role", "img");
        badge.setAttribute("aria-label", words);
        place.append(badge);
    }
};

const ask = async (link) => {
    try {
        const answer = await fetch(link.dataset.count, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const { count, words } = await answer.json();
        show(link, count, words);
    } catch {
        /* offline: no number is better than a wrong one */
    }
};

const askAll = () => links.forEach(ask);
if (document.readyState === "complete") askAll();
else addEventListener("load", askAll);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && askAll());
