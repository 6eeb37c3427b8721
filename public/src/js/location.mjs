// <button data-locate data-latitude="ID" data-longitude="ID" data-refused="message" hidden>: fills in where one stands.
export function location(page) {
	if (!navigator.geolocation || !globalThis.isSecureContext) return;
	for (const button of page.querySelectorAll('[data-locate]')) {
		const latitude = document.getElementById(button.dataset.latitude);
		const longitude = document.getElementById(button.dataset.longitude);
		if (!latitude || !longitude) continue;
		const note = document.createElement('span');
		note.className = 'saved';
		note.setAttribute('role', 'status');
		button.after(note);
		button.hidden = false;
		button.addEventListener('click', () => {
			button.setAttribute('aria-busy', 'true');
			navigator.geolocation.getCurrentPosition(({ coords }) => {
				latitude.value = coords.latitude.toFixed(6);
				longitude.value = coords.longitude.toFixed(6);
				note.textContent = `± ${Math.round(coords.accuracy)} m`;
				button.removeAttribute('aria-busy');
			}, () => {
				note.textContent = button.dataset.refused ?? '';
				button.removeAttribute('aria-busy');
			}, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
		});
	}
}
