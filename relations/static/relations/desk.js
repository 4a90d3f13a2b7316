/* Gives what select2 draws in the place of a <select> the name that the <select> has, and a place
   inside the page. */
"use strict";
{
    const $ = django.jQuery;

    const named = (element, select, ...more) => {
        const label = select.labels[0];
        label.id ||= `${select.id}_label`;
        element.setAttribute("aria-labelledby", [label.id, ...more].join(" "));
    };

    const nameDrawn = (_index, select) => {
        const drawn = select.nextElementSibling;
        const chosen = drawn.querySelector("[role=textbox]");
        const box = drawn.querySelector("[role=combobox]");
        if (chosen) { // a box that is read with what is chosen in it, which is no field by itself
            chosen.removeAttribute("role");
            chosen.removeAttribute("aria-readonly");
            named(box, select, chosen.id);
        } else {
            named(box, select);
            named(drawn.querySelector("input"), select);
        }
    };

    const nameOpened = event => {
        const box = event.target.nextElementSibling.querySelector("[aria-owns]");
        box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
        for (const part of document.querySelectorAll(".select2-dropdown :is(input, [role=listbox])")) {
            named(part, event.target);
        }
    };

    // Else it opens outside of every landmark; a page without such a box has no select2.
    $.fn.select2?.defaults.set("dropdownParent", $("main"));
    $(() => $(".admin-autocomplete").not("[name*=__prefix__]").each(nameDrawn));
    document.addEventListener("formset:added", event => $(event.target).find(".admin-autocomplete").each(nameDrawn));
    $(document).on("select2:open", nameOpened);
}
