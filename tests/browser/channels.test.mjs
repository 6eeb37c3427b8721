// How messages reach people, in a browser before a running instance with the demo organisation: mobile number with its code,
// web push with the service worker, the page of the channels. The instance has sms.url and push.contact set (tools/run-tests).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createECDH, createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

const login = 'supervisor@demo.example';
const sql = (text) => execFileSync('tools/muster-service', ['sql', 'muster', '--batch', '--skip-column-names', '-e', text], { encoding: 'utf8' }).trim();
const account = sql(`SELECT id FROM account WHERE login = '${login}'`);

const messages = [];
const provider = createServer((request, response) => {
	let body = '';
	request.on('data', (piece) => { body += piece; });
	request.on('end', () => {
		messages.push(JSON.parse(body));
		response.writeHead(201).end();
	});
});
test.before(() => new Promise((resolve) => { provider.listen(Number(process.env.MUSTER_TEST_SMS_PORT), '127.0.0.1', resolve); }));
test.after(() => provider.close());

async function until(page, ask) {
	for (let tries = 0; tries < 150; tries++) {
		const answer = await ask();
		if (answer) return answer;
		await page.waitForTimeout(100);
	}
	return undefined;
}

for (const javaScriptEnabled of [true, false])
	test(`a mobile number counts once its code is typed in, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		sql(`DELETE FROM account_phone WHERE account_id = ${account}`);
		messages.length = 0;
		const page = await open(login, { javaScriptEnabled });
		await page.goto(`${site}/account`);
		await page.click('a[href="/account/contact"]');
		await page.fill('[name=number]', '555 CALL');
		await page.click('form[action="/account/phone"] button');
		assert.match(await page.textContent('#problems'), /Not a telephone number/);
		await page.fill('[name=number]', '(202) 555-0147');
		await page.click('form[action="/account/phone"] button');
		assert.match(await page.textContent('#phone'), /\+12025550147/);
		const message = await until(page, () => messages[0]);
		assert.equal(message.to, '+12025550147');
		const [code] = message.text.match(/\d{6}/);
		assert.equal(sql(`SELECT COUNT(*) FROM delivery WHERE body_text LIKE '%${code}%' OR data LIKE '%${code}%'`), '0', 'the code is sealed');
		await page.fill('[name=code]', code === '000000' ? '000001' : '000000');
		await page.click('form[action="/account/phone/code"] button');
		assert.match(await page.textContent('#problems'), /not the code/);
		await page.fill('[name=number]', '202 555 0148');
		await page.click('form[action="/account/phone"] button');
		assert.match(await page.textContent('#problems'), /a moment ago/);
		await page.fill('[name=code]', code);
		await page.click('form[action="/account/phone/code"] button');
		assert.match(await page.textContent('main'), /number is confirmed/);
		assert.equal(sql(`SELECT number FROM account_phone WHERE account_id = ${account} AND confirmed_at IS NOT NULL AND code_hash IS NULL`), '+12025550147');
		await page.click('form[action="/account/test/sms"] button');
		assert.match((await until(page, () => messages[1])).text, /test/);
		await page.click('form[action="/account/phone/remove"] button');
		assert.equal(sql(`SELECT COUNT(*) FROM account_phone WHERE account_id = ${account}`), '0');
		await page.context().close();
	});

// Browsers in tests reach no push service: what it would answer is put in its place, the rest is real.
function subscribeWith(endpoint, p256dh, auth) {
	const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer;
	let asked = null;
	const subscription = () => ({
		endpoint, options: { applicationServerKey: asked }, getKey: (name) => bytes(name === 'p256dh' ? p256dh : auth),
		unsubscribe: async () => { sessionStorage.removeItem('asked'); asked = null; return true; },
	});
	if (sessionStorage.getItem('asked')) asked = bytes(sessionStorage.getItem('asked'));
	PushManager.prototype.getSubscription = async () => asked && subscription();
	PushManager.prototype.subscribe = async (options) => {
		asked = options.applicationServerKey;
		sessionStorage.setItem('asked', btoa(String.fromCharCode(...asked)));
		return subscription();
	};
}

test('a browser subscribes, shows what is pushed, and ends it', async () => {
	sql(`DELETE FROM push_subscription WHERE account_id = ${account}`);
	const key = createECDH('prime256v1');
	key.generateKeys();
	const endpoint = `https://push.example.com/${randomBytes(8).toString('hex')}`;
	const page = await open(login);
	const refusals = [];
	page.on('console', (line) => { if (/Content Security Policy|TrustedScript/.test(line.text())) refusals.push(line.text()); });
	await page.context().grantPermissions(['notifications'], { origin: site });
	await page.addInitScript(`(${subscribeWith})('${endpoint}', '${key.getPublicKey('base64url')}', '${randomBytes(16).toString('base64url')}')`);
	await page.goto(`${site}/account/contact`);
	await check(page, 'contact');
	await page.getByRole('button', { name: 'Switch on in this browser' }).click();
	await page.waitForURL(/said=push/);
	const [hash, hex, agent] = sql(`SELECT HEX(endpoint_hash), HEX(p256dh), agent FROM push_subscription WHERE account_id = ${account}`).split('\t');
	assert.equal(hash.toLowerCase(), createHash('sha256').update(endpoint).digest('hex'));
	assert.equal(hex.toLowerCase(), key.getPublicKey('hex'));
	assert.match(agent, /Chrome on/);
	const item = page.locator(`[data-push-endpoint="${hash.toLowerCase()}"]`);
	await item.getByText('This one').waitFor();
	assert.ok(await page.locator('form[data-push]').isHidden());

	// The service worker takes what a push service brings.
	const session = await page.context().newCDPSession(page);
	const found = new Promise((resolve) => {
		session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { if (registrations.length) resolve(registrations[0].registrationId); });
	});
	await session.send('ServiceWorker.enable');
	await session.send('ServiceWorker.deliverPushMessage', {
		origin: `${site}/`, registrationId: await found,
		data: JSON.stringify({ title: 'Overdue: INC-1', body: 'Open it', path: '//evil.example/x', tag: 'incident-1', lang: 'en' }),
	});
	const shown = await until(page, () => page.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration('/');
		return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }))[0];
	}));
	assert.deepEqual(shown, { title: 'Overdue: INC-1', body: 'Open it', tag: 'incident-1', data: { address: `${site}/` } });

	await item.getByRole('button', { name: 'End' }).click();
	await page.waitForURL(/said=push-removed/);
	assert.equal(sql(`SELECT COUNT(*) FROM push_subscription WHERE account_id = ${account}`), '0');
	assert.ok(await page.locator('form[data-push]').isVisible());
	assert.deepEqual(refusals, []);
	await page.context().close();
});

