"use strict";
// LTI platform storage: what a tool puts, only pages of the same origin get back, while this page lives.
const LIMIT = 4096;
const KEYS = 100;
const stored = new Map();
const refuse = (code, message) => ({ error: { code, message } });
const shelf = (origin) => {
    if (!stored.has(origin)) stored.set(origin, new Map());
    return stored.get(origin);
};
const put = (origin, data) => {
    if (typeof data.key !== "string" || !data.key) return refuse("bad_request", "key is missing");
    const own = shelf(origin);
    if (data.value === null || data.value === undefined) {
        own.delete(data.key);
        return { key: data.key };
    }
    if (String(data.value).length > LIMIT || (own.size >= KEYS && !own.has(data.key))) {
        return refuse("storage_exhaustion", "too much is stored");
    }
    own.set(data.key, String(data.value));
    return { key: data.key, value: String(data.value) };
};
const get = (origin, data) => {
    if (typeof data.key !== "string" || !data.key) return refuse("bad_request", "key is missing");
    return { key: data.key, value: shelf(origin).get(data.key) ?? null };
};
const subjects = { "lti.put_data": put, "lti.get_data": get };
window.addEventListener("message", (event) => {
    const data = event.data;
    if (!data || typeof data !== "object" || !event.source || event.origin === "null") return;
    const answer = subjects[data.subject];
    if (!answer) return;
    const head = { subject: `${data.subject}.response`, message_id: data.message_id };
    const body = data.message_id ? answer(event.origin, data) : refuse("bad_request", "message_id is missing");
    event.source.postMessage({ ...head, ...body }, event.origin);
});
