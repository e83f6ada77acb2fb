// [data-ballot]: "I have no preference" and the options untick each other; at the limit a sentence says so.
// Without this script the server checks both and says what to mend.
for (const ballot of document.querySelectorAll("[data-ballot]")) {
    const options = [...ballot.querySelectorAll('input[name="options"]')];
    const none = ballot.querySelector('input[name="no_preference"]');
    const full = ballot.querySelector("[data-ballot-full]");
    const most = Number(ballot.dataset.most) || Infinity;
    ballot.addEventListener("change", (event) => {
        if (event.target === none && none.checked) for (const option of options) option.checked = false;
        if (event.target !== none && event.target.checked) none.checked = false;
        let chosen = options.filter((option) => option.checked);
        if (chosen.length > most) {
            // The only choice moves along; of several, none is given up for the person.
            for (const option of chosen) option.checked = most === 1 ? option === event.target : option !== event.target;
            chosen = options.filter((option) => option.checked);
        }
        if (full) full.textContent = chosen.length >= most && most > 1 ? ballot.dataset.full : "";
    });
}
