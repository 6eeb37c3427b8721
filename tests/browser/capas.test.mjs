// Corrective and preventive actions in a browser before a running instance: created from an incident, done with
// evidence, verified with a signature by somebody else, judged; the list; what others may not; phone and desk, without
// scripts, with axe. The instance is that of MUSTER_VAR and MUSTER_PORT; the test brings its own organization.
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
const code = `capas-${mark}`;
const password = 'correct horse battery';
const login = name => `${name}-${mark}@example.com`;
const shots = process.env.MUSTER_SHOTS;
const incident = 'INC-20260301-0001';
let browser;

const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = text => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
const here = `(SELECT id FROM organization WHERE code = '${code}')`;
const person = name => `(SELECT id FROM person WHERE organization_id = ${here} AND employee_number = '${name}')`;

function addAccount(name, given, family, ...role) {
	sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
		VALUES (${here}, UUID(), '${name}', '${given}', '${family}', '${login(name)}', NOW(6), NOW(6))`);
	service(['exec', 'muster', 'user', 'add', '--organization', code, '--employee', name, '--password-stdin', ...role], `${password}\n`);
}

before(async () => {
	sql(`INSERT INTO organization (code, name, zone, created_at) VALUES ('${code}', 'Action Works', 'America/New_York', NOW(6))`);
	addAccount('eve', 'Eve', 'Specialist', '--role', 'ehs_specialist');
	addAccount('tom', 'Tom', 'Specialist', '--role', 'ehs_specialist');
	addAccount('rob', 'Rob', 'Doer');
	addAccount('sam', 'Sam', 'Stranger');
	sql(`SET @org = ${here};
		INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at) VALUES
			(@org, UUID(), 'MILL', 'River Mill', 'America/New_York', NOW(6), NOW(6));
		INSERT INTO incident (organization_id, uuid, number, register, report_type, status, title, description, occurred_at, reported_at,
			establishment_id, severity, reporting, reporter_id, manager_id, source, created_at, updated_at)
			SELECT @org, UUID(), '${incident}', 'safety', 'incident', 'under_review', 'Hand caught in the slicer', 'No guard.',
			'2026-03-01 12:00:00', '2026-03-01 13:00:00', id, 'low', 'anonymous', NULL, ${person('eve')}, 'import', NOW(6), NOW(6)
			FROM establishment WHERE organization_id = @org`);
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function open(name, path, { width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	await page.goto(`${site}/sign-in?next=${encodeURIComponent(path)}`);
	await page.fill('[name=login]', login(name));
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	return page;
}

async function isAccessible(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wider <= 0, `${page.url()} scrolls sideways by ${wider} px`);
}

async function look(page, name) {
	if (shots)
		await page.screenshot({ path: `${shots}/capa-${name}.png`, fullPage: true });
	await isAccessible(page);
}

const text = page => page.textContent('main');
let action;

test('an action is made from the incident; a plan of weak ones is warned of', async () => {
	const page = await open('eve', `/incidents/${incident}/capa`);
	assert.match(await text(page), /No actions yet/);
	await page.click('text=New action');
	await look(page, 'new');
	await page.click('main button[type=submit]');
	assert.match(await text(page), /Please check this/);
	await page.fill('[name=title]', 'Fit an interlocked guard');
	await page.selectOption('[name=strength]', 'ppe');
	await page.fill('[name=responsible]', 'rob');
	await page.fill('[name=due_on]', '2031-01-31');
	await page.click('main button[type=submit]');
	assert.match(page.url(), /\/capas\/CAPA-\d{4}-0001\?said=created$/);
	action = new URL(page.url()).pathname;
	await look(page, 'action');
	await page.goto(`${site}/incidents/${incident}/capa`);
	assert.match(await text(page), /Every action here is an administrative control or protective equipment/);
	await look(page, 'tab');
	await page.goto(`${site}${action}/edit`);
	await page.selectOption('[name=strength]', 'engineering');
	await page.fill('[name=due_on]', '2031-02-28');
	await page.click('main button[type=submit]');
	assert.match(await text(page), /Say why the due date changes/);
	await page.fill('[name=reason]', 'The guard comes from abroad');
	await page.click('main button[type=submit]');
	assert.match(await text(page), /31 Jan 2031.*28 Feb 2031/s);
	assert.match(await text(page), /The guard comes from abroad/);
	await page.context().close();
});

test('the responsible person does it on a phone and without scripts, with evidence', async () => {
	const page = await open('rob', '/', { width: 390, javaScriptEnabled: false });
	assert.match(await text(page), /Actions I am responsible for/);
	await page.click('text=Fit an interlocked guard');
	assert.equal(await page.locator(`a[href="${action}/edit"]`).count(), 0);
	await page.fill('[name=note]', 'Guard ordered');
	await page.click('main button:has-text("Add")');
	assert.match(await text(page), /Guard ordered/);
	await page.click('text=Mark as completed');
	await page.click('main button[type=submit]');
	assert.match(await text(page), /Add evidence, or say why there is none/);
	await page.setInputFiles('[name=files]', { name: 'test.txt', mimeType: 'text/plain', buffer: Buffer.from('Tested ten times.') });
	await page.click('main button[type=submit]');
	assert.match(await text(page), /test\.txt/);
	assert.match(await text(page), /Completed/);
	assert.equal(await page.locator('text=must be allowed to, and be neither').count(), 1);
	const refused = await page.goto(`${site}${action}/step/verify`);
	assert.equal(refused.status(), 403);
	await page.context().close();
});

test('a stranger sees nothing of it', async () => {
	const page = await open('sam', '/capas');
	assert.match(await text(page), /No actions yet/);
	assert.equal((await page.goto(`${site}${action}`)).status(), 404);
	assert.equal((await page.goto(`${site}/capas/new`)).status(), 403);
	await page.context().close();
});

test('somebody else verifies and judges it with signatures; not effective opens another round', async () => {
	const page = await open('tom', action);
	await page.click('main a:has-text("Verify")');
	await look(page, 'verify');
	await page.fill('[name=password]', 'wrong');
	await page.click('main button[type=submit]');
	assert.match(await text(page), /Please check this/);
	await page.fill('[name=password]', password);
	if (await page.locator('[name=accepts_policy]').count())
		await page.check('[name=accepts_policy]');
	await page.click('main button[type=submit]');
	assert.match(await text(page), /Verified.*Tom Specialist/s);
	assert.match(await text(page), /To be checked from/);
	await page.goto(`${site}${action}/step/not_effective`);
	await page.fill('[name=judgement]', 'Another hand was caught');
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	assert.match(await text(page), /Reopened once/);
	assert.match(await text(page), /Signed version \d+; changed since/);
	await look(page, 'reopened');
	assert.equal(sql(`SELECT CONCAT(status, ' ', round, ' ', reopened_count) FROM capa WHERE organization_id = ${here}`), 'in_progress 2 1');
	await page.context().close();
});

test('the list is its address', async () => {
	const page = await open('eve', '/capas');
	assert.match(await text(page), /CAPA-\d{4}-0001/);
	await look(page, 'list');
	await page.selectOption('#filter-strength', 'engineering');
	await page.waitForURL(/strength=engineering/);
	assert.match(await text(page), /Fit an interlocked guard/);
	await page.goto(`${site}/capas?strength=ppe`);
	assert.match(await text(page), /No action fits/);
	await page.goto(`${site}/capas?incident=${incident}&sort=-number`);
	assert.match(await text(page), /Fit an interlocked guard/);
	await page.setViewportSize({ width: 390, height: 800 });
	await look(page, 'list-phone');
	await page.context().close();
});

test('with the last action done the incident may be closed, not before', async () => {
	const page = await open('eve', `/incidents/${incident}/status/closed`);
	assert.match(await text(page), /Actions are still open/);
	await page.goto(`${site}${action}/step/cancel`);
	await page.fill('[name=reason]', 'The slicer is gone');
	await page.click('main button[type=submit]');
	assert.match(await text(page), /Cancelled/);
	await page.goto(`${site}/incidents/${incident}/status/closed`);
	assert.doesNotMatch(await text(page), /Actions are still open/);
	await page.context().close();
});

test('somebody outside sees one action by a link, completes it, and the link ends when it is revoked', async () => {
	const page = await open('eve', '/capas/new');
	await page.selectOption('[name=establishment_id]', { index: 1 });
	await page.fill('[name=title]', 'Replace the dock leveller');
	await page.selectOption('[name=strength]', 'elimination');
	await page.fill('[name=outside_name]', 'Dock Doors Ltd.');
	await page.fill('[name=due_on]', '2031-03-31');
	await page.click('main button[type=submit]');
	await page.click('text=Make a link');
	const address = await page.inputValue('main input[readonly]');
	await look(page, 'link');
	const path = new URL(address).pathname;
	assert.match(path, /^\/a\/[\w-]{43}$/);
	const token = path.slice(3);
	assert.equal(sql(`SELECT COUNT(*) FROM capa_link WHERE token_sha256 = UNHEX(SHA2('${token}', 256))`), '1');
	const context = await browser.newContext({ viewport: { width: 390, height: 800 }, reducedMotion: 'reduce', javaScriptEnabled: true });
	const outside = await context.newPage();
	await outside.goto(`${site}${path}`);
	assert.match(await text(outside), /Replace the dock leveller/);
	assert.doesNotMatch(await text(outside), /Eve|INC-/);
	await look(outside, 'outside');
	await outside.check('[name=is_done]');
	await outside.click('main button[type=submit]');
	assert.match(await text(outside), /Add evidence, or say why there is none/);
	await outside.check('[name=is_done]');
	await outside.setInputFiles('[name=files]', { name: 'protocol.txt', mimeType: 'text/plain', buffer: Buffer.from('Fitted and tested.') });
	await outside.click('main button[type=submit]');
	assert.match(await text(outside), /marked as completed/);
	assert.equal(sql(`SELECT CONCAT(status, ' ', completed_by_id IS NULL) FROM capa WHERE organization_id = ${here} AND title = 'Replace the dock leveller'`), 'completed 1');
	await page.click('text=Back to the action');
	assert.match(await text(page), /protocol\.txt/);
	await page.click('text=Revoke the link');
	assert.match(await text(page), /does not work any more/);
	assert.equal((await outside.goto(`${site}${path}`)).status(), 410);
	assert.equal((await outside.goto(`${site}/a/${'x'.repeat(43)}`)).status(), 404);
	await context.close();
	await page.context().close();
});

test('the report comes with the filters of the list', async () => {
	const page = await open('eve', '/capas');
	for (const [path, start] of [['pdf', '%PDF'], ['xlsx', 'PK']]) {
		const answer = await page.request.get(`${site}/download/capas.${path}?view=open`);
		assert.equal(answer.status(), 200);
		assert.ok((await answer.body()).toString('latin1').startsWith(start));
	}
	await page.context().close();
	const stranger = await open('sam', '/');
	assert.equal((await stranger.request.get(`${site}/download/capas.pdf`)).status(), 403);
	await stranger.context().close();
});
