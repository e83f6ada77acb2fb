// [data-job] keeps the progress of long work current, says every quarter aloud, and loads the page anew at its end.
const EVERY = 2000;
const SLOWEST = 30000;

for (const box of document.querySelectorAll("[data-job]")) {
    const bar = box.querySelector("progress");
    const words = box.querySelector("[data-job-words]");
    const refresh = box.querySelector("[data-job-refresh]");
    let said = -1;
    let pause = EVERY;
    refresh.hidden = true;

    const show = (job) => {
        if (job.total) {
            bar.max = job.total;
            bar.value = job.done;
        }
        const quarter = job.total ? Math.floor((4 * job.done) / job.total) : 0;
        // The words are a status region: read aloud when they change, so they change by quarters, and otherwise silently.
        words.setAttribute("aria-live", quarter === said ? "off" : "polite");
        said = quarter;
        words.textContent = job.words;
    };

    const ask = async () => {
        try {
            const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
            if (!answer.ok) throw new Error(String(answer.status));
            const job = await answer.json();
            show(job);
            pause = EVERY;
            if (!job.active) {
                location.reload();
                return;
            }
        } catch {
            pause = Math.min(pause * 2, SLOWEST);
            refresh.hidden = false;
        }
        setTimeout(ask, pause);
    };
    setTimeout(ask, EVERY);
}
