// Before the first paint: the appearance the reader chose. Without a choice the system decides, by CSS alone.
try {
	const theme = localStorage.getItem('theme');
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.bsTheme = theme;
} catch {
	// Storage is refused: the system's appearance it is.
}
