// [data-theme-choice] holds buttons [data-theme=auto|light|dark]. The choice stays in this browser.
export function chooseTheme(page) {
	for (const choice of page.querySelectorAll('[data-theme-choice]')) {
		const buttons = [...choice.querySelectorAll('[data-theme]')];
		const show = theme => buttons.forEach(button =>
			button.setAttribute('aria-pressed', String(button.dataset.theme === theme)));
		choice.addEventListener('click', event => {
			const theme = event.target.closest('[data-theme]')?.dataset.theme;
			if (!theme) return;
			remember(theme);
			show(theme);
		});
		show(document.documentElement.dataset.bsTheme ?? 'auto');
		choice.hidden = false;
	}
}

function remember(theme) {
	if (theme === 'auto') delete document.documentElement.dataset.bsTheme;
	else document.documentElement.dataset.bsTheme = theme;
	try {
		if (theme === 'auto') localStorage.removeItem('theme');
		else localStorage.setItem('theme', theme);
	} catch {
		// Storage is refused: the choice holds for this page.
	}
}
