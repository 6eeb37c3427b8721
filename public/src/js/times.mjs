const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [7, 'day']];

// <time datetime data-relative>: "2 hours ago" for the last week; the full time stays in the title.
export function relativeTimes(page) {
	const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
	for (const element of page.querySelectorAll('time[data-relative]')) {
		const text = relative(format, (Date.parse(element.dateTime) - Date.now()) / 1000);
		if (!text) continue;
		element.title = element.textContent;
		element.textContent = text;
	}
}

function relative(format, seconds) {
	let value = seconds;
	for (const [size, unit] of steps) {
		if (Math.abs(value) < size) return format.format(Math.round(value), unit);
		value /= size;
	}
	return '';
}
