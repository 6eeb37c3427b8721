// <button data-copy="ID of an input" data-done="Copied" hidden>
export function copyButtons(page) {
	for (const button of page.querySelectorAll('[data-copy]')) {
		const source = document.getElementById(button.dataset.copy);
		if (!source || !navigator.clipboard) continue;
		const label = button.querySelector('span') ?? button;
		const before = label.textContent;
		button.hidden = false;
		button.setAttribute('aria-live', 'polite');
		button.addEventListener('click', async () => {
			try {
				await navigator.clipboard.writeText(source.value);
				label.textContent = button.dataset.done;
				setTimeout(() => { label.textContent = before; }, 2000);
			} catch {
				source.select();
			}
		});
	}
}
