// The launch without a cookie: reads the proof from the platform's storage and posts the launch once more with it.
const launch = document.querySelector("form[data-storage]");
if (launch && window.parent !== window) {
    const { storageTarget, storagePlatform, storageKey } = launch.dataset;
    const words = document.querySelector("[data-storage-words]");
    const id = crypto.randomUUID();
    words.hidden = true;
    const timer = setTimeout(() => {
        words.hidden = false;
    }, 2000);
    window.addEventListener("message", (event) => {
        if (event.origin !== storagePlatform || event.data?.message_id !== id) return;
        clearTimeout(timer);
        if (event.data.subject !== "lti.get_data.response" || !event.data.value) {
            words.hidden = false;
            return;
        }
        launch.elements.storage_value.value = event.data.value;
        launch.submit();
    });
    const frame = storageTarget === "_parent" ? window.parent : window.parent.frames[storageTarget];
    (frame ?? window.parent).postMessage({ subject: "lti.get_data", message_id: id, key: storageKey }, storagePlatform);
}
