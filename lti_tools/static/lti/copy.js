// button[data-copy] puts that text on the clipboard and says so in the words of data-copied. Hidden without scripts.
for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = button.dataset.copied;
        setTimeout(() => {
            button.textContent = label;
        }, 2500);
    });
}
