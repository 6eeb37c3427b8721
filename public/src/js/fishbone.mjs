// Dragging causes from bone to bone, in the list or onto the diagram; the buttons beside them do the same by keyboard.
import { make } from './make.mjs';

export function fishbone(page) {
	const editor = page.querySelector('[data-fishbone]');
	const form = page.getElementById('fishbone-move');
	if (!editor || !form) return;
	let dragged = null;

	const targets = page.querySelectorAll('[data-branch]');
	const over = target => {
		for (const other of targets) other.classList.toggle('is-over', other === target);
	};
	for (const item of editor.querySelectorAll('[data-item]')) {
		item.draggable = true;
		item.addEventListener('dragstart', event => {
			event.stopPropagation();
			dragged = item;
			event.dataTransfer.effectAllowed = 'move';
			event.dataTransfer.setData('text/plain', item.dataset.item);
			item.classList.add('is-dragged');
		});
		item.addEventListener('dragend', () => {
			dragged = null;
			item.classList.remove('is-dragged');
			over(null);
		});
	}
	for (const target of targets) {
		target.addEventListener('dragover', event => {
			if (!dragged) return;
			event.preventDefault();
			over(target);
		});
		target.addEventListener('dragleave', () => target.classList.remove('is-over'));
		target.addEventListener('drop', event => {
			if (!dragged) return;
			event.preventDefault();
			const home = dragged.closest('[data-branch]');
			if (home?.dataset.branch === target.dataset.branch && !dragged.parentElement.closest('[data-item]')) return;
			form.action = dragged.dataset.item;
			form.elements.to.value = target.dataset.branch;
			form.requestSubmit();
		});
	}
	editor.querySelector('.card-body').prepend(make('p', { className: 'small-print', textContent: editor.dataset.fishbone }));
}
