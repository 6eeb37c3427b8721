const EVERY = 45_000;

// [data-bell]: keeps the number of unread notifications fresh while the page is looked at. An answer that has not changed
// costs a header; a page in the background asks nothing.
export function bell(page) {
	const element = page.querySelector('[data-bell]');
	if (!element) return;
	const count = element.querySelector('[data-bell-count]');
	let timer = 0;

	async function refresh() {
		try {
			const answer = await fetch('/notifications/count', { headers: { accept: 'application/json' }, redirect: 'error' });
			if (!answer.ok) return;
			const { shown } = await answer.json();
			if (count.textContent !== shown) count.textContent = shown;
			count.hidden = shown === '';
		} catch {
			// Signed out, or no network: the next page says so.
		}
	}
	function settle() {
		clearInterval(timer);
		timer = document.hidden ? 0 : setInterval(refresh, EVERY);
	}
	document.addEventListener('visibilitychange', () => {
		settle();
		if (!document.hidden) refresh();
	});
	settle();
}
