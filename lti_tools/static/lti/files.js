// input[data-most-bytes]: a larger file is not taken, and the page says so at once in the words of data-too-large, so that
// nothing typed beside it is lost. Without this script the server says it.
for (const input of document.querySelectorAll("input[type=file][data-most-bytes]")) {
    const said = document.createElement("p");
    said.className = "error";
    said.setAttribute("role", "alert");
    input.before(said);
    input.addEventListener("change", () => {
        const large = [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));
        said.textContent = large ? `${input.files[0].name}: ${input.dataset.tooLarge}` : "";
        if (large) {
            input.value = "";
            input.setAttribute("aria-invalid", "true");
        } else input.removeAttribute("aria-invalid");
    });
}
