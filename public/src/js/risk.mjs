// The chosen likelihood and consequence show in the matrix, and a cell of the matrix chooses both.
export function riskMatrix(page) {
	const likelihood = page.querySelector('[name=likelihood]'), consequence = page.querySelector('[name=consequence]');
	const cells = page.querySelectorAll('[data-risk]');
	if (!likelihood || !consequence || !cells.length)
		return;
	const show = () => {
		for (const cell of cells) {
			if (cell.dataset.risk === `${likelihood.value} ${consequence.value}`)
				cell.setAttribute('aria-current', 'true');
			else
				cell.removeAttribute('aria-current');
		}
	};
	likelihood.addEventListener('change', show);
	consequence.addEventListener('change', show);
	for (const cell of cells)
		cell.addEventListener('click', () => {
			[likelihood.value, consequence.value] = cell.dataset.risk.split(' ');
			likelihood.dispatchEvent(new Event('change', { bubbles: true }));
		});
	show();
}
