// Keys of the JSON interface and calls with them.

import { open, site } from './portal.mjs';

export async function makeKey(login, scopes, { sandbox = false } = {}) {
	const page = await open(login);
	await page.goto(`${site}/account/keys/new`);
	await page.fill('[name=name]', 'contract test');
	for (const box of await page.$$('[name=scope]'))
		if (!scopes || scopes.includes(await box.getAttribute('value')))
			await box.check({ force: true });
	if (sandbox)
		await page.check('[name=is_sandbox]', { force: true });
	await page.fill('[name=password]', 'muster-demo-300');
	await Promise.all([page.waitForLoadState(), page.click('main button[type=submit]')]);
	const key = await page.inputValue('#copy');
	await page.context().close();
	return key;
}

// One call below /api/v1: { status, tag (its ETag), body }.
export async function ask(key, method, path, body, tag) {
	const headers = { authorization: `Bearer ${key}` };
	if (body !== undefined)
		headers['content-type'] = 'application/json';
	if (tag)
		headers['if-match'] = tag;
	const response = await fetch(`${site}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
	const text = await response.text();
	return { status: response.status, tag: response.headers.get('etag'), text, body: text.startsWith('{') ? JSON.parse(text) : text };
}
