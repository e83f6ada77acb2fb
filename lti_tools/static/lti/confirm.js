// form[data-confirm] asks in a dialog before it posts. Without this script the view asks on a page of its own.
for (const form of document.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", (event) => {
        if (form.elements.namedItem("confirmed") || typeof HTMLDialogElement === "undefined") return;
        event.preventDefault();
        const asker = event.submitter ?? form.querySelector("button");
        const dialog = document.createElement("dialog");
        dialog.className = "dialog";

        const title = document.createElement("h2");
        title.id = "dialog-title";
        title.textContent = form.dataset.confirm;
        dialog.setAttribute("aria-labelledby", title.id);
        const detail = document.createElement("p");
        detail.textContent = form.dataset.confirmDetail;
        detail.hidden = !form.dataset.confirmDetail;

        const yes = document.createElement("button");
        yes.type = "button";
        yes.className = asker.classList.contains("danger") ? "button danger" : "button primary";
        yes.textContent = form.dataset.confirmYes;
        const no = document.createElement("button");
        no.type = "button";
        no.className = "button quiet";
        no.textContent = form.dataset.confirmNo;
        no.autofocus = true;
        const buttons = document.createElement("div");
        buttons.className = "buttons";
        buttons.append(yes, no);
        dialog.append(title, detail, buttons);

        no.addEventListener("click", () => dialog.close());
        dialog.addEventListener("close", () => {
            dialog.remove();
            asker.focus();
        });
        yes.addEventListener("click", () => {
            const mark = document.createElement("input");
            Object.assign(mark, { type: "hidden", name: "confirmed", value: "1" });
            form.append(mark);
            dialog.close();
            form.requestSubmit(event.submitter);
        });
        document.body.append(dialog);
        dialog.showModal();
        if (window.parent !== window) {
            // A frame may be taller than the screen: the dialog opens where the button was pressed.
            const room = document.documentElement.clientHeight - dialog.offsetHeight - 16;
            const wanted = asker.getBoundingClientRect().top - dialog.offsetHeight / 2;
            dialog.style.marginTop = `${Math.max(16, Math.min(room, wanted))}px`;
            asker.scrollIntoView({ block: "nearest" });
        }
    });
}
