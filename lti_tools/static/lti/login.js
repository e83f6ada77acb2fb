// The login page: goes on once it is known how this browser holds the launch together. A cookie that came back is best;
// else the platform's storage (OIDC Login with LTI Client Side postMessages); else a tab of its own. The platform answers
// one authorization request only, so nothing is asked of it where the launch could not be told to be this browser's.
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

    const stop = (words) => {
        login.querySelector("[data-login-waiting]").hidden = true;
        link.hidden = true;
        login.querySelector(words).hidden = false;
    };

    const decide = async () => {
        const seen = await fetch(loginCheck, { credentials: "same-origin", cache: "no-store" })
            .then((answer) => answer.status === 204)
            .catch(() => window.parent === window);
        if (seen) return go();
        if (loginTarget && window.parent !== window && (await put().catch(() => false))) return go();
        return stop(window.parent === window ? "[data-login-blocked]" : "[data-login-tab]");
    };
    decide();
}
