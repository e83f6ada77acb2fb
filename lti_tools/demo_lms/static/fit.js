"use strict";
// Moodle sizes the frame to the window and listens to no message.
const frame = document.querySelector("iframe[data-tool]");
const fit = () => {
    const room = window.innerHeight - frame.getBoundingClientRect().top - window.scrollY - 24;
    frame.style.height = `${Math.max(room, 600)}px`;
};
if (frame) {
    fit();
    window.addEventListener("resize", fit);
}
