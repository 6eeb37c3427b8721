// The archive and legal holds: what is archived is listed on request, opened at its own address and not changed; a
// hold is placed and released with reasons, also without scripts.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

test('what is archived is found on request and opened where it always was', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/incidents?sort=occurred`);
	const first = await page.textContent('tbody tr:first-child .number');
	await page.click('text=Look in the archive too');
	assert.match(page.url(), /archived=1/);
	const archived = await page.textContent('tbody tr:first-child .number');
	assert.notEqual(archived, first);
	assert.match(await page.textContent('tbody tr:first-child'), /Archived/);
	await check(page, 'archive-list');
	await page.goto(`${site}/incidents/${archived}`);
	assert.match(await page.textContent('main'), /Archived: this record can be read and printed/);
	assert.equal(await page.textContent('.path-states [aria-current=step]'), 'Archived');
	assert.equal(await page.locator('.path-states .is-done').count(), await page.locator('.path-states li').count() - 1);
	assert.equal(await page.locator('.path-states li:has-text("Closed")').count(), 1);
	assert.equal(await page.locator('.path-steps').count(), 0);
	await check(page, 'archive-record');
	for (const tab of ['/files', '/comments', '/audit'])
		assert.equal((await page.goto(`${site}/incidents/${archived}${tab}`)).status(), 200, tab);
	assert.match(await page.textContent('main'), /Archived/);
	assert.equal((await page.goto(`${site}/incidents/${archived}/configuration`)).status(), 423);
	await page.context().close();
});

test('an employee finds nobody else\'s archived report', async () => {
	const manager = await open('ehs@demo.example');
	await manager.goto(`${site}/incidents?archived=1`);
	const number = await manager.textContent('tbody tr:first-child .number');
	const page = await open('employee@demo.example');
	assert.equal((await page.goto(`${site}/incidents/${number}`)).status(), 404);
	await manager.context().close();
	await page.context().close();
});

test('a hold is placed and released with reasons, without scripts', async () => {
	const page = await open('ehs@demo.example', { javaScriptEnabled: false });
	await page.goto(`${site}/incidents?open=1`);
	const number = await page.textContent('tbody tr:first-child .number');
	const href = `${site}/incidents/${number}/hold`;
	await page.goto(href);
	await page.click('text=Hold this incident');
	assert.match(await page.textContent('main'), /Reason for the hold/);
	assert.equal(await page.locator('[aria-invalid=true]').count(), 1);
	await page.fill('[name=reason]', 'Claim 77, asked for by counsel');
	await page.click('text=Hold this incident');
	assert.match(await page.textContent('main'), /neither archived nor removed/);
	await page.goto(`${site}/incidents/${number}`);
	assert.match(await page.textContent('main'), /Legal hold.*Claim 77/s);
	await page.goto(href);
	await page.fill('[name=release_reason]', 'Settled out of court');
	await page.click('text=Release the hold');
	assert.match(await page.textContent('main'), /Settled out of court/);
	assert.equal(await page.locator('text=Hold this incident').count(), 1);
	await page.context().close();

	const looked = await open('ehs@demo.example');
	await looked.goto(href);
	await check(looked, 'archive-hold');
	await looked.context().close();
	const supervisor = await open('supervisor@demo.example');
	assert.equal((await supervisor.goto(href)).status(), 403);
	await supervisor.context().close();
});

test('the administrator says when incidents are archived', async () => {
	const page = await open('administrator@demo.example');
	await page.goto(`${site}/admin/archive`);
	await check(page, 'archive-rule');
	const before = await page.inputValue('[name=closed_days]');
	await page.fill('[name=closed_days]', '3');
	await page.click('main button[type=submit]');
	assert.equal(await page.locator('[aria-invalid=true]').count(), 1);
	await page.fill('[name=closed_days]', String(Number(before) + 1));
	await page.click('main button[type=submit]');
	assert.match(await page.textContent('main'), /The change has been saved/);
	assert.equal(await page.inputValue('[name=closed_days]'), String(Number(before) + 1));
	await page.context().close();
});
