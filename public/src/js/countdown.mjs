const minute = 60000;
const hour = 60 * minute;

// What is left of deadlines by the hour goes on while the page is open; the server wrote it as it was. Beyond three days
// it stays as it is.
export function countdowns(page) {
	const all = page.querySelectorAll('[data-countdown]');
	if (!all.length) return;
	const tick = () => all.forEach(show);
	tick();
	setInterval(tick, minute / 2);
}

function show(element) {
	const left = Date.parse(element.dataset.countdown) - Date.now();
	const gone = Math.abs(left);
	if (!(gone < 72 * hour)) return;
	const late = left <= 0;
	element.classList.toggle('overdue', late);
	const { hours, minutes, lateHours, lateMinutes } = element.dataset;
	const [words, size] = gone >= 2 * hour ? [late ? lateHours : hours, hour] : [late ? lateMinutes : minutes, minute];
	element.querySelector('.countdown-left').textContent = words.replace('%d', String(Math.max(1, Math.floor(gone / size))));
}
