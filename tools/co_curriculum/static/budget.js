// [data-budget]: says what is left of the dots or points while they are spread. The server checks the sum.
for (const marks of document.querySelectorAll("[data-budget]")) {
    const status = marks.parentElement.querySelector("[data-marks-status]");
    const squared = marks.dataset.kind === "quadratic";
    const update = () => {
        const numbers = [...marks.querySelectorAll("input")].map((input) => Number(input.value) || 0);
        const spent = numbers.reduce((sum, number) => sum + (squared ? number * number : number), 0);
        const left = Number(marks.dataset.budget) - spent;
        status.textContent = marks.dataset.left.replace("{points}", String(left));
        status.dataset.tone = left < 0 ? "bad" : "";
    };
    marks.addEventListener("input", update);
    update();
}
