// Notifications before a running instance with the demo organisation: something happens, the worker tells, and the bell, the
// inbox and the record show it; own choices; rules with their trial; with and without scripts, on a phone and a desktop, with axe.
import assert from 'node:assert/strict';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// The worker takes events as they come; a page is looked at until it says so.
async function until(page, path, found) {
	for (let i = 0; i < 60; i++) {
		await page.goto(`${site}${path}`);
		if (await found()) return;
		await wait(1000);
	}
	assert.fail(`${path} never showed it`);
}

async function anIncident(page) {
	await page.goto(`${site}/incidents?open=1`);
	return (await page.locator('td.number').first().textContent()).trim();
}

test('what is noted reaches a watcher: bell, inbox, the record', async () => {
	const watcher = await open('administrator@demo.example');
	const number = await anIncident(watcher);
	await watcher.goto(`${site}/incidents/${number}`);
	const watch = watcher.locator('#part-watchers button', { hasText: 'Watch' }).filter({ hasNotText: 'Stop' });
	if (await watch.count()) await watch.click();
	const writer = await open('ehs@demo.example');
	await writer.goto(`${site}/incidents/${number}/comments`);
	await writer.fill('textarea[name=body]', `Checked the guard again, ${Date.now()}.`);
	const audience = writer.locator('[name=audience][value=internal]');
	if (await audience.count()) await audience.check({ force: true });
	await writer.locator('form[action$="/comments"] button[type=submit]').first().click();

	await until(watcher, '/notifications?unread=1', async () =>
		await watcher.locator('.inbox-item', { hasText: `A note was added to ${number}.` }).count() > 0);
	assert.ok(Number.parseInt(await watcher.textContent('[data-bell-count]'), 10) >= 1);
	await check(watcher, 'notifications-inbox');
	await watcher.goto(`${site}/incidents/${number}/told`);
	assert.ok(await watcher.locator('tr', { hasText: 'Internal note' }).filter({ hasText: 'Watchers' }).count() > 0);
	await check(watcher, 'notifications-told');

	await watcher.goto(`${site}/notifications`);
	await watcher.locator('.inbox-item a', { hasText: `A note was added to ${number}.` }).first().click();
	await watcher.waitForURL(`**/incidents/${number}/comments`);
	await watcher.goto(`${site}/notifications`);
	if (await watcher.locator('.inbox-all button').count()) await watcher.click('.inbox-all button');
	assert.equal(await watcher.isVisible('[data-bell-count]'), false);
	await watcher.context().close();
	await writer.context().close();
});

test('the bell comes up to date while the page is looked at, and asks no more than it must', async () => {
	const page = await open('supervisor@demo.example');
	const accept = 'application/json';
	const first = await page.request.get(`${site}/notifications/count`, { headers: { accept } });
	const again = await page.request.get(`${site}/notifications/count`, { headers: { accept, 'if-none-match': first.headers().etag } });
	assert.equal(again.status(), 304);
	await page.clock.install();
	await page.route('**/notifications/count', (route) => route.fulfill({ json: { unread: 7, shown: '7', newest: 1 } }));
	await page.goto(`${site}/`);
	await page.clock.runFor(50_000);
	await page.waitForFunction(() => document.querySelector('[data-bell-count]').textContent === '7');
	assert.ok(await page.isVisible('[data-bell-count]'));
	await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
	test(`own choices are kept, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const page = await open('investigator@demo.example', { javaScriptEnabled });
		await page.goto(`${site}/account/notifications`);
		await page.selectOption('[name="use.action.mail"]', 'digest');
		await page.uncheck('[name="use.record.push"]', { force: true });
		await page.fill('[name=quiet_from]', '21:00');
		await page.fill('[name=quiet_until]', '06:30');
		await page.selectOption('[name=digest]', 'daily');
		await page.click('main form button[type=submit]');
		assert.match(await page.textContent('main'), /The change has been saved/);
		assert.equal(await page.inputValue('[name="use.action.mail"]'), 'digest');
		assert.equal(await page.isChecked('[name="use.record.push"]'), false);
		assert.equal(await page.inputValue('[name=quiet_until]'), '06:30');
		if (javaScriptEnabled) await check(page, 'notifications-choices');
		await page.context().close();
	});
}

test('an administrator tries a rule on the past, asks who would be told, and keeps the change with a reason', async () => {
	const page = await open('administrator@demo.example');
	await page.goto(`${site}/admin/notifications`);
	await check(page, 'notifications-rules');
	await page.goto(`${site}/admin/notifications/rules/incident.created-supervisor`);
	await page.check('[name=by_mail]', { force: true });
	await page.click('button[name=try]');
	assert.match(await page.textContent('#trial'), /What it would have done/);
	await check(page, 'notifications-trial');
	await page.fill('[name=reason]', 'Supervisors asked for mails');
	await page.click('main form button[type=submit]:not([name=try])');
	assert.match(await page.textContent('main'), /It holds from the next event on/);
	await page.goto(`${site}/admin/notifications/preview?kind=incident.created&severity=critical`);
	assert.match(await page.textContent('main'), /Role: EHS specialist \(Critical or worse\)/);
	await check(page, 'notifications-preview');
	await page.context().close();
});
