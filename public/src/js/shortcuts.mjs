// [data-shortcut="/"] is focused or followed by its key, while nothing is being typed; j and k walk through rows.
export function shortcuts(page) {
	page.addEventListener('keydown', event => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, [contenteditable]')) return;
		if (event.key === 'j' || event.key === 'k') {
			walk(page, event.key === 'j' ? 1 : -1);
			return;
		}
		const target = [...page.querySelectorAll('[data-shortcut]')].find(element => element.dataset.shortcut === event.key);
		if (!target) return;
		event.preventDefault();
		if (target.matches('input')) target.focus();
		else target.click();
	});
}

function walk(page, by) {
	const links = [...page.querySelectorAll('.main-cell > a')];
	const at = links.indexOf(document.activeElement);
	links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
}
