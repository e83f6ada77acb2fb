// Comments on passages: what is marked in a work ([data-notes-work]) goes into the form by one button, and passages that
// have a comment ([data-note-quote]) are marked in the text. Without this file the passage is copied by hand.
for (const work of document.querySelectorAll("[data-notes-work] .peer-work")) {
    const mark = document.querySelector("[data-notes-mark]");
    const fresh = document.querySelector("[data-notes-new]");
    const quote = document.getElementById("note_quote");
    const near = document.getElementById("note_near");
    const file = document.getElementById("note_file");
    const comment = document.getElementById("note_text");

    const texts = () => {
        const walker = document.createTreeWalker(work, NodeFilter.SHOW_TEXT);
        const found = [];
        for (let at = 0, node = walker.nextNode(); node; node = walker.nextNode()) {
            found.push({ node, at });
            at += node.data.length;
        }
        return found;
    };
    const placeOf = (range) => {
        const before = document.createRange();
        before.setStart(work, 0);
        before.setEnd(range.startContainer, range.startOffset);
        return before.toString().length;
    };
    const marked = () => {
        const selection = getSelection();
        if (!selection.rangeCount || selection.isCollapsed) return null;
        const range = selection.getRangeAt(0);
        return work.contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
    };
    // Formulas are left alone: nothing but their own elements may stand in them.
    const wrap = (start, end, note) => {
        for (const { node, at } of texts()) {
            const from = Math.max(start - at, 0);
            const to = Math.min(end - at, node.data.length);
            if (from >= to || !node.data.slice(from, to).trim() || node.parentElement.closest("math")) continue;
            const part = node.splitText(from);
            part.splitText(to - from);
            const element = document.createElement("mark");
            element.className = "peer-marked";
            part.replaceWith(element);
            element.append(part);
            element.addEventListener("click", () => note.scrollIntoView({ block: "center" }));
        }
    };
    for (const element of document.querySelectorAll("[data-note-quote]")) {
        const all = work.textContent;
        const words = element.textContent.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
        const start = Number(element.dataset.start);
        const places = words[0] ? [...all.matchAll(new RegExp(words.join("\\s+"), "g"))] : [];
        places.sort((one, other) => Math.abs(one.index - start) - Math.abs(other.index - start));
        if (places.length) wrap(places[0].index, places[0].index + places[0][0].length, element.closest("[data-note]"));
    }

    if (!mark || !fresh || !quote) continue;
    document.addEventListener("selectionchange", () => {
        if (marked()) mark.hidden = false;
        else if (document.activeElement !== mark.firstElementChild) mark.hidden = true;
    });
    // A press on the button must not take the marking away before it is read.
    mark.addEventListener("pointerdown", (event) => event.preventDefault());
    mark.addEventListener("click", () => {
        const range = marked();
        if (!range) return;
        near.value = placeOf(range);
        quote.value = range.toString().trim().replace(/\s+/g, " ").slice(0, Number(quote.maxLength) > 0 ? quote.maxLength : 1000);
        if (file) file.value = "";
        fresh.open = true;
        mark.hidden = true;
        getSelection().removeAllRanges();
        comment.focus();
        comment.scrollIntoView({ block: "center" });
    });
}
