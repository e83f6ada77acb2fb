// Sends the files of form[data-upload] in pieces: how far it is, stopping, going on when the network is back. Pictures
// from cameras are made smaller first. Without this script the form sends one file as it is.
const csrf = document.querySelector("meta[name=csrf-token]")?.content ?? "";
const LONGEST = 2560;
const SMALL = 1_500_000;
const PATIENCE = [500, 1000, 2000, 4000, 8000];
const SHRINKS = ["image/jpeg", "image/png", "image/webp"];

class Refused extends Error {}

const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

const networkBack = () =>
    new Promise((resolve) => {
        if (navigator.onLine) return resolve();
        addEventListener("online", resolve, { once: true });
    });

const kept = {
    read(key) {
        try {
            return JSON.parse(sessionStorage.getItem(key));
        } catch {
            return null;
        }
    },
    write(key, value) {
        try {
            if (value) sessionStorage.setItem(key, JSON.stringify(value));
            else sessionStorage.removeItem(key);
        } catch {
            /* storage is closed in this frame: an upload begins anew after a reload */
        }
    },
};

async function smaller(file) {
    if (!SHRINKS.includes(file.type) || file.size < SMALL) return file;
    try {
        const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
        const scale = LONGEST / Math.max(drawn.width, drawn.height);
        if (scale >= 1) return file;
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(drawn.width * scale);
        canvas.height = Math.round(drawn.height * scale);
        canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
        drawn.close();
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, file.type, 0.88));
        if (!blob || blob.type !== file.type || blob.size >= file.size) return file;
        return new File([blob], file.name, { type: file.type, lastModified: file.lastModified });
    } catch {
        return file;
    }
}

for (const form of document.querySelectorAll("form[data-upload]")) {
    const words = form.dataset;
    const input = form.querySelector("input[type=file]");
    const state = form.querySelector("[data-upload-state]");
    const status = form.querySelector("[data-upload-words]");
    const bar = form.querySelector("[data-upload-bar]");
    const error = form.querySelector("[data-upload-error]");
    const button = form.querySelector("button[type=submit]");
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "button quiet";
    stop.textContent = words.uploadStop;
    stop.hidden = true;
    button.after(stop);
    let running = null;

    const say = (text, file, percent = "") => {
        const sentence = text.replace("{name}", file?.name ?? "").replace("{percent}", percent);
        if (status.textContent !== sentence) status.textContent = sentence;
    };
    const fail = (text) => {
        error.textContent = text;
        error.hidden = !text;
    };
    const show = (busy) => {
        state.hidden = !busy;
        stop.hidden = !busy;
        button.disabled = busy;
        input.disabled = busy;
    };

    // Asks until there is an answer: a lost network, a server that starts again. Refusals end it.
    const ask = async (address, options, file) => {
        for (let turn = 0; ; turn += 1) {
            running.signal.throwIfAborted();
            try {
                const answer = await fetch(address, {
                    ...options,
                    signal: running.signal,
                    headers: { Accept: "application/json", "X-CSRF-Token": csrf, ...options.headers },
                });
                const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
                if (answer.ok && isJson) return await answer.json();
                if (answer.status < 500) {
                    throw new Refused(isJson ? (await answer.json()).message : words.uploadFailed.replace("{name}", file.name));
                }
            } catch (problem) {
                if (problem instanceof Refused || problem.name === "AbortError") throw problem;
            }
            if (turn >= PATIENCE.length * 4 && navigator.onLine) {
                throw new Refused(words.uploadFailed.replace("{name}", file.name));
            }
            say(words.uploadWaiting, file);
            await Promise.race([pause(PATIENCE[Math.min(turn, PATIENCE.length - 1)]), pause(60000)]);
            await Promise.race([networkBack(), pause(10000)]);
        }
    };

    const begin = async (file, key) => {
        const known = kept.read(key);
        if (known) {
            try {
                const found = await ask(known.standing, {}, file);
                if (found.state === "receiving") return { ...known, at: found.at };
            } catch (problem) {
                if (!(problem instanceof Refused)) throw problem;
            }
        }
        const body = new URLSearchParams({
            place: form.elements.place.value,
            thing: form.elements.thing.value,
            alt: form.elements.alt?.value ?? "",
            name: file.name,
            size: file.size,
        });
        const begun = await ask(words.upload, { method: "POST", body }, file);
        kept.write(key, begun);
        return begun;
    };

    const send = async (chosen) => {
        let file = chosen;
        if (SHRINKS.includes(file.type)) {
            say(words.uploadShrinking, file);
            file = await smaller(file);
        }
        if (file.size > Number(words.uploadMost)) throw new Refused(words.uploadTooLarge);
        const thing = `${form.elements.place.value}:${form.elements.thing.value}`;
        const key = `upload:${words.upload}:${thing}:${file.name}:${file.size}:${file.lastModified}`;
        const place = await begin(file, key);
        let at = place.at;
        while (at < file.size) {
            const percent = Math.floor((100 * at) / file.size);
            bar.value = percent;
            say(words.uploadSending, file, String(percent - (percent % 10)));
            const body = file.slice(at, at + Number(words.uploadPiece));
            const headers = { "Content-Type": "application/octet-stream" };
            const before = at;
            ({ at } = await ask(`${place.piece}?at=${at}`, { method: "POST", body, headers }, file));
            if (at === before) throw new Refused(words.uploadFailed.replace("{name}", file.name));
        }
        bar.value = 100;
        say(words.uploadChecking, file);
        try {
            return await ask(place.finish, { method: "POST" }, file);
        } finally {
            kept.write(key, null);
        }
    };

    const sendAll = async () => {
        const files = [...input.files];
        fail("");
        if (!files.length) return fail(words.uploadNothing);
        const alt = form.elements.alt;
        if (alt && !alt.value.trim()) {
            alt.reportValidity();
            return alt.focus();
        }
        running = new AbortController();
        show(true);
        let said = "";
        try {
            for (const file of files) ({ said } = await send(file));
            const back = new URL(form.elements.next.value, location.href);
            back.searchParams.set("said", said);
            location.assign(back);
        } catch (problem) {
            show(false);
            fail(problem instanceof Refused ? problem.message : problem.name === "AbortError" ? words.uploadStopped : String(problem));
            input.focus();
        }
    };

    form.noValidate = true;
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        sendAll();
    });
    stop.addEventListener("click", () => running?.abort());
    form.addEventListener("dragover", (event) => {
        event.preventDefault();
        form.dataset.over = "";
    });
    form.addEventListener("dragleave", () => delete form.dataset.over);
    form.addEventListener("drop", (event) => {
        event.preventDefault();
        delete form.dataset.over;
        if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
}

// A file whose copy is being made: the page is loaded again when there is news.
for (const waiting of document.querySelectorAll("[data-upload-poll]")) {
    const look = async () => {
        try {
            const answer = await fetch(waiting.dataset.uploadPoll, { headers: { Accept: "application/json" } });
            if (answer.ok && (await answer.json()).state !== "waiting") return location.reload();
        } catch {
            /* asked again later */
        }
        setTimeout(look, 5000);
    };
    setTimeout(look, 3000);
}
