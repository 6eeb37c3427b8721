import { make, toolsBelow } from './make.mjs';

// <textarea maxlength="2000" data-count="characters left">: shown from half of the length on, spoken near its end.
export function counters(page) {
	for (const field of page.querySelectorAll('[data-count][maxlength]')) {
		const counter = make('span', { className: 'counter' });
		const show = () => {
			const left = field.maxLength - field.value.length;
			const isShort = left <= Math.max(20, field.maxLength / 20);
			counter.textContent = left <= field.maxLength / 2 ? `${left.toLocaleString()} ${field.dataset.count}` : '';
			counter.classList.toggle('is-short', isShort);
			counter.setAttribute('aria-live', isShort ? 'polite' : 'off');
		};
		toolsBelow(field).append(counter);
		field.addEventListener('input', show);
		show();
	}
}
