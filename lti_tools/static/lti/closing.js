// [data-lti-close] holds the words and buttons of a page that the LMS opened for a registration. Its "close" button tells
// the LMS that we are done (LTI Dynamic Registration 1.0, 3.7); so does the page itself after data-lti-close seconds,
// unless "keep" is pressed. The message carries nothing, so any window may hear it. Hidden where nobody listens.
for (const box of document.querySelectorAll("[data-lti-close]")) {
    const listener = window.opener || (window.parent !== window ? window.parent : null);
    if (!listener) continue;
    box.hidden = false;
    const close = () => listener.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
    const waiting = setTimeout(close, Number(box.dataset.ltiClose) * 1000);
    box.querySelector("[data-close]").addEventListener("click", close);
    box.querySelector("[data-keep]").addEventListener("click", (event) => {
        clearTimeout(waiting);
        event.currentTarget.remove();
        box.querySelector("[data-countdown]").remove();
    });
}
