// <form data-push="KEY" hidden> with inputs endpoint, p256dh and auth: subscribes this browser to web push and sends what it
// got as a form; items with data-push-endpoint="SHA-256 of the endpoint" are marked where they are this browser.
const worker = '/static/sw.js';

// The page's policy takes scripts from our own list only.
function workerAddress() {
	if (!globalThis.trustedTypes) return worker;
	return globalThis.trustedTypes.createPolicy('muster-worker', { createScriptURL: () => worker }).createScriptURL(worker);
}

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
	.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

function bytesOf(key) {
	const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

async function hashOf(endpoint) {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// The subscription of another key, of an installation before this one, is of no use.
async function subscriptionFor(registration, key) {
	const present = await registration.pushManager.getSubscription();
	if (present && base64url(present.options.applicationServerKey ?? []) === key) return present;
	await present?.unsubscribe();
	return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

async function subscribe(form) {
	const registration = await navigator.serviceWorker.register(workerAddress(), { scope: '/' });
	await navigator.serviceWorker.ready;
	const subscription = await subscriptionFor(registration, form.dataset.push);
	form.elements.endpoint.value = subscription.endpoint;
	for (const name of ['p256dh', 'auth']) form.elements[name].value = base64url(subscription.getKey(name));
}

// Marks this browser in the list and takes it out of service together with its row.
async function markThis(page, form) {
	const registration = await navigator.serviceWorker.getRegistration('/');
	const subscription = await registration?.pushManager.getSubscription();
	const hash = subscription && await hashOf(subscription.endpoint);
	const item = hash && page.querySelector(`[data-push-endpoint="${hash}"]`);
	form.hidden = Boolean(item);
	if (!item) return;
	item.querySelector('[data-push-this]').hidden = false;
	item.querySelector('form').addEventListener('submit', () => { subscription.unsubscribe(); });
}

export function push(page) {
	const form = page.querySelector('[data-push]');
	if (!form || !('serviceWorker' in navigator) || !('PushManager' in globalThis)) return;
	page.querySelector('[data-push-without]').hidden = true;
	markThis(page, form);
	let isFilled = false;
	form.addEventListener('submit', async (event) => {
		if (isFilled) return;
		event.preventDefault();
		delete form.dataset.sent;
		try {
			await subscribe(form);
			isFilled = true;
			form.requestSubmit();
		} catch {
			form.querySelector('[data-push-refused]').hidden = false;
		}
	});
}
