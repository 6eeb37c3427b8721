// Buttons over <textarea data-markdown="Heading|Bold|Italic|List|Numbered list|Quote|Link"> that write the marks.
import { make } from './make.mjs';

const around = (field, before, after) => {
	const { selectionStart: from, selectionEnd: to, value } = field;
	field.setRangeText(before + value.slice(from, to) + after, from, to, 'end');
	if (from === to) field.setSelectionRange(from + before.length, from + before.length);
};

// The same mark before every line of the selection.
const lines = (field, mark) => {
	const start = field.value.lastIndexOf('\n', field.selectionStart - 1) + 1;
	const chosen = field.value.slice(start, field.selectionEnd);
	let n = 0;
	field.setRangeText(chosen.split('\n').map(line => (mark === '1. ' ? `${++n}. ` : mark) + line).join('\n'), start,
		field.selectionEnd, 'end');
};

const marks = [
	field => lines(field, '## '),
	field => around(field, '**', '**'),
	field => around(field, '*', '*'),
	field => lines(field, '- '),
	field => lines(field, '1. '),
	field => lines(field, '> '),
	field => around(field, '[', '](https://)'),
];

export function markdown(page) {
	for (const field of page.querySelectorAll('textarea[data-markdown]')) {
		const names = field.dataset.markdown.split('|');
		const tools = make('div', { className: 'markdown-tools', role: 'toolbar', 'aria-controls': field.id });
		marks.forEach((act, i) => {
			const button = make('button', { type: 'button', className: 'btn btn-sm btn-outline-secondary', textContent: names[i] });
			button.addEventListener('click', () => {
				act(field);
				field.focus();
				field.dispatchEvent(new Event('input', { bubbles: true }));
			});
			tools.append(button);
		});
		field.before(tools);
	}
}
