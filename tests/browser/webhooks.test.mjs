// Webhooks against a real receiver: signatures verified by an implementation of others, rotation, refusals, replay; and
// the pages of the outbox and the tasks.

import assert from 'node:assert/strict';
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import test from 'node:test';
import { Webhook } from 'standardwebhooks';
import { check, open as open_any, site } from './portal.mjs';

// Nothing here takes long.
async function open(login, options) {
	const page = await open_any(login, options);
	page.setDefaultTimeout(8000);
	return page;
}

// What the receiver answers next, and what it got.
const receiver = { answers: [], got: [], waiting: [] };
const server = createServer(async (request, response) => {
	let body = '';
	for await (const piece of request)
		body += piece;
	const { status = 204, headers = {} } = receiver.answers.shift() ?? {};
	receiver.got.push({ headers: request.headers, body, path: request.url, status });
	response.writeHead(status, headers).end();
	receiver.waiting.splice(0).forEach((resume) => resume());
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
test.after(() => server.close());
const address = `http://127.0.0.1:${server.address().port}`;

// The next message that fits; others stay.
async function message(fits) {
	for (const end = Date.now() + 20000; Date.now() < end;) {
		const index = receiver.got.findIndex(fits);
		if (index >= 0)
			return receiver.got.splice(index, 1)[0];
		await new Promise((resolve) => { receiver.waiting.push(resolve); setTimeout(resolve, 500); });
	}
	return assert.fail('the receiver got nothing that fits');
}
const at = (path) => (got) => got.path === path;

// A webhook by the form; what it answers with is shown once.
async function make(page, name, path, types = 'webhook.none', environment = 'prod') {
	await page.goto(`${site}/admin/webhooks/new`);
	await page.fill('[name=name]', name);
	await page.fill('[name=url]', `${address}${path}`);
	await page.fill('[name=types]', types);
	await page.selectOption('[name=environment]', environment);
	await page.click('main button[type=submit]');
	const secret = await page.inputValue('#copy');
	const href = await page.getAttribute('text=I have kept it', 'href');
	return { secret, href: `${site}${href}` };
}

async function send_test(page, hook) {
	await page.goto(hook.href);
	await page.click('text=Send a test message');
	assert.match(await page.textContent('main'), /test message is on its way/);
}

async function shows(page, hook, words) {
	for (let tries = 0; tries < 40; tries++) {
		await page.goto(hook.href);
		if (words.test(await page.textContent('main')))
			return;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	assert.match(await page.textContent('main'), words);
}

test('an event reaches a receiver signed, thin and minified', async () => {
	const page = await open('administrator@demo.example');
	const hook = await make(page, 'Ticket system', '/events', 'comment.* incident.created');
	assert.match(hook.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
	await check(page, 'webhook-secret');
	const writer = await open('ehs@demo.example');
	await writer.goto(`${site}/incidents?open=1`);
	const number = await writer.textContent('tbody tr:first-child .number');
	await writer.goto(`${site}/incidents/${number}/comments`);
	await writer.fill('textarea[name=body]', 'Jane Doe broke her wrist');
	await writer.click('main form:has(textarea[name=body]) button[type=submit]');
	const got = await message(at('/events'));
	const verified = new Webhook(hook.secret).verify(got.body, got.headers);
	assert.equal(verified.type, 'comment.created');
	assert.equal(verified.data.incident.number, number);
	assert.equal(new URL(verified.data.incident.url).pathname, `/incidents/${number}`);
	assert.equal(verified.data.environment, 'prod');
	assert.doesNotMatch(got.body, /Jane|wrist/);
	assert.equal(JSON.stringify(verified), got.body, 'minified');
	assert.ok(got.body.length < 20000);
	assert.equal(got.headers['content-type'], 'application/json');
	assert.ok(Math.abs(Number(got.headers['webhook-timestamp']) - Date.now() / 1000) < 60);
	assert.throws(() => new Webhook(hook.secret).verify(`${got.body} `, got.headers), /signature/i);
	await shows(page, hook, /Delivered/);
	await check(page, 'webhook-endpoint');
	await page.click('main tbody a');
	assert.match(await page.textContent('main'), /Taken/);
	await check(page, 'webhook-delivery');
	await page.goto(`${site}/admin/webhooks`);
	assert.doesNotMatch(await page.content(), /whsec_/);
	await check(page, 'webhook-list');
	await writer.context().close();
	await page.context().close();
});

test('two secrets sign while one is replaced; Ed25519 beside them', async () => {
	const page = await open('administrator@demo.example', { javaScriptEnabled: false });
	const hook = await make(page, 'Rotating', '/rotating');
	await page.goto(`${hook.href}/keys`);
	await page.selectOption('[name=overlap]', 'day');
	await page.click('text=Make a new secret');
	const second = await page.inputValue('#copy');
	assert.notEqual(second, hook.secret);
	await page.goto(`${hook.href}/keys`);
	await page.selectOption('[name=kind]', 'ed25519');
	await page.click('text=Make a new secret');
	const whpk = await page.inputValue('#copy');
	assert.match(whpk, /^whpk_/);
	await send_test(page, hook);
	const got = await message(at('/rotating'));
	const signatures = got.headers['webhook-signature'].split(' ');
	assert.deepEqual(signatures.map((one) => one.split(',')[0]).sort(), ['v1', 'v1', 'v1a']);
	for (const secret of [hook.secret, second])
		assert.equal(new Webhook(secret).verify(got.body, got.headers).type, 'webhook.test');
	const raw = Buffer.from(whpk.slice(5), 'base64');
	const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
	const signed = `${got.headers['webhook-id']}.${got.headers['webhook-timestamp']}.${got.body}`;
	const v1a = signatures.find((one) => one.startsWith('v1a,')).slice(4);
	assert.ok(verify(null, Buffer.from(signed), key, Buffer.from(v1a, 'base64')));
	// Replaced at once: the first secret is of no use any more.
	await page.goto(`${hook.href}/keys`);
	await page.selectOption('[name=overlap]', 'now');
	await page.click('text=Make a new secret');
	const third = await page.inputValue('#copy');
	await send_test(page, hook);
	const after = await message(at('/rotating'));
	assert.equal(new Webhook(third).verify(after.body, after.headers).type, 'webhook.test');
	for (const secret of [hook.secret, second])
		assert.throws(() => new Webhook(secret).verify(after.body, after.headers));
	await page.goto(`${hook.href}/keys`);
	await page.context().close();
});

test('a secret of one\'s own signs', async () => {
	const page = await open('administrator@demo.example');
	const secret = `whsec_${randomBytes(32).toString('base64')}`;
	await page.goto(`${site}/admin/webhooks/new`);
	await page.fill('[name=name]', 'Own secret');
	await page.fill('[name=url]', `${address}/own`);
	await page.fill('[name=secret]', 'whsec_short');
	await page.click('main button[type=submit]');
	assert.equal(await page.locator('[name=secret][aria-invalid=true]').count(), 1);
	await page.fill('[name=types]', 'webhook.none');
	await page.fill('[name=secret]', secret);
	await page.click('main button[type=submit]');
	await page.waitForURL(/webhooks\/[0-9a-f-]{36}$/);
	await send_test(page, { href: page.url() });
	const got = await message(at('/own'));
	assert.equal(new Webhook(secret).verify(got.body, got.headers).type, 'webhook.test');
	await page.context().close();
});

test('a failed message comes again under its id; 410 switches off; replay', async () => {
	const page = await open('administrator@demo.example');
	const hook = await make(page, 'Failing', '/failing');
	receiver.answers.push({ status: 500 });
	await send_test(page, hook);
	const first = await message(at('/failing'));
	const second = await message(at('/failing'));
	assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
	assert.equal(second.body, first.body);
	assert.notEqual(second.headers['webhook-signature'], first.headers['webhook-signature']);
	await shows(page, hook, /HTTP 204/);
	assert.doesNotMatch(await page.textContent('main'), /Failing since/);
	await page.click('main tbody a');
	assert.match(await page.textContent('main'), /Taken.*Failed.*HTTP 500/s);
	// A redirect is a failure and is not followed.
	receiver.answers.push({ status: 302, headers: { location: `${address}/elsewhere` } });
	await send_test(page, hook);
	await message(at('/failing'));
	await message(at('/failing'));
	await shows(page, hook, /HTTP 204.*HTTP 204/s);
	await page.click('main tbody a');
	assert.match(await page.textContent('main'), /Taken.*Failed.*HTTP 302/s);
	assert.equal(receiver.got.some(at('/elsewhere')), false);

	receiver.answers.push({ status: 410 });
	await send_test(page, hook);
	const gone = await message(at('/failing'));
	await shows(page, hook, /Switched off.*410 Gone/s);
	await check(page, 'webhook-off');
	assert.equal(await page.locator('text=Send a test message').count(), 0);
	await page.goto(`${site}/admin/outbox`);
	assert.match(await page.textContent('main'), /webhook\.test/);
	await check(page, 'outbox');

	await page.goto(hook.href);
	await page.click('summary:has-text("Switch on")');
	await page.fill('[name=reason]', 'The receiver is back');
	await page.click('button:has-text("Switch on")');
	assert.match(await page.textContent('main'), /It is switched on/);
	await page.goto(`${hook.href}?state=dead`);
	await page.click('main tbody a');
	await page.click('text=Send again');
	const again = await message(at('/failing'));
	assert.equal(again.headers['webhook-id'], gone.headers['webhook-id']);

	// Everything of the last hour once more.
	await page.goto(hook.href);
	await page.click('summary:has-text("messages of a time")');
	await page.fill('[name=from]', '2020-01-01T00:00');
	await page.fill('[name=until]', '2099-01-01T00:00');
	await page.check('[name=with_sent]', { force: true });
	await page.click('button:has-text("Send again")');
	assert.match(await page.textContent('main'), /are sent again/);
	const ids = new Set();
	for (let i = 0; i < 3; i++)
		ids.add((await message(at('/failing'))).headers['webhook-id']);
	assert.equal(ids.size, 3);
	assert.ok(ids.has(gone.headers['webhook-id']));
	await page.context().close();
});

test('a receiver that asks for less gets its messages later', async () => {
	const page = await open('administrator@demo.example');
	const hook = await make(page, 'Busy', '/busy');
	receiver.answers.push({ status: 429, headers: { 'retry-after': '600' } });
	await send_test(page, hook);
	await message(at('/busy'));
	await shows(page, hook, /Failing since.*HTTP 429.*Asked for less until/s);
	await send_test(page, hook);
	await new Promise((resolve) => setTimeout(resolve, 2500));
	assert.equal(receiver.got.some(at('/busy')), false);
	await page.context().close();
});

test('sandbox endpoints hear nothing of production; addresses inside are refused', async () => {
	const page = await open('administrator@demo.example');
	await make(page, 'Playground', '/sandbox', '*', 'sandbox');
	const hook = await make(page, 'Production', '/production', '*', 'prod');
	const writer = await open('ehs@demo.example');
	await writer.goto(`${site}/incidents?open=1`);
	await writer.click('tbody tr:first-child a');
	await writer.goto(`${writer.url().split('?')[0]}/comments`);
	await writer.fill('textarea[name=body]', 'Seen');
	await writer.click('main form:has(textarea[name=body]) button[type=submit]');
	await message(at('/production'));
	assert.equal(receiver.got.some(at('/sandbox')), false);
	// What it heard of is enough; other tests need not send to it.
	await page.goto(hook.href);
	await page.click('summary:has-text("Switch off")');
	await page.fill('[name=reason]', 'End of the test');
	await page.click('button:has-text("Switch off")');
	for (const url of ['http://169.254.169.254/latest', 'ftp://example.com/', 'http://user:word@example.com/']) {
		await page.goto(`${site}/admin/webhooks/new`);
		await page.fill('[name=name]', 'Inside');
		await page.fill('[name=url]', url);
		await page.click('main button[type=submit]');
		assert.equal(await page.locator('[name=url][aria-invalid=true]').count(), 1, url);
	}
	await page.fill('[name=types]', 'incident created!');
	await page.click('main button[type=submit]');
	assert.equal(await page.locator('[name=types][aria-invalid=true]').count(), 1);
	await check(page, 'webhook-form');
	await writer.context().close();
	await page.context().close();
});

test('what was given up is dropped with a reason; tasks show when they ran', async () => {
	const page = await open('administrator@demo.example', { javaScriptEnabled: false });
	const hook = await make(page, 'Gone', '/gone');
	receiver.answers.push({ status: 410 });
	await send_test(page, hook);
	await message(at('/gone'));
	await shows(page, hook, /410 Gone/);
	await page.goto(`${site}/admin/outbox`);
	await page.click('text=Try again');
	assert.match(await page.textContent('main'), /Choose at least one|Please check/);
	const row = page.locator('tbody tr', { hasText: `${address}/gone` });
	await row.locator('[name=delivery]').check();
	await page.fill('[name=reason]', 'That system was switched off');
	await page.click('button:has-text("Drop")');
	assert.match(await page.textContent('main'), /is dropped/);
	assert.equal(await page.locator('tbody tr', { hasText: `${address}/gone` }).count(), 0);
	await page.goto(`${site}/admin/tasks`);
	assert.match(await page.textContent('main'), /outbox.*Every worker/s);
	assert.equal(await page.locator('.notice-error').count(), 0);
	assert.ok(await page.locator('tbody tr').count() > 10);
	await page.context().close();
	const scripted = await open('administrator@demo.example');
	await scripted.goto(`${site}/admin/tasks`);
	await check(scripted, 'tasks');
	await scripted.goto(`${hook.href}/keys`);
	await check(scripted, 'webhook-keys');
	await scripted.context().close();
});

test('nobody but administrators sees them', async () => {
	const page = await open('ehs@demo.example');
	for (const path of ['/admin/webhooks', '/admin/outbox', '/admin/tasks'])
		assert.ok([403, 404].includes((await page.goto(`${site}${path}`)).status()), path);
	await page.context().close();
});
