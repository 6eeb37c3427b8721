// The summary of problems takes the focus, so that it is read first.
export function focusProblems(page) {
	page.querySelector('[data-focus]')?.focus();
}

// A second click does not send a form twice; what was typed is not left behind unnoticed in <form data-guard>.
export function guardForms(page) {
	for (const form of page.querySelectorAll('form[method=post]')) {
		form.addEventListener('submit', event => {
			if (form.dataset.sent) {
				event.preventDefault();
				return;
			}
			form.dataset.sent = 'yes';
			setTimeout(() => delete form.dataset.sent, 8000);
		});
		if (!('guard' in form.dataset)) continue;
		let isChanged = false;
		form.addEventListener('input', () => { isChanged = true; });
		addEventListener('beforeunload', event => {
			if (isChanged && !form.dataset.sent) event.preventDefault();
		});
	}
	addEventListener('pageshow', () => {
		for (const form of page.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
	});
}
