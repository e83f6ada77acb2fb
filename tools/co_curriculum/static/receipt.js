// [data-receipt]: the browser makes the code of the receipt itself, so that the server never knew it before.
for (const form of document.querySelectorAll("[data-receipt]")) {
    const numbers = crypto.getRandomValues(new Uint16Array(4));
    const code = [...numbers].map((number) => number.toString(16).toUpperCase().padStart(4, "0")).join(" ");
    form.elements.namedItem("receipt").value = code;
    form.querySelector("[data-receipt-code]").textContent = code;
}
