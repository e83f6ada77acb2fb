"use strict";
// What Canvas's own page answers. Storage belongs to the frame named in lti_storage_target (forwarding.js).
const toolFrame = document.querySelector("iframe[data-tool]");
const supported = [
    { subject: "lti.capabilities" },
    { subject: "lti.frameResize" },
    { subject: "lti.fetchWindowSize" },
    { subject: "lti.scrollToTop" },
    { subject: "lti.get_data", frame: "post_message_forwarding" },
    { subject: "lti.put_data", frame: "post_message_forwarding" },
];
const resize = (data) => {
    const height = Number(data.height);
    if (!Number.isFinite(height) || height <= 0) {
        return { error: { code: "bad_request", message: "height must be a positive number" } };
    }
    toolFrame.style.height = `${Math.min(height, 10000)}px`;
    return {};
};
const answers = {
    "lti.capabilities": () => ({ supported_messages: supported }),
    "lti.frameResize": resize,
    "lti.fetchWindowSize": () => ({
        height: window.innerHeight,
        width: window.innerWidth,
        scrollY: window.scrollY,
        offset: { top: toolFrame.offsetTop, left: toolFrame.offsetLeft },
    }),
    "lti.scrollToTop": () => {
        toolFrame.scrollIntoView();
        return {};
    },
};
window.addEventListener("message", (event) => {
    let data = event.data;
    if (typeof data === "string") {
        try {
            data = JSON.parse(data);
        } catch {
            return;
        }
    }
    if (!data || typeof data.subject !== "string" || !event.source || event.origin === "null") return;
    if (data.subject.endsWith(".response")) return;
    const answer = answers[data.subject];
    if (!answer) {
        if (data.subject.startsWith("lti.")) {
            const error = { code: "unsupported_subject", message: data.subject };
            event.source.postMessage(
                { subject: `${data.subject}.response`, message_id: data.message_id, error },
                event.origin,
            );
        }
        return;
    }
    event.source.postMessage(
        { subject: `${data.subject}.response`, message_id: data.message_id, ...answer(data) },
        event.origin,
    );
});
