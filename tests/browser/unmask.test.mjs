// Seeing who reported in confidence: two administrators and a reason, and the reporter sees it. Before a running
// instance with the demo organisation: that of MUSTER_VAR and MUSTER_PORT.
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
let browser, number, name;
const users = { first: ['administrator@demo.example', 'muster-demo-300'], second: [`second-${mark}`, 'correct horse battery'], reporter: ['employee@demo.example', 'muster-demo-300'] };

before(async () => {
	number = sql(`SELECT i.number FROM incident i JOIN organization o ON o.id = i.organization_id
		WHERE o.code = 'demo' AND i.reporting = 'named' ORDER BY i.id DESC LIMIT 1`);
	sql(`UPDATE incident i JOIN organization o ON o.id = i.organization_id JOIN account a ON a.login = '${users.reporter[0]}'
		SET i.reporting = 'confidential', i.reporter_id = a.person_id WHERE o.code = 'demo' AND i.number = '${number}'`);
	name = sql(`SELECT CONCAT(p.given_name, ' ', p.family_name) FROM person p JOIN account a ON a.person_id = p.id
		WHERE a.login = '${users.reporter[0]}'`);
	const person = sql(`SELECT p.employee_number FROM person p JOIN organization o ON o.id = p.organization_id
		WHERE o.code = 'demo' AND p.is_active AND p.id NOT IN (SELECT person_id FROM account) LIMIT 1`);
	service(['exec', 'muster', 'user', 'add', '--organization', 'demo', '--employee', person, '--login', `second-${mark}`,
		'--password-stdin', '--role', 'administrator'], 'correct horse battery\n');
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function signIn([login, password]) {
	const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
	const page = await context.newPage();
	await page.goto(`${site}/sign-in`);
	await page.fill('[name=login]', login);
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
	return page;
}

async function isClean(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
}

test('a name in confidence takes two administrators, and its owner sees that', async () => {
	const reason = `Threats against a person, ${mark}`, address = `${site}/incidents/${number}/reporter`;
	const first = await signIn(users.first), second = await signIn(users.second), reporter = await signIn(users.reporter);
	const shows = async page => (await page.textContent('main')).includes(name);

	await first.goto(`${site}/incidents/${number}`);
	await first.click('a[href$="/reporter"]');
	await first.waitForURL(address);
	assert.equal(await shows(first), false);
	await isClean(first);
	await first.click('form.card-form button[type=submit]');
	await first.waitForSelector('#problems');
	await first.fill('[name=reason]', reason);
	await first.click('form.card-form button[type=submit]');
	await first.waitForSelector('.card:has-text("Waits for")');
	assert.match(await first.textContent('main'), /Waits for a second administrator/);
	assert.equal(await first.locator('button[value=approve]').count(), 0, 'nobody decides on their own request');
	assert.equal(await shows(first), false);

	await reporter.goto(address);
	assert.match(await reporter.textContent('main'), new RegExp(reason));
	await isClean(reporter);

	await second.goto(address);
	assert.equal(await shows(second), false);
	await isClean(second);
	await second.click('button[value=approve]');
	await second.waitForSelector('.notice-warning');
	assert.equal(await shows(second), true);
	await first.goto(address);
	assert.equal(await shows(first), true);
	await reporter.goto(address);
	assert.match(await reporter.textContent('main'), /Approved/);
	const seen = sql(`SELECT COUNT(*) FROM audit_entry a JOIN incident i ON i.id = a.incident_id
		WHERE i.number = '${number}' AND a.action IN ('incident.reporter_asked', 'incident.reporter_revealed', 'incident.reporter_seen')`);
	assert.ok(Number(seen) >= 4, `${seen} entries`);
	// Approved for these two: the next request begins anew.
	sql(`UPDATE unmask_request SET ends_at = NOW(6) - INTERVAL 1 DAY WHERE reason LIKE '%${mark}'`);
	await first.goto(address);
	assert.equal(await shows(first), false);
});
