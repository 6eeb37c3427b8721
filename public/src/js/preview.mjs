// <form data-preview="ID">: while somebody writes, the part of that id comes anew from the page that the form's button
// named "try" leads to. Without scripts the button does the same.
const WAIT = 500; // ms after the last key

async function show(form, part, asked) {
	const fields = new URLSearchParams();
	for (const [name, value] of new FormData(form)) {
		if (typeof value === 'string') fields.append(name, value);
	}
	fields.set('try', '1');
	const answer = await fetch(form.action, { method: 'POST', body: fields, redirect: 'error' });
	if (!answer.ok && answer.status !== 422) return;
	const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
	const fresh = page.getElementById(part.id);
	if (fresh && asked()) part.replaceChildren(...fresh.childNodes);
}

export function previews(page) {
	for (const form of page.querySelectorAll('form[data-preview]')) {
		const part = page.getElementById(form.dataset.preview);
		let timer, last = 0;
		form.addEventListener('input', () => {
			clearTimeout(timer);
			timer = setTimeout(() => {
				const mine = ++last;
				show(form, part, () => mine === last).catch(() => {});
			}, WAIT);
		});
	}
}
