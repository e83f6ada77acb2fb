// [data-topic-list]: a topic chosen in one menu cannot be chosen in another; the server checks it all the same.
for (const list of document.querySelectorAll("[data-topic-list]")) {
    const menus = [...list.querySelectorAll("select")];
    const settle = () => {
        const chosen = new Set(menus.map((menu) => menu.value).filter((value) => value !== "0"));
        for (const menu of menus) {
            for (const option of menu.options) option.disabled = option.value !== menu.value && chosen.has(option.value);
        }
    };
    list.addEventListener("change", settle);
    settle();
}
