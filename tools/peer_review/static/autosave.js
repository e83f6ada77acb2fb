// A form with [data-autosave-status] saves itself a moment after each change, whole; the server answers with the version
// that the next save builds on. Sending it by its button is never in the way of that.
const saveToken = document.querySelector("meta[name=csrf-token]")?.content ?? "";
const SAVE_PAUSE = 2500;
const SAVE_RETRY = 15000;

for (const status of document.querySelectorAll("[data-autosave-status]")) {
    const form = status.closest("form");
    const version = form?.elements.namedItem("version");
    if (!form || !version) continue;
    let timer = 0;
    let running = null;
    let changed = false;
    let leaving = false;

    const say = (text, state) => {
        status.textContent = text;
        status.dataset.state = state;
    };
    const later = (wait) => {
        clearTimeout(timer);
        timer = setTimeout(save, wait);
    };
    const content = () => {
        const data = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "once_key"));
        data.set("deed", "save");
        return data;
    };
    const send = async () => {
        try {
            const answer = await fetch(form.action, {
                method: "POST",
                headers: { "X-CSRF-Token": saveToken, "X-Autosave": "1" },
                body: content(),
            });
            if (answer.status === 409 || answer.status === 422) {
                say(status.dataset.refused, "waiting");
                return;
            }
            if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
            version.value = (await answer.json()).version;
            say(status.dataset.saved, "saved");
        } catch {
            changed = true;
            say(status.dataset.waiting, "waiting");
            later(SAVE_RETRY);
        }
    };
    const save = async () => {
        if (!changed || leaving || running) return;
        changed = false;
        running = send();
        await running;
        running = null;
        if (changed) later(SAVE_PAUSE);
    };

    form.addEventListener("input", () => {
        changed = true;
        say("", "");
        later(SAVE_PAUSE);
    });
    // The version must be the newest when the form is sent: wait for a save that is under way.
    form.addEventListener(
        "submit",
        (event) => {
            clearTimeout(timer);
            leaving = true;
            if (!running) return;
            event.preventDefault();
            event.stopImmediatePropagation();
            const button = event.submitter;
            running.then(() => form.requestSubmit(button));
        },
        { capture: true },
    );
    addEventListener("pageshow", (event) => {
        if (event.persisted) leaving = false;
    });
}
