// <textarea data-mentions="ADDRESS">: behind an @ a list of people who can be named. Arrow keys choose, Enter or Tab takes,
// Escape closes; a screen reader hears how many fit and which one is chosen. The server knows typed names without it.
import { make } from './make.mjs';

const WAIT = 150; // ms after the last key
const behindAt = /(?:^|[^\p{L}\p{N}._+@-])@("?)([\p{L}\p{N}._ -]{0,40})$/u;

// What is being typed behind the last @ before the caret: { from, words }.
function typed(field) {
	const before = field.value.slice(0, field.selectionStart);
	const hit = behindAt.exec(before);
	if (!hit || field.selectionStart !== field.selectionEnd || (!hit[1] && hit[2].includes(' '))) return null;
	return { from: before.length - hit[2].length - hit[1].length - 1, words: hit[2] };
}

function mentionList(field, number) {
	const list = make('ul', { id: `mentions-${number}`, className: 'mention-list', role: 'listbox', hidden: true });
	const told = make('p', { className: 'visually-hidden', role: 'status' });
	list.setAttribute('aria-label', field.dataset.mentionsLabel);
	field.setAttribute('aria-controls', list.id);
	field.setAttribute('aria-autocomplete', 'list');
	field.after(list, told);
	let people = [], chosen = 0, timer, asked = '';

	const close = () => {
		list.hidden = true;
		people = [];
		asked = '';
		field.removeAttribute('aria-activedescendant');
	};
	const choose = (n) => {
		chosen = (n + people.length) % people.length;
		[...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === chosen)));
		field.setAttribute('aria-activedescendant', list.children[chosen].id);
		list.children[chosen].scrollIntoView({ block: 'nearest' });
	};
	const take = (n) => {
		const at = typed(field);
		const { mark } = people[n];
		close();
		told.textContent = '';
		if (!at) return;
		field.setRangeText(`${mark} `, at.from, field.selectionStart, 'end');
		field.dispatchEvent(new Event('input', { bubbles: true }));
		field.focus();
	};
	const show = () => {
		list.replaceChildren(...people.map(({ name, mark }, i) => {
			const item = make('li', { id: `${list.id}-${i}`, role: 'option' });
			item.append(make('span', { textContent: name }));
			if (!mark.includes(name)) item.append(make('span', { className: 'quiet', textContent: mark }));
			// Before the field loses the focus.
			item.addEventListener('pointerdown', event => {
				event.preventDefault();
				take(i);
			});
			return item;
		}));
		list.hidden = people.length === 0;
		told.textContent = people.length ? `${field.dataset.mentionsFound} ${people.length}` : field.dataset.mentionsNone;
		if (people.length) choose(0);
		else field.removeAttribute('aria-activedescendant');
	};
	const look = async () => {
		const at = typed(field);
		if (!at) {
			close();
			return;
		}
		if (asked === `@${at.words}`) return;
		asked = `@${at.words}`;
		try {
			const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(at.words)}`, { headers: { accept: 'application/json' } });
			if (!answer.ok || asked !== `@${typed(field)?.words}`) return;
			people = (await answer.json()).found;
			show();
		} catch {
			close();
		}
	};
	field.addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(look, WAIT);
	});
	field.addEventListener('blur', close);
	field.addEventListener('keydown', event => {
		if (list.hidden || event.isComposing) return;
		const keys = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: () => take(chosen),
			Tab: () => take(chosen), Escape: close };
		const act = event.shiftKey ? null : keys[event.key];
		if (!act) return;
		event.preventDefault();
		event.stopPropagation();
		act();
	});
}

export function mentions(page) {
	for (const [number, field] of page.querySelectorAll('textarea[data-mentions]').entries()) mentionList(field, number);
}
