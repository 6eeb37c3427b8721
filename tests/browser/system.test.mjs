// The administrator's pages of the system and of backups: what is looked at, how programs fare, what was taken out.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

test('administrators see what is looked at and how programs fare', async () => {
	const page = await open('administrator@demo.example');
	await page.goto(`${site}/admin`);
	await page.click('main a[href="/admin/system"]');
	const text = await page.textContent('main');
	for (const subject of ['Database', 'Spool', 'Disk', 'Clock', 'Audit log', 'Worker', 'Backup'])
		assert.ok(text.includes(subject), subject);
	assert.equal(await page.locator('tr:has(td:text-is("Database")) .badge-status').textContent(), 'Well');
	const portal = page.locator('tr:has(code:text-is("portal"))').first();
	assert.ok(Number(await portal.locator('td').nth(1).textContent()) > 0, 'processes of the portal');
	assert.ok(text.includes('/admin'), 'the addresses that took most time');
	const intake = page.locator('tr:has(code:text-is("intake"))').first();
	assert.equal((await intake.locator('td').nth(4).textContent()).trim(), '–');
	await check(page, 'system');
	await page.context().close();
});

test('what was taken out is told, and how to do it, without scripts', async () => {
	const page = await open('administrator@demo.example', { javaScriptEnabled: false });
	await page.goto(`${site}/admin/exchange`);
	const text = await page.textContent('main');
	assert.match(text, /muster export FOLDER/);
	assert.match(text, /muster restore --key/);
	await page.context().close();
	const scripted = await open('administrator@demo.example');
	await scripted.goto(`${site}/admin/exchange`);
	await check(scripted, 'exchange');
	await scripted.context().close();
});

test('nobody else sees either page', async () => {
	for (const login of ['ehs@demo.example', 'employee@demo.example', 'auditor@demo.example']) {
		const page = await open(login);
		for (const path of ['/admin/system', '/admin/exchange'])
			assert.equal((await page.goto(site + path)).status(), 403, `${login} ${path}`);
		await page.context().close();
	}
});

test('probes say yes or no to everybody', async () => {
	for (const [path, body] of [['/healthz', 'ok\n'], ['/readyz', 'ready\n'], ['/healthz/intake', 'ok\n']]) {
		const answer = await fetch(site + path);
		assert.equal(answer.status, 200);
		assert.equal(await answer.text(), body);
		assert.equal(answer.headers.get('cache-control'), 'no-store');
	}
});
