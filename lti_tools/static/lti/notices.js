// [data-toast] gets a button that puts it away; the code that caused it leaves the address, so a reload does not repeat it.
for (const toast of document.querySelectorAll("[data-toast]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toast-close";
    button.setAttribute("aria-label", toast.dataset.toastClose);
    button.textContent = "×";
    button.addEventListener("click", () => {
        toast.remove();
        document.querySelector("main")?.focus();
    });
    toast.append(button);
}

const here = new URL(location.href);
if (here.searchParams.has("said")) {
    here.searchParams.delete("said");
    here.searchParams.delete("undo");
    history.replaceState(history.state, "", here);
}
