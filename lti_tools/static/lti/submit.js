// A form that the page exists to send (the deep-linking response): sent at once, its button stays for when that fails.
for (const form of document.querySelectorAll("form[data-submit]")) form.submit();
