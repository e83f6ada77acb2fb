// form[data-once] arrives once, also over a line that breaks: what was sent stays in this browser until the server has
// it, goes out again when the network is back, and carries a key by which the server knows it again. A button with
// data-once-skip, which saves nothing, sends the form as any other.
const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
const RETRY = 15000;
const KEPT = 24 * 3600 * 1000;
const PREFIX = "once:";
const UNREACHABLE = [502, 503, 504];

const store = {
    /** Whether the browser keeps it: in a frame without storage this page alone does. */
    write(slot, sent) {
        try {
            if (sent) localStorage.setItem(slot, JSON.stringify(sent));
            else localStorage.removeItem(slot);
            return true;
        } catch {
            return false;
        }
    },
    read(slot) {
        try {
            return JSON.parse(localStorage.getItem(slot));
        } catch {
            return null;
        }
    },
    forgetOld() {
        try {
            for (const slot of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
                if (!(this.read(slot)?.at > Date.now() - KEPT)) localStorage.removeItem(slot);
            }
        } catch {
            /* nothing is kept here */
        }
    },
};

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Show in the form what was sent; what it has no field for becomes a hidden one. */
const fill = (form, pairs) => {
    const left = new Map();
    for (const [name, value] of pairs) left.set(name, [...(left.get(name) ?? []), value]);
    for (const control of form.elements) {
        if (!control.name || control.type === "submit" || control.name === "csrf_token") continue;
        const values = left.get(control.name) ?? [];
        if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
        else if (control.options) for (const option of control.options) option.selected = values.includes(option.value);
        else if (values.length) control.value = values.shift();
    }
    for (const [name, value] of pairs) {
        if (name === "csrf_token" || new FormData(form).getAll(name).includes(value)) continue;
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name, value });
        form.append(field);
    }
};

store.forgetOld();
for (const form of document.querySelectorAll("form[data-once]")) {
    const slot = PREFIX + form.dataset.once;
    const status = form.querySelector("[data-once-status]");
    const keyField = form.elements.namedItem(form.dataset.onceField);
    let waiting = null;
    let sending = false;
    let timer = 0;

    const say = (text, state) => {
        status.textContent = text;
        status.dataset.state = state;
    };
    const send = async () => {
        clearTimeout(timer);
        if (!waiting || sending) return;
        sending = true;
        const sent = waiting;
        let answer;
        try {
            answer = await fetch(form.action, {
                method: "POST",
                headers: { "X-CSRF-Token": token, "X-Once": "1" },
                body: new URLSearchParams(sent.pairs),
            });
            if (UNREACHABLE.includes(answer.status)) throw new Error(String(answer.status));
        } catch {
            say(sent.kept ? form.dataset.onceWaiting : form.dataset.onceStay, "waiting");
            timer = setTimeout(send, RETRY);
            return;
        } finally {
            sending = false;
        }
        if (waiting !== sent) return void send();
        waiting = null;
        store.write(slot, null);
        const next = answer.headers.get("X-Once-Next");
        if (next) return void location.assign(next);
        fill(form, sent.pairs); // the server has something to say: its page comes by the form itself, under the same key
        HTMLFormElement.prototype.submit.call(form);
    };

    form.addEventListener("submit", (event) => {
        if (event.defaultPrevented || event.submitter?.hasAttribute("data-once-skip")) return;
        event.preventDefault();
        const pairs = [...new FormData(form, event.submitter)].filter(([name]) => name !== "csrf_token");
        waiting = { at: Date.now(), pairs };
        waiting.kept = store.write(slot, waiting);
        say(form.dataset.onceSending, "sending");
        send();
    });
    addEventListener("online", send);
    addEventListener("pageshow", (event) => {
        if (event.persisted && !waiting) keyField.value = newKey();
    });

    const left = store.read(slot);
    if (left) {
        waiting = { ...left, kept: true };
        fill(form, left.pairs);
        say(form.dataset.onceSending, "sending");
        send();
    }
}
