// input[data-most-bytes]: a larger file is not taken, and the page says so at once in the words of data-too-large, so that
// nothing typed beside it is lost. Without this script the server says it.
for (const input of document.querySelectorAll("input[type=file][data-most-bytes]")) {
    const hints = input.getAttribute("aria-describedby") ?? "";
    const said = document.createElement("p");
    said.className = "error";
    said.id = `${input.id}-too-large`;
    said.setAttribute("role", "alert");
    input.addEventListener("change", () => {
        const large = [...input.files].find((file) => file.size > Number(input.dataset.mostBytes));
        if (large) {
            said.textContent = `${large.name}: ${input.dataset.tooLarge}`;
            input.value = "";
            input.before(said);
            input.setAttribute("aria-invalid", "true");
            input.setAttribute("aria-describedby", `${hints} ${said.id}`.trim());
        } else {
            said.remove();
            input.removeAttribute("aria-invalid");
            if (hints) input.setAttribute("aria-describedby", hints);
            else input.removeAttribute("aria-describedby");
        }
    });
}
