// [data-shown-when="name=value other"] shows only while the form's field `name` has one of the values; a checkbox counts
// as "on" or "off". A part that holds an error stays in sight. Without this script everything is shown and the server
// ignores what does not apply.
for (const part of document.querySelectorAll("[data-shown-when]")) {
    const [name, values] = part.dataset.shownWhen.split("=");
    const form = part.closest("form");
    const update = () => {
        const control = form.elements.namedItem(name);
        const value = control?.type === "checkbox" ? (control.checked ? "on" : "off") : (control?.value ?? "");
        part.hidden = !values.split(" ").includes(value) && !part.querySelector("[aria-invalid]");
    };
    form?.addEventListener("change", update);
    if (form) update();
}
