// Keeps what is typed: textarea[data-draft] posts itself to that address a moment after the last key. Where the server
// cannot be reached the tab keeps a copy and offers it at the next visit; it goes as soon as the server has the text.
const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
const PAUSE = 1500;
const RETRY = 15000;

const store = {
    read(key) {
        try {
            return sessionStorage.getItem(key);
        } catch {
            return null;
        }
    },
    write(key, text) {
        try {
            if (text === null) sessionStorage.removeItem(key);
            else sessionStorage.setItem(key, text);
        } catch {
            /* storage is closed in this frame: the server's copy has to do */
        }
    },
};

for (const area of document.querySelectorAll("textarea[data-draft]")) {
    const { draft: url, draftField: name, draftKey, draftSaved, draftWaiting, draftRestore } = area.dataset;
    const key = `draft:${draftKey || url}:${name}`;
    const status = area.closest(".field")?.querySelector("[data-draft-status]");
    let kept = area.value;
    let timer = 0;
    let sending = false;

    const say = (text, state) => {
        if (status) {
            status.textContent = text;
            status.dataset.state = state;
        }
    };
    const later = (wait) => {
        clearTimeout(timer);
        timer = setTimeout(save, wait);
    };
    const save = async (keepalive = false) => {
        const text = area.value;
        if (text === kept || (sending && !keepalive)) return;
        sending = true;
        try {
            const answer = await fetch(url, {
                method: "POST",
                headers: { "X-CSRF-Token": token },
                body: new URLSearchParams({ field: name, text }),
                keepalive: keepalive === true,
            });
            if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
            kept = text;
            store.write(key, null);
            say(draftSaved, "saved");
        } catch {
            store.write(key, text);
            say(draftWaiting, "waiting");
            later(RETRY);
        } finally {
            sending = false;
            if (area.value !== text) later(PAUSE);
        }
    };

    area.addEventListener("input", () => {
        store.write(key, area.value);
        say("", "");
        later(PAUSE);
    });
    area.form?.addEventListener("submit", () => {
        clearTimeout(timer);
        kept = area.value;
    });
    addEventListener("online", () => save());
    addEventListener("pagehide", () => save(true));

    const local = store.read(key);
    if (local !== null && local !== area.value && status) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button small";
        button.textContent = draftRestore;
        button.addEventListener("click", () => {
            area.value = local;
            area.focus();
            area.dispatchEvent(new Event("input"));
        });
        status.append(button);
    }
}
