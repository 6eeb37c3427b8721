// An investigation from its first Why to the signed approval, with a rejection in between: by mouse, by keyboard, on a
// phone and without scripts. Before a running instance with the demo organisation: that of MUSTER_VAR and MUSTER_PORT.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const site = process.env.MUSTER_TEST_URL ?? `http://localhost:${process.env.MUSTER_PORT ?? 8080}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sql = text => execFileSync('tools/muster-service', ['sql', 'muster', '--batch', '--skip-column-names', '-e', text],
	{ encoding: 'utf8' }).trim();
const password = 'muster-demo-300';
const desktop = { width: 1280, height: 900 }, phone = { width: 390, height: 844 };
let browser, number, tab;

before(async () => {
	const person = login => `(SELECT person_id FROM account WHERE login = '${login}@demo.example')`;
	number = sql(`SELECT i.number FROM incident i JOIN organization o ON o.id = i.organization_id
		WHERE o.code = 'demo' AND i.status = 'under_review' AND i.register = 'safety' AND i.environment = 'prod'
		AND i.id NOT IN (SELECT incident_id FROM investigation) ORDER BY i.id DESC LIMIT 1`);
	sql(`UPDATE incident SET status = 'investigation', investigation_required = TRUE, investigation_lead_id = ${person('investigator')},
		investigation_approver_id = ${person('superadmin')} WHERE number = '${number}';
		INSERT IGNORE INTO incident_member SELECT organization_id, investigation_approver_id, id FROM incident
		WHERE number = '${number}'`);
	tab = `${site}/incidents/${number}/investigation`;
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function signIn(login, viewport, more = {}) {
	const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	page.setDefaultTimeout(10_000);
	const refused = [];
	page.on('console', message => message.type() === 'error' && refused.push(message.text()));
	await page.goto(`${site}/sign-in`);
	await page.fill('[name=login]', `${login}@demo.example`);
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
	return Object.assign(page, { refused });
}

async function isClean(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
	assert.equal(wide, false, `${page.url()} scrolls sideways`);
}

const send = (page, button) => Promise.all([page.waitForNavigation(), page.click(button)]);
const branchOf = (page, words) => page.locator(`.bone li:has-text("${words}")`).first()
	.evaluate(item => item.closest('[data-branch]').dataset.branch);

test('methods, evidence, whys and the root cause', async () => {
	const page = await signIn('investigator', desktop);

	await page.goto(`${site}/`);
	assert.ok(await page.locator(`a[href="/incidents/${number}/investigation"]`).count(), 'it waits on My work');
	await page.goto(tab);
	await page.click('text=Methods, scope and team');
	for (const method of ['has_whys', 'has_fishbone', 'has_timeline']) await page.check(`[name=${method}]`);
	await isClean(page);
	await send(page, 'main form.card button[type=submit]');
	await page.goto(`${tab}/evidence`);
	await page.fill('[name=title]', 'Worn rung of the ladder');
	await page.selectOption('[name=kind]', 'physical');
	await send(page, 'main form.card button[type=submit]');
	assert.match(await page.textContent('main'), /E1/);
	await page.goto(`${tab}/whys`);
	await page.fill('[name=problem]', 'Somebody fell');
	await send(page, 'text=Add the problem');
	for (const answer of ['The rung broke', 'Ladders are not inspected']) {
		await page.fill('[name=answer]', answer);
		await page.click('.rung-more summary');
		await page.check('.rung-more [name=evidence]');
		await send(page, 'text=Add the answer');
	}
	assert.equal(await page.locator('.rung').count(), 2);
	await send(page, 'text=This is the root cause');
	assert.match(await page.textContent('.rung-root'), /C1 · Root cause/);
	await isClean(page);
	assert.deepEqual(page.refused, []);
});

test('the fishbone: by form, by dragging, by keyboard', async () => {
	const page = await signIn('investigator', { width: 1280, height: 1600 });

	await page.goto(`${tab}/fishbone`);
	for (const [words, branch] of [['Worked alone', 'man'], ['In a hurry', 'man'], ['Rung cracked', 'machine']]) {
		await page.fill('[name=text]', words);
		await page.selectOption('[name=branch]', branch);
		await send(page, 'text=Add the cause');
	}
	assert.match(await page.textContent('svg.fishbone'), /Worked alone/);
	await Promise.all([page.waitForNavigation(), page.locator('.bone li:has-text("In a hurry")').dragTo(page.locator('.bone[data-branch=environment]'))]);
	assert.equal(await branchOf(page, 'In a hurry'), 'environment');
	await Promise.all([page.waitForNavigation(), page.locator('.bone li:has-text("In a hurry")').dragTo(page.locator('rect[data-branch=method]'))]);
	assert.equal(await branchOf(page, 'In a hurry'), 'method');
	await page.fill('[name=text]', 'Not trained');
	await page.selectOption('[name=branch]', 'man');
	await send(page, 'text=Add the cause');
	const up = page.locator('.bone li:has-text("Not trained") button[value=up]');
	await up.focus();
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
	assert.match(await page.locator('.bone[data-branch=man] li').first().textContent(), /Not trained/);
	await page.locator('.bone li:has-text("Rung cracked") a:has-text("Edit")').click();
	await page.check('[name=is_significant]');
	await page.check('[name=evidence]');
	await isClean(page);
	await send(page, 'main form.card button[type=submit]');
	await isClean(page);
	assert.deepEqual(page.refused, []);
});

test('on a phone and without scripts', async () => {
	const page = await signIn('investigator', phone, { javaScriptEnabled: false });

	await page.goto(`${tab}/timeline`);
	await page.fill('[name=happened_at]', '2026-01-05T09:30');
	await page.fill('[name=what]', 'The ladder was set up');
	await page.selectOption('[name=flag]', 'barrier_missing');
	await page.check('[name=is_assumption]');
	await send(page, 'main form.card button[type=submit]');
	assert.match(await page.textContent('.sequence'), /Barrier missing/);
	await page.goto(`${tab}/fishbone`);
	await send(page, '.bone li:has-text("Not trained") button[value=down]');
	assert.match(await page.locator('.bone[data-branch=man] li').first().textContent(), /Worked alone/);
	await page.goto(`${tab}/causes`);
	await page.click('a:has-text("Edit")');
	await page.selectOption('[name=factor]', 'maintenance.inspection');
	await send(page, 'main form.card button[type=submit]');
	await page.goto(`${tab}/conclusion`);
	await send(page, 'text=Fill from the findings');
	assert.match(await page.inputValue('[name=conclusion]'), /Ladders are not inspected/);
	await page.fill('[name=conclusion]', '## Result\n\n**Ladders** <script>alert(1)</script> are [not](javascript:alert(1)) inspected.');
	await send(page, 'text=Preview');
	assert.equal(await page.locator('.rich strong').count(), 1);
	assert.equal(await page.locator('.rich script, .rich a').count(), 0);
	await send(page, 'button[value=save]');
	await page.goto(tab);
	assert.match(await page.textContent('main'), /Nothing is missing/);
});

test('every page of it is clean on a phone', async () => {
	const page = await signIn('investigator', phone);

	for (const part of ['', '/settings', '/whys', '/fishbone', '/timeline', '/evidence', '/causes', '/conclusion', '/submit']) {
		await page.goto(tab + part);
		await isClean(page);
	}
	await page.goto(`${tab}/conclusion`);
	await page.focus('[name=conclusion]');
	await page.keyboard.press('Control+A');
	await page.click('.markdown-tools button:has-text("Bold")');
	assert.match(await page.inputValue('[name=conclusion]'), /^\*\*## Result[^]*\*\*$/);
	assert.deepEqual(page.refused, []);
});

async function sign(page) {
	if (await page.locator('[name=accepts_policy]').count()) await page.check('[name=accepts_policy]');
	await page.fill('[name=password]', password);
	await send(page, 'main form.card button[type=submit]');
}

test('submitted, rejected, reworked, approved: then locked, and on to the actions', async () => {
	const lead = await signIn('investigator', desktop), approver = await signIn('superadmin', phone);

	await lead.goto(`${tab}/submit`);
	await sign(lead);
	assert.match(await lead.textContent('main'), /Pending approval/);
	assert.equal((await lead.goto(`${tab}/decision`)).status(), 403, 'nobody approves own work');
	await approver.goto(`${site}/`);
	assert.ok(await approver.locator(`a[href="/incidents/${number}/investigation/decision"]`).count(), 'it waits on My work');
	await approver.goto(`${tab}/decision`);
	await isClean(approver);
	await approver.selectOption('[name=decision]', 'rejected');
	await approver.fill('[name=comments]', 'Ask the second shift as well');
	await sign(approver);
	await lead.goto(tab);
	assert.match(await lead.textContent('main'), /Ask the second shift as well/);
	await lead.goto(`${tab}/conclusion`);
	await lead.fill('[name=conclusion]', 'Both shifts say that ladders are not inspected.');
	await send(lead, 'button[value=save]');
	await lead.goto(tab);
	assert.match(await lead.textContent('main'), /Signed version 1; changed since/);
	await lead.goto(`${tab}/submit`);
	await sign(lead);
	await approver.goto(`${tab}/decision`);
	await approver.selectOption('[name=decision]', 'approved');
	await sign(approver);
	await isClean(approver);
	assert.match(await approver.textContent('.record-line'), /CAPA Pending/);
	await lead.goto(`${tab}/whys`);
	assert.equal(await lead.locator('main form').count(), 0, 'nothing can be changed');
	assert.match(await lead.textContent('main'), /locked/);
});
