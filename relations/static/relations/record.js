/* Lists refresh in place, the search suggests. Without this every link and form works. */

const the = selector => document.querySelector(selector);
const piece = (name, properties) => Object.assign(document.createElement(name), properties);
const here = () => location.pathname + location.search;
const isHere = url => url.origin === location.origin && url.pathname === location.pathname;
let shown = here(), turn = 0, waiting;

const get = url => new Promise(resolve => {
	const request = new XMLHttpRequest();
	request.onloadend = () => resolve(request.response);
	request.open("GET", url);
	request.responseType = "document";
	request.send();
});

const swap = async (url, focus) => {
	const mine = ++turn;
	clearTimeout(waiting);
	const folds = () => [...document.querySelectorAll(".filters details")];
	const named = fold => fold.firstElementChild.textContent;
	const open = new Map(folds().map(fold => [named(fold), fold.open]));
	const page = await get(url);
	if (mine < turn) return;
	if (!page?.querySelector("#main")) return location.assign(url);
	for (const part of ["#main", ".langs"]) the(part).replaceWith(page.querySelector(part));
	document.title = page.title;
	for (const fold of folds()) fold.open = open.get(named(fold)) ?? fold.open;
	(focus && the(focus) || the("#main")).focus({preventScroll: true});
	the("#told").textContent = (the(".total, .empty") ?? the("h1")).textContent;
	return true;
};

const go = async (url, focus) => {
	if (!await swap(url.href, focus)) return;
	history.pushState(null, "", url);
	shown = here();
};

const send = (form, focus) => {
	const url = new URL(form.action);
	url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
	return isHere(url) && go(url, focus);
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

addEventListener("scrollend", () => history.replaceState({y: scrollY}, ""));

addEventListener("popstate", async ({state}) => {
	if (here() === shown) return;
	shown = here();
	await swap(location.href);
	scrollTo(0, state?.y ?? 0);
});

const list = piece("ul", {className: "suggested", onmousedown: event => event.preventDefault()});

const suggest = async box => {
	const typed = box.value;
	const url = `${box.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
	const found = typed.trim() ? await fetch(url).then(answer => answer.json()).catch(() => []) : [];
	if (typed != box.value) return;
	list.replaceChildren(...found.map(({name, kind, url}) => {
		const item = piece("li");
		item.append(piece("a", {href: url, textContent: name}), ` · ${kind}`);
		return item;
	}));
	box.after(list);
	the("#told").textContent = list.textContent;
};

addEventListener("input", ({target}) => {
	clearTimeout(waiting);
	if (target.dataset.suggestions) waiting = setTimeout(suggest, 150, target);
});

addEventListener("keydown", event => {
	const form = list.parentElement;
	const step = {ArrowDown: 1, ArrowUp: -1, Escape: 0}[event.key];
	if (step == null || event.isComposing || !list.firstChild || !form?.contains(event.target)) return;
	event.preventDefault();
	const stops = [form.q, ...list.querySelectorAll("a")];
	stops[step && stops.indexOf(event.target) + step]?.focus();
	if (!step) list.remove();
});

addEventListener("focusout", ({relatedTarget}) => {
	if (!list.parentElement?.contains(relatedTarget)) list.remove();
});
