/* What leads to another view of the list in hand fetches that page and swaps what changed; the
   search suggests while one types. Without this every link and form works. */

const the = selector => document.querySelector(selector);
const piece = (name, properties) => Object.assign(document.createElement(name), properties);
const here = () => location.pathname + location.search;
const isHere = url => url.origin === location.origin && url.pathname === location.pathname;
let shown = here(), asking, waiting;

const get = (url, responseType) => new Promise((resolve, reject) => {
	asking?.abort();
	asking = Object.assign(new XMLHttpRequest(), {onerror: reject});
	asking.onload = ({target}) => resolve(target.response);
	asking.open("GET", url);
	asking.responseType = responseType;
	asking.send();
});

const swap = async (url, focus) => {
	const folds = () => [...document.querySelectorAll(".filters details")];
	const called = fold => fold.firstElementChild.textContent;
	const open = folds().filter(fold => fold.open).map(called);
	the("#main").ariaBusy = "true";
	const page = await get(url, "document").catch(() => null);
	if (!page?.querySelector("#main")) return location.assign(url);
	for (const part of ["#main", ".langs"]) the(part).replaceWith(page.querySelector(part));
	document.title = page.title;
	for (const fold of folds()) fold.open ||= open.includes(called(fold));
	(focus && the(focus) || the("#main")).focus({preventScroll: true});
	the("#told").textContent = (the(".total, .empty") ?? the("h1")).textContent;
};

const go = async (url, focus) => {
	history.replaceState({y: scrollY}, "");
	await swap(url.href, focus);
	history.pushState(null, "", url);
	shown = here();
};

const send = (form, focus) => {
	const url = new URL(form.action);
	url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
	if (!isHere(url)) return false;
	go(url, focus);
	return true;
};

addEventListener("click", event => {
	const link = event.target.closest("main a[href]");
	const {button, ctrlKey, metaKey, shiftKey, altKey} = event;
	if (!link || button || ctrlKey || metaKey || shiftKey || altKey || link.hash || !isHere(link)) return;
	event.preventDefault();
	go(new URL(link)).then(() => link.closest(".pager") && scrollTo(0, 0));
});

addEventListener("submit", event => {
	if (event.target.matches("main form:not([method=post])") && send(event.target)) event.preventDefault();
});

addEventListener("change", ({target}) => {
	if (target.matches(".filters [type=checkbox]"))
		send(target.form, `[name="${target.name}"][value="${CSS.escape(target.value)}"]`);
});

addEventListener("popstate", async ({state}) => {
	if (here() === shown) return;
	shown = here();
	await swap(location.href);
	scrollTo(0, state?.y ?? 0);
});

/* The arrows lead through the suggestions, which are links; Escape closes them. */
const list = piece("ul", {className: "suggested"});

const suggest = async box => {
	const url = `${box.dataset.suggestions}?q=${encodeURIComponent(box.value)}`;
	const found = box.value.trim() && await get(url, "json").catch(() => 0);
	list.replaceChildren(...(found || []).map(({name, kind, url}) => {
		const item = piece("li");
		item.append(piece("a", {href: url, textContent: name}), ` · ${kind}`);
		return item;
	}));
	box.after(list);
};

addEventListener("input", ({target}) => {
	clearTimeout(waiting);
	if (target.dataset.suggestions) waiting = setTimeout(suggest, 150, target);
});

addEventListener("keydown", event => {
	const form = list.parentElement;
	if (!form?.contains(event.target)) return;
	const stops = [form.q, ...list.querySelectorAll("a")];
	const step = {ArrowDown: 1, ArrowUp: -1, Escape: 0}[event.key];
	if (step === undefined) return;
	event.preventDefault();
	stops[step && stops.indexOf(event.target) + step]?.focus();
	if (!step) list.remove();
});

addEventListener("focusout", ({relatedTarget}) => {
	if (!list.parentElement?.contains(relatedTarget)) list.remove();
});
