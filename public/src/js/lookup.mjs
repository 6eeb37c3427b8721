// Suggestions below fields that name a code, an asset or a person. The server finds them after submitting as well.
import { make } from './make.mjs';

const WAIT = 200; // ms after the last key

function lookup(field, list) {
	let timer, asked = '';
	field.addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(async () => {
			const words = field.value.trim();
			if (words.length < 2 || words === asked)
				return;
			asked = words;
			const answer = await fetch(`${field.dataset.lookup}?q=${encodeURIComponent(words)}`,
				{ headers: { accept: 'application/json' } });
			if (!answer.ok || field.value.trim() !== words)
				return;
			const { found } = await answer.json();
			list.replaceChildren(...found.map(text => make('option', { value: text })));
		}, WAIT);
	});
}

export function lookups(page) {
	for (const [number, field] of page.querySelectorAll('[data-lookup]').entries()) {
		const list = make('datalist', { id: `lookup-${number}` });
		field.after(list);
		field.setAttribute('list', list.id);
		lookup(field, list);
	}
}
