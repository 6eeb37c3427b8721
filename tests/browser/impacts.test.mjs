// What an incident did, as people enter it: phone and desktop, with and without script, and a witness behind a link. Before
// a running instance with the demo organisation: that of MUSTER_VAR and MUSTER_PORT.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const site = process.env.MUSTER_TEST_URL ?? `http://localhost:${process.env.MUSTER_PORT ?? 8080}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const mark = randomBytes(4).toString('hex');
const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = text => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
const phone = { width: 390, height: 844 }, desktop = { width: 1440, height: 900 };
let browser, number, person, witness;

before(async () => {
	[number, person, witness] = sql(`SELECT i.number, p.uuid, w.uuid FROM incident i JOIN organization o ON o.id = i.organization_id
		JOIN injured_person p ON p.incident_id = i.id JOIN witness w ON w.incident_id = i.id
		WHERE o.code = 'demo' AND i.status = 'under_review' AND NOT p.is_private AND p.removed_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM incident_asset a WHERE a.incident_id = i.id)
		AND NOT EXISTS (SELECT 1 FROM witness_statement s WHERE s.incident_id = i.id)
		AND NOT EXISTS (SELECT 1 FROM incident_cost c WHERE c.incident_id = i.id AND c.kind = 'fine')
		ORDER BY i.id DESC LIMIT 1`).split('\t');
	assert.ok(number, 'the demo has an incident under review with somebody hurt and a witness');
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function signIn(login, options = {}) {
	const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	await page.goto(`${site}/sign-in`);
	await page.fill('[name=login]', `${login}@demo.example`);
	await page.fill('[name=password]', 'muster-demo-300');
	await page.click('main button[type=submit]');
	await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
	return page;
}

async function isClean(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out sideways');
}

const record = () => `${site}/incidents/${number}`;
const save = page => Promise.all([page.waitForNavigation(), page.click('form[method=post] .form-actions button[type=submit]')]);

test('an asset, its work order and a cost are entered on a telephone', async () => {
	const page = await signIn('ehs', { viewport: phone });
	await page.goto(record());
	await isClean(page);
	await page.click('#part-assets a[href$="/impacts/assets/new"]');
	await isClean(page);
	await save(page);
	assert.equal(await page.locator('#problems').count(), 1, 'a name is asked for');
	await page.fill('[name=name]', `Cart ${mark}`);
	await page.selectOption('[name=damage_severity]', 'minor');
	await page.fill('[name=damage]', 'Wheel bent');
	await save(page);
	assert.match(await page.textContent('#part-assets'), new RegExp(`Cart ${mark}`));
	assert.match(await page.textContent('.gaps'), /without work order/);
	await page.click('#part-assets a[href*="/impacts/orders/new"]');
	await isClean(page);
	await save(page);
	assert.match(await page.textContent('#part-assets'), /WO-\d{6}/);
	await page.click('#part-costs a[href$="/impacts/costs/new"]');
	await page.selectOption('[name=kind]', 'fine');
	await page.selectOption('[name=basis]', 'actual');
	await page.fill('[name=amount]', '1,250.75');
	await save(page);
	assert.match(await page.textContent('#total-cost'), /\d{1,3}(,\d{3})*\.75 USD/);
	await isClean(page);
	await page.click('#part-assets .entry-links a[href*="/impacts/assets/"]');
	await page.click('a[href$="/remove"]');
	await isClean(page);
	await page.fill('[name=reason]', 'It was another one');
	await Promise.all([page.waitForNavigation(), page.click('.btn-danger')]);
	assert.doesNotMatch(await page.textContent('#part-assets'), new RegExp(`Cart ${mark}`));
});

test('the drawn body and its list are the same, with and without script', async () => {
	for (const javaScriptEnabled of [true, false]) {
		const page = await signIn('ehs', { javaScriptEnabled });
		const address = `${record()}/people/${person}/injury`;
		await page.goto(address);
		if (javaScriptEnabled)
			await isClean(page);
		const box = page.locator('#m-front-left-knee');
		if (await box.isChecked())
			await box.uncheck();
		const shape = await page.locator('.body-region[for="m-front-left-knee"] path').boundingBox();
		await page.mouse.click(shape.x + shape.width / 2, shape.y + shape.height / 2);
		assert.equal(await box.isChecked(), true, 'a place of the drawing ticks its box');
		await box.focus();
		await page.keyboard.press('Space');
		assert.equal(await box.isChecked(), false, 'and so does the keyboard');
		await page.keyboard.press('Space');
		await page.fill('[name=event_code]', 'slip');
		await page.fill('[name=treatment]', `Cold pack ${mark}`);
		await Promise.all([page.waitForNavigation(), page.click('button[name=find][value=event_code]')]);
		assert.ok(await page.locator('[name=event_code_pick]').count() > 1, 'the server searches');
		assert.equal(await page.inputValue('[name=treatment]'), `Cold pack ${mark}`, 'what was typed stays');
		await page.locator('[name=event_code_pick]').first().check();
		await save(page);
		const chosen = await page.inputValue('[name=event_code]');
		assert.match(chosen, /^\d+ \S/);
		assert.equal(await page.locator('#m-front-left-knee').isChecked(), true);
		await page.context().close();
	}
	assert.notEqual(sql(`SELECT COUNT(*) FROM audit_entry a JOIN incident i ON i.id = a.incident_id
		WHERE a.action = 'injury.read' AND i.number = '${number}'`), '0');
});

test('codes are suggested while one types', async () => {
	const page = await signIn('ehs');
	await page.goto(`${record()}/people/${person}/injury`);
	await page.fill('[name=part_code]', 'tailbone');
	await page.waitForSelector('datalist option[value^="324 "]', { state: 'attached' });
});

test('those without a right to medical particulars do not find them', async () => {
	const page = await signIn('investigator');
	const answer = await page.goto(`${record()}/people/${person}/injury`);
	assert.ok([403, 404].includes(answer.status()), `answered ${answer.status()}`);
});

test('a witness states once, on a telephone, in either language and without script', async () => {
	const staff = await signIn('ehs');
	await staff.goto(`${record()}/witnesses/${witness}`);
	await isClean(staff);
	await staff.click('form[action$="/link"] button');
	await staff.waitForSelector('svg.qr');
	await isClean(staff);
	const address = (await staff.content()).match(/https?:\/\/[^"<\s]*\/w\/[\w-]{43}/)[0];
	const path = new URL(address).pathname;

	for (const [language, title] of [['es', 'Su declaración como testigo'], ['en', 'Your statement as a witness']]) {
		const context = await browser.newContext({ viewport: phone, locale: language, reducedMotion: 'reduce' });
		const page = await context.newPage();
		await page.goto(`${site}${path}`);
		assert.match(await page.textContent('h1'), new RegExp(title));
		await isClean(page);
		assert.deepEqual(await context.cookies(), [], 'no cookie is set');
		await context.close();
	}
	const context = await browser.newContext({ viewport: phone, javaScriptEnabled: false, reducedMotion: 'reduce' });
	const page = await context.newPage();
	await page.goto(`${site}${path}`);
	await page.fill('[name=statement]', `I stood at the door (${mark}).`);
	await Promise.all([page.waitForNavigation(), page.click('button[value=draft]')]);
	await page.goto(`${site}${path}`);
	assert.equal(await page.inputValue('[name=statement]'), `I stood at the door (${mark}).`);
	await Promise.all([page.waitForNavigation(), page.click('button[value=sign]')]);
	assert.equal(await page.locator('#problems').count(), 1, 'name and confirmation are asked for');
	await page.fill('[name=signed_name]', 'A Witness');
	await page.check('[name=confirm]');
	await Promise.all([page.waitForNavigation(), page.click('button[value=sign]')]);
	assert.match(await page.textContent('main'), /[0-9a-f]{64}/);
	assert.equal((await page.goto(`${site}${path}`)).status(), 410, 'the link is used up');
	await staff.goto(`${record()}/witnesses/${witness}`);
	assert.match(await staff.textContent('main'), new RegExp(`I stood at the door \\(${mark}\\)`));
	assert.match(await staff.textContent('.statement'), /unchanged/);
});

test('the lists of assets, courses, rules and training', async () => {
	const page = await signIn('administrator', { viewport: phone });
	for (const path of ['/admin/assets', '/admin/assets/new', '/admin/courses', '/admin/courses/new', '/admin/safety-rules',
		'/training', '/training?expiring=1', '/admin/import/training']) {
		assert.equal((await page.goto(`${site}${path}`)).status(), 200, path);
		await isClean(page);
	}
	await page.goto(`${site}/training`);
	await page.click('tbody a');
	await isClean(page);
	await page.goto(`${site}/admin/assets/new`);
	await page.fill('[name=code]', `T-${mark}`);
	await page.fill('[name=name]', 'Test stand');
	await save(page);
	await page.goto(`${site}/admin/assets?q=T-${mark}`);
	assert.equal(await page.locator('tbody tr').count(), 1);
});
