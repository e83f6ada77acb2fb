// [data-coach] asks that address about its text area a moment after the last key and shows the advice below. It stops
// nothing and keeps nothing; where the server does not answer, nothing is said.
const coachToken = document.querySelector("meta[name=csrf-token]")?.content ?? "";
const COACH_PAUSE = 900;
const COACH_LEAST = 12;

for (const box of document.querySelectorAll("[data-coach]")) {
    const area = box.querySelector("textarea");
    const place = box.querySelector("[data-coach-hints]");
    if (!area || !place) continue;
    const criteria = JSON.parse(box.dataset.coachRubric || "[]");
    let timer = 0;
    let asked = 0;
    let shown = "";

    const show = (hints) => {
        const key = JSON.stringify(hints);
        if (key === shown) return;
        shown = key;
        place.replaceChildren();
        place.hidden = hints.length === 0;
        if (!hints.length) return;
        const title = document.createElement("p");
        title.className = "coach-title";
        title.textContent = place.dataset.coachTitle;
        const list = document.createElement("ul");
        for (const hint of hints) {
            const item = document.createElement("li");
            item.dataset.tone = hint.tone;
            item.textContent = hint.text;
            list.append(item);
        }
        place.append(title, list);
    };
    const look = async () => {
        const text = area.value;
        if (text.trim().length < COACH_LEAST) return show([]);
        const number = ++asked;
        const body = new URLSearchParams({ text, ask: box.dataset.coachAsk });
        for (const criterion of criteria) body.append("rubric", criterion);
        try {
            const answer = await fetch(box.dataset.coach, {
                method: "POST",
                headers: { "X-CSRF-Token": coachToken, Accept: "application/json" },
                body,
            });
            if (answer.ok && !answer.redirected && number === asked) show((await answer.json()).hints);
        } catch {
            /* no answer, no advice */
        }
    };
    area.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(look, COACH_PAUSE);
    });
}
