// [data-shown-when="name=value other"] shows only while the form's field `name` has one of the values; a checkbox counts
// as "on" or "off". Of several conditions, joined by "&", all must hold. A part that holds an error stays in sight. Without this script everything is shown and the server
// ignores what does not apply.
for (const part of document.querySelectorAll("[data-shown-when]")) {
    const conditions = part.dataset.shownWhen.split("&").map((one) => one.split("="));
    const form = part.closest("form");
    const holds = ([name, values]) => {
        const control = form.elements.namedItem(name);
        const value = control?.type === "checkbox" ? (control.checked ? "on" : "off") : (control?.value ?? "");
        return values.split(" ").includes(value);
    };
    const update = () => {
        part.hidden = !conditions.every(holds) && !part.querySelector("[aria-invalid]");
    };
    form?.addEventListener("change", update);
    if (form) update();
}
