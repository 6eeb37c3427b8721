import { make } from './make.mjs';

// <form data-draft="/report/draft/KEY" data-saved="Draft saved" data-unsaved="Not saved yet">: what was typed is sent
// there a little later, with the form's own fields. 204 means kept.
export function drafts(page) {
	for (const form of page.querySelectorAll('form[data-draft]')) {
		const state = make('p', { className: 'saved', role: 'status' });
		(form.querySelector('.form-actions') ?? form).append(state);
		let timer = 0;
		form.addEventListener('input', () => {
			clearTimeout(timer);
			state.textContent = form.dataset.unsaved ?? '';
			timer = setTimeout(() => save(form, state), 1500);
		});
		form.addEventListener('submit', () => clearTimeout(timer));
	}
}

async function save(form, state) {
	const fields = new URLSearchParams();
	for (const [name, value] of new FormData(form)) {
		if (typeof value === 'string') fields.append(name, value);
	}
	try {
		const answer = await fetch(form.dataset.draft, { method: 'POST', body: fields, redirect: 'error' });
		state.textContent = (answer.ok ? form.dataset.saved : form.dataset.unsaved) ?? '';
	} catch {
		state.textContent = form.dataset.unsaved ?? '';
	}
}
