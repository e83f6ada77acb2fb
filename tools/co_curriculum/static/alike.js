// [data-alike]: while a title is typed, says what on the list looks like it. Without this script the server says it once
// the form is sent.
const PAUSE = 600;
const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";

for (const part of document.querySelectorAll("[data-alike]")) {
    const input = part.querySelector("input");
    const found = part.querySelector("[data-alike-found]");
    const address = part.dataset.alike;
    let waiting = 0;
    let asked = "";

    async function ask() {
        const text = input.value.trim();
        if (text === asked || text.length < 3) return;
        asked = text;
        const body = new URLSearchParams({ text, csrf_token: token });
        const answer = await fetch(address, { method: "POST", body });
        if (!answer.ok || text !== input.value.trim()) return;
        show((await answer.json()).alike);
    }

    function show(alike) {
        found.replaceChildren();
        if (!alike.length) return;
        const title = document.createElement("p");
        title.textContent = part.dataset.alikeTitle;
        const list = document.createElement("ul");
        for (const one of alike) {
            const link = document.createElement("a");
            link.href = one.url;
            link.target = "_blank";
            link.rel = "noopener";
            link.textContent = one.title;
            const item = document.createElement("li");
            item.append(link);
            list.append(item);
        }
        found.append(title, list);
    }

    if (address && input) {
        input.addEventListener("input", () => {
            clearTimeout(waiting);
            waiting = setTimeout(() => ask().catch(() => {}), PAUSE);
        });
    }
}
