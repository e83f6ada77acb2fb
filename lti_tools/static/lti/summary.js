// The error summary takes the focus, so that everybody hears or sees it first; its links put the cursor into the field.
const summary = document.querySelector("[data-summary]");
if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
        const link = event.target.closest("a[href^='#']");
        const control = link && document.getElementById(link.getAttribute("href").slice(1));
        if (control) {
            event.preventDefault();
            control.closest(".field")?.scrollIntoView({ block: "nearest" });
            control.focus();
        }
    });
}
