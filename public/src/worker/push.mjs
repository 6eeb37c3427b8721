// Shows what src/event/push_channel.c sent, and opens its page when it is clicked.

// A path of this site, whatever the message says.
function ownAddress(path) {
	const url = new URL(typeof path === 'string' ? path : '/', location.origin);
	return url.origin === location.origin ? url.href : `${location.origin}/`;
}

function messageOf(event) {
	try {
		return event.data.json();
	} catch {
		return {};
	}
}

export function onPush(event) {
	const message = messageOf(event);
	event.waitUntil(registration.showNotification(message.title || 'Muster', {
		body: message.body, lang: message.lang, tag: message.tag, renotify: Boolean(message.tag),
		icon: '/static/logo.svg', data: { address: ownAddress(message.path) },
	}));
}

async function show(address) {
	const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
	const open = windows.find((window) => window.url === address);
	return open ? open.focus() : clients.openWindow(address);
}

export function onClick(event) {
	event.notification.close();
	event.waitUntil(show(event.notification.data?.address ?? `${location.origin}/`));
}
