"use strict";
// Only the tool's own closing message brings the list back (Dynamic Registration 1.0, section 3.7).
const registrationFrame = document.querySelector("iframe[data-tool]");
window.addEventListener("message", (event) => {
    if (event.source !== registrationFrame.contentWindow) return;
    const subject = event.data && event.data.subject;
    if (subject === "org.imsglobal.lti.close") {
        window.location.assign(document.querySelector("[data-done]").dataset.done);
    }
});
