// [data-live]: goals are looked at again every half minute while the page is seen; what has changed takes its place.
const places = [...document.querySelectorAll("[data-live]")];
if (places.length) {
    setInterval(async () => {
        if (document.hidden) return;
        const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
        if (!answer || !answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const place of places) {
            const news = page.getElementById(place.id);
            if (news && news.innerHTML !== place.innerHTML && !place.contains(document.activeElement)) {
                place.innerHTML = news.innerHTML;
            }
        }
    }, 30000);
}
