// Rules that choose the incident manager, and categories, in a browser before a running instance.
// The instance is that of MUSTER_VAR and MUSTER_PORT; the test brings its own organization.
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
const code = `rules-${mark}`;
const password = 'correct horse battery';
const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = (text) => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
let browser;
let page;

before(async () => {
	sql(`INSERT INTO organization (code, name, zone, created_at) VALUES ('${code}', 'Rule Works', 'America/Chicago', NOW(6));
		SET @o = LAST_INSERT_ID();
		INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at) VALUES (@o, UUID(), 'DAY', 'Dayton plant', 'America/New_York', NOW(6), NOW(6));
		SET @e = LAST_INSERT_ID();
		INSERT INTO area (organization_id, establishment_id, code, name) VALUES (@o, @e, 'A', 'Hall A');
		SET @a = LAST_INSERT_ID();
		INSERT INTO area (organization_id, establishment_id, parent_id, code, name) VALUES (@o, @e, @a, 'A4', 'Line 4');
		INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at) VALUES
		(@o, UUID(), 'E1', 'Ada', 'Admin', 'ada-${mark}@example.com', NOW(6), NOW(6)),
		(@o, UUID(), 'E2', 'Max', 'Manager', NULL, NOW(6), NOW(6)), (@o, UUID(), 'E3', 'Chloe', 'Chief', NULL, NOW(6), NOW(6));
		INSERT INTO incident (organization_id, uuid, number, register, report_type, status, title, description, occurred_at, reported_at,
		establishment_id, area_id, severity, source, created_at, updated_at)
		SELECT @o, UUID(), CONCAT('INC-20260101-000', seq), 'safety', 'incident', 'new', 'Past', 'Past', NOW(6), NOW(6), @e,
		IF(seq = 1, (SELECT MAX(id) FROM area WHERE organization_id = @o), NULL), 'low', 'import', NOW(6), NOW(6) FROM seq_1_to_3`);
	service(['exec', 'muster', 'user', 'add', '--organization', code, '--employee', 'E1', '--password-stdin', '--role', 'administrator'], `${password}\n`);
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
	page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
	page.setDefaultTimeout(10_000);
	await page.goto(`${site}/sign-in?next=/admin/rules`);
	await page.fill('[name=login]', `ada-${mark}@example.com`);
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	await page.waitForURL(`${site}/admin/rules`);
});

after(() => browser?.close());

async function isAccessible() {
	for (const width of [1440, 390]) {
		await page.setViewportSize({ width, height: 900 });
		await page.evaluate(axe);
		const { violations } = await page.evaluate(() => globalThis.axe.run());
		assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
		const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		assert.ok(wider <= 0, `scrolls sideways by ${wider} px`);
		if (process.env.MUSTER_SCREENSHOTS) await page.screenshot({ path: `${process.env.MUSTER_SCREENSHOTS}/${new URL(page.url()).pathname.replaceAll('/', '-')}-${width}.png`, fullPage: true });
	}
}

async function addRule(name, manager, area) {
	await page.goto(`${site}/admin/rules/new`);
	await page.fill('[name=name]', name);
	if (area) await page.selectOption('[name=area_id]', { label: area });
	await page.fill('[name=manager]', manager);
	await page.click('main form button[type=submit]');
}
const names = () => page.$$eval('tbody .main-cell a', links => links.map(link => link.textContent));
const hits = () => page.$$eval('tbody td.amount', cells => cells.map(cell => cell.textContent.trim()));

test('rules are added, tried with past incidents and imagined ones, and put in order', async () => {
	await isAccessible();
	await addRule('Everything', 'E3');
	await addRule('Hall A', 'Max Manager', 'Dayton plant: Hall A');
	assert.deepEqual(await names(), ['Everything', 'Hall A']);
	assert.deepEqual(await hits(), ['3', '0']);
	await page.click('text=Up: Hall A');
	assert.deepEqual(await names(), ['Hall A', 'Everything']);
	// Hall A takes what happens in Line 4, too.
	assert.deepEqual(await hits(), ['1', '2']);
	await page.selectOption('[name=area_id]', { label: 'Dayton plant: Line 4' });
	await page.click('text=Try it');
	assert.match(await page.textContent('#trial-result'), /Max Manager: Hall A \(area\)/);
	await isAccessible();
	assert.equal(sql(`SELECT COUNT(*) FROM audit_entry a JOIN organization o ON o.id = a.organization_id
		WHERE o.code = '${code}' AND a.subject = 'assignment_rule'`), '4');
});

test('a rule without a known manager is refused; a retired one no longer counts', async () => {
	await addRule('Nobody', 'Zoe Unknown');
	assert.match(await page.textContent('#f-manager-problem'), /\S/);
	assert.equal(await page.inputValue('[name=manager]'), 'Zoe Unknown');
	await isAccessible();
	await page.goto(`${site}/admin/rules`);
	await page.click('tbody .main-cell a:has-text("Hall A")');
	await page.uncheck('[name=is_active]');
	await page.click('main form button[type=submit]');
	assert.deepEqual(await hits(), ['3', '']);
});

test('categories begin with the usual ones and can be added and retired', async () => {
	await page.goto(`${site}/admin/categories?register=environment`);
	assert.ok((await names()).includes('Spill or leak'));
	await isAccessible();
	await page.click('text=Add');
	await page.fill('[name=name]', 'Lost drum');
	await page.fill('[name=code]', 'lost_drum');
	await page.click('main form button[type=submit]');
	assert.ok((await names()).includes('Lost drum'));
	await page.click('text=Lost drum');
	await page.uncheck('[name=is_active]');
	await page.click('main form button[type=submit]');
	assert.match(await page.textContent('tr:has-text("Lost drum")'), /Retired/);
});
