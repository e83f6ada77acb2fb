// The login page: goes on once it is known how this browser holds the launch together. A cookie that came back is best;
// else the platform's storage (OIDC Login with LTI Client Side postMessages); else a tab of its own.
const login = document.querySelector("[data-login]");
if (login) {
    const { loginCheck, loginTarget, loginPlatform, loginKey, loginValue } = login.dataset;
    const link = login.querySelector("[data-login-go]");
    const go = () => window.location.replace(link.href);

    const put = () =>
        new Promise((resolve) => {
            const frame = loginTarget === "_parent" ? window.parent : window.parent.frames[loginTarget];
            const id = crypto.randomUUID();
            const timer = setTimeout(() => resolve(false), 2000);
            window.addEventListener("message", (event) => {
                if (event.origin !== loginPlatform || event.data?.message_id !== id) return;
                clearTimeout(timer);
                resolve(event.data.subject === "lti.put_data.response" && !event.data.error);
            });
            const message = { subject: "lti.put_data", message_id: id, key: loginKey, value: loginValue };
            (frame ?? window.parent).postMessage(message, loginPlatform);
        });

    const offerTab = () => {
        login.querySelector("[data-login-waiting]").hidden = true;
        link.hidden = true;
        login.querySelector("[data-login-tab]").hidden = false;
    };

    const decide = async () => {
        const seen = await fetch(loginCheck, { credentials: "same-origin", cache: "no-store" })
            .then((answer) => answer.status === 204)
            .catch(() => false);
        if (seen) return go();
        if (loginTarget && window.parent !== window && (await put().catch(() => false))) return go();
        return window.parent === window ? go() : offerTab();
    };
    decide();
}
