// [data-reload]: the page shows itself anew after so many seconds, as long as it can be seen.
for (const element of document.querySelectorAll("[data-reload]")) {
    setInterval(() => {
        if (!document.hidden) location.reload();
    }, Number(element.dataset.reload) * 1000);
}
