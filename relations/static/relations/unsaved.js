/* What is typed into a form is not lost by a press elsewhere: a button above the form waits until it
   is saved, what was written beside that button stays, and the browser asks before it leaves. */
"use strict";
{
    const form = document.querySelector("#content-main > form");
    const above = [...document.querySelectorAll("#content-main form")].filter(one => one !== form);
    const rows = [...document.querySelectorAll(".inline-related:not(.empty-form)")];
    const cameBack = Boolean(form?.querySelector(".errornote, .conflict"));
    const key = `above ${location.pathname}`;
    let isSent = false;

    const isChosenAnew = ({options, multiple}) => {
        const first = [...options].filter(option => option.defaultSelected);
        if (!first.length && !multiple) first.push(options[0]);
        return [...options].some(option => option.selected !== first.includes(option));
    };

    const isTyped = field => {
        if (!field.name || !field.matches("input, select, textarea")) return false;
        if (field.matches("select")) return isChosenAnew(field);
        if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
        return field.value !== field.defaultValue;
    };

    const typedIn = one => [...one.elements].filter(isTyped);
    const isUnsaved = () =>
        Boolean(form) && (cameBack || rows.some(row => !row.isConnected) || typedIn(form).length > 0);

    const keepAbove = sent => {
        const typed = above.filter(one => one !== sent).flatMap(typedIn);
        const told = typed.filter(field => field.id).map(field => [field.id, field.value]);
        if (told.length) sessionStorage.setItem(key, JSON.stringify(told));
    };

    const bringBack = () => {
        for (const [id, value] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) {
            const field = document.getElementById(id);
            if (!field) continue;
            field.value = value;
            field.closest("details")?.setAttribute("open", "");
        }
        sessionStorage.removeItem(key);
    };

    const refuse = event => {
        event.preventDefault();
        document.querySelector(".unsaved")?.remove();
        event.target.append(document.getElementById("unsaved").content.cloneNode(true));
    };

    const send = event => {
        const isAbove = above.includes(event.target);
        if (isAbove && isUnsaved()) return refuse(event);
        if (event.submitter?.formTarget || !isAbove && event.target !== form) return;
        isSent = true;
        keepAbove(event.target);
    };

    const ask = event => {
        if (!isSent && (isUnsaved() || above.flatMap(typedIn).length)) event.preventDefault();
    };

    bringBack();
    document.addEventListener("submit", send);
    addEventListener("beforeunload", ask);
    addEventListener("pageshow", () => { isSent = false; });
}
