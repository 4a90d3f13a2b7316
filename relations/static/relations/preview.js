/* Shows the preview of a form beside it while its button is pressed, and as the form says by now. */
"use strict";
{
    const panel = document.querySelector(".desk-preview");
    const buttons = [...document.querySelectorAll(".previews button")];
    const pressed = () => buttons.find(button => button.ariaPressed === "true");
    const scrolled = () => panel.querySelector("iframe").contentDocument?.scrollingElement;
    let line = 0;

    const press = asked => {
        for (const button of buttons) button.ariaPressed = String(button === asked);
        panel.hidden = !asked;
        panel.classList.toggle("open", Boolean(asked));
    };

    const goThere = () => {
        panel.scrollIntoView();
        panel.querySelector("h2").focus({preventScroll: true});
    };

    const toggle = event => {
        const button = event.currentTarget;
        if (button === pressed()) {
            event.preventDefault();
            return press(null);
        }
        press(button);
        panel.querySelector("button").formAction = button.formAction;
        const isBeside = getComputedStyle(panel).position === "absolute";
        if (!isBeside) goThere();
    };

    const follow = ({target}) => {
        if (!pressed()) return;
        line = scrolled()?.scrollTop ?? 0;
        target.form?.requestSubmit(pressed());
    };

    if (panel) {
        press(null);
        for (const button of buttons) button.addEventListener("click", toggle);
        panel.querySelector("iframe").addEventListener("load", () => scrolled()?.scrollTo(0, line));
        django.jQuery(panel.closest("form")).on("change", follow);
    }
}
