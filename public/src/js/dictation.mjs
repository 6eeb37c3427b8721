import { make, toolsBelow } from './make.mjs';

// <textarea data-speech="Dictate">: a button that types what is said, where the browser can. Not on public pages: browsers
// may send the voice to their maker, and an anonymous reporter must not find that out afterwards.
export function dictation(page) {
	const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
	if (!Recognition || !globalThis.isSecureContext || page.body.classList.contains('is-public')) return;
	for (const field of page.querySelectorAll('[data-speech]')) {
		const button = make('button', {
			type: 'button', className: 'btn btn-sm btn-outline-secondary', 'aria-pressed': 'false',
		}, field.dataset.speech);
		toolsBelow(field).prepend(button);
		button.addEventListener('click', listen(Recognition, field, button));
	}
}

function listen(Recognition, field, button) {
	let running = null;
	return () => {
		if (running) {
			running.stop();
			return;
		}
		running = new Recognition();
		running.lang = document.documentElement.lang;
		running.continuous = true;
		running.onresult = event => {
			const heard = event.results[event.resultIndex][0].transcript.trim();
			field.value = (field.value + (field.value && !/\s$/.test(field.value) ? ' ' : '') + heard).slice(0, field.maxLength > 0 ? field.maxLength : undefined);
			field.dispatchEvent(new Event('input', { bubbles: true }));
		};
		running.onend = () => {
			running = null;
			button.setAttribute('aria-pressed', 'false');
		};
		running.start();
		button.setAttribute('aria-pressed', 'true');
	};
}
