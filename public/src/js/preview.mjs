// <form data-preview="ID">: while somebody writes, the part of that id comes anew from the page that the form's button
// named "try" leads to. Without scripts the button does the same.
const WAIT = 500; // ms after the last key

// The answer as a document; pages may not make one from text.
function ask(form) {
	const fields = new URLSearchParams();
	for (const [name, value] of new FormData(form)) {
		if (typeof value === 'string') fields.append(name, value);
	}
	fields.set('try', '1');
	const request = new XMLHttpRequest();
	request.open('POST', form.action);
	request.responseType = 'document';
	request.send(fields);
	return request;
}

export function previews(page) {
	for (const form of page.querySelectorAll('form[data-preview]')) {
		const part = page.getElementById(form.dataset.preview);
		let timer, last = null;
		form.addEventListener('input', () => {
			clearTimeout(timer);
			timer = setTimeout(() => {
				last?.abort();
				last = ask(form);
				last.addEventListener('load', ({ target }) => {
					const fresh = target.response?.getElementById(part.id);
					if (fresh) part.replaceChildren(...fresh.childNodes);
				});
			}, WAIT);
		});
	}
}