// Of loopback addresses the test run allows 127.0.0.1 only.
test('a subscription is not believed', async () => {
	const page = await open(login);
	const key = createECDH('prime256v1');
	key.generateKeys();
	await page.goto(`${site}/account/contact`);
	for (const [endpoint, p256dh] of [['http://169.254.169.254/', key.getPublicKey('base64url')], ['http://[::1]:3306/', key.getPublicKey('base64url')],
		['file:///etc/passwd', key.getPublicKey('base64url')], ['https://push.example.com/x', Buffer.alloc(65, 4).toString('base64url')]]) {
		const status = await page.evaluate(async ([to, publicKey]) => {
			const form = document.querySelector('form[data-push]');
			const fields = new FormData(form);
			fields.set('endpoint', to);
			fields.set('p256dh', publicKey);
			fields.set('auth', 'AAAAAAAAAAAAAAAAAAAAAA');
			return (await fetch('/account/push', { method: 'POST', body: new URLSearchParams(fields) })).status;
		}, [endpoint, p256dh]);
		assert.equal(status, 422, endpoint);
	}
	assert.equal(sql(`SELECT COUNT(*) FROM push_subscription WHERE account_id = ${account}`), '0');
	await page.context().close();
});

test('mails that came back show to the person and to administrators, who both can try again', async () => {
	const organization = sql(`SELECT organization_id FROM account WHERE id = ${account}`);
	const stop = () => sql(`INSERT INTO mail_bounce (organization_id, address, soft_since, last_at, status, reason, stopped_at)
		VALUES (${organization}, '${login}', NOW(6), NOW(6), '5.1.1', 'no such user', NOW(6))`);
	const left = () => sql(`SELECT COUNT(*) FROM mail_bounce WHERE address = '${login}'`);
	stop();
	const page = await open(login);
	await page.goto(`${site}/account/contact`);
	assert.match(await page.textContent('#mail'), /came back[^]*no such user/);
	await check(page, 'contact-stopped');
	await page.click('form[action="/account/mail-again"] button');
	assert.match(await page.textContent('main'), /Mails go to your address again/);
	assert.equal(left(), '0');
	await page.context().close();

	stop();
	const admin = await open('administrator@demo.example');
	await admin.goto(`${site}/admin`);
	await admin.click('a[href="/admin/channels"]');
	assert.match(await admin.textContent('#bounces'), /supervisor@demo\.example[^]*5\.1\.1/);
	await check(admin, 'channels');
	await admin.getByRole('button', { name: `Try again ${login}` }).click();
	assert.equal(left(), '0');
	await admin.click('#mail button');
	assert.match(await admin.textContent('main'), /on its way/);
	const state = await until(admin, async () => {
		await admin.goto(`${site}/admin/channels`);
		return await admin.locator('#mail dd time').count() > 0;
	});
	assert.ok(state, 'the last success shows');
	await admin.context().close();
	const other = await open(login);
	assert.ok([403, 404].includes((await other.goto(`${site}/admin/channels`)).status()));
	await other.context().close();
});
