// Places, groups, people and imports in a browser before a running instance, with scripts and without. The test
// brings two organizations of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const site = process.env.MUSTER_TEST_URL ?? `http://localhost:${process.env.MUSTER_PORT ?? 8080}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const mark = randomBytes(4).toString('hex');
const ours = `places-${mark}`, theirs = `others-${mark}`;
const password = 'correct horse battery';
const login = name => `${name}-${mark}@example.com`;
const validator = new HtmlValidate({
	extends: ['html-validate:recommended'],
	rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'tel-non-breaking': 'off' },
});
let browser;

const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = text => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
const place = code => sql(`SELECT e.id FROM establishment e JOIN organization o ON o.id = e.organization_id WHERE o.code = '${ours}' AND e.code = '${code}'`);
const person = number => sql(`SELECT p.id FROM person p JOIN organization o ON o.id = p.organization_id WHERE o.code = '${ours}' AND p.employee_number = '${number}'`);

function addPerson(organization, number, given, family) {
	sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
		SELECT id, UUID(), '${number}', '${given}', '${family}', '${login(given.toLowerCase())}', NOW(6), NOW(6) FROM organization WHERE code = '${organization}'`);
}

before(async () => {
	for (const [code, number, given] of [[ours, 'A1', 'Ada'], [theirs, 'B1', 'Bea']]) {
		service(['exec', 'muster', 'organization', 'add', code, `Works ${code}`, '--zone', 'America/New_York']);
		addPerson(code, number, given, 'Admin');
		service(['exec', 'muster', 'user', 'add', '--organization', code, '--employee', number, '--role', 'administrator', '--password-stdin'], `${password}\n`);
	}
	addPerson(ours, 'E1', 'Ed', 'Employee');
	service(['exec', 'muster', 'user', 'add', '--organization', ours, '--employee', 'E1', '--password-stdin'], `${password}\n`);
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function open({ name = 'ada', width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	await page.goto(`${site}/sign-in?next=/account`);
	await page.fill('[name=login]', login(name));
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	return page;
}

const go = (page, path) => page.goto(site + path);
const send = page => page.click('main form button[type=submit].btn-primary');
const main = page => page.textContent('main');

async function isGood(page, name) {
	const html = await page.content();
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), [], name);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wider <= 0, `${name} scrolls sideways by ${wider} px`);
	const response = await page.request.get(page.url());
	const report = await validator.validateString(response.ok() ? await response.text() : html);
	assert.deepEqual(report.results.flatMap(result => result.messages.map(at => `${at.line}: ${at.message} (${at.ruleId})`)), [], name);
	if (process.env.MUSTER_SHOTS)
		await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/${name}-${page.viewportSize().width}.png`, fullPage: true });
}

for (const javaScriptEnabled of [true, false]) {
	test(`an establishment with areas and hours, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const code = javaScriptEnabled ? 'DAY1' : 'DAY2';
		const page = await open({ width: 390, javaScriptEnabled });
		await go(page, '/admin/places/new');
		await page.fill('[name=code]', code);
		await page.fill('[name=name]', `Plant ${code}`);
		await page.fill('[name=state]', 'OH');
		await page.fill('[name=naics_code]', '332710');
		await page.fill('[name=ein]', '12');
		await page.selectOption('[name=keeps_records]', 'yes');
		await send(page);
		assert.match(await page.textContent('.problems'), /nine digits/);
		assert.equal(await page.inputValue('[name=name]'), `Plant ${code}`);
		await page.fill('[name=ein]', '123456789');
		await page.fill('[name=naics_code]', '332799');
		await send(page);
		assert.match(await page.textContent('.problems'), /no such industry/);
		await page.fill('[name=naics_code]', '332710');
		await send(page);
		assert.equal(new URL(page.url()).pathname, `/admin/places/${place(code)}`);
		assert.match(await main(page), /Machine Shops/);

		for (const [area, parent] of [['HALL', ''], ['LINE1', 'Name HALL']]) {
			await go(page, `/admin/places/${place(code)}/areas/new`);
			await page.fill('[name=code]', area);
			await page.fill('[name=name]', `Name ${area}`);
			if (parent)
				await page.selectOption('[name=parent_id]', { label: parent });
			await send(page);
		}
		assert.deepEqual(await page.$$eval('td.main-cell', cells => cells.map(cell => cell.textContent.trim())), ['Name HALL', '— Name LINE1']);
		await page.click('a:text-is("Name HALL")');
		await page.selectOption('[name=parent_id]', { label: '– Name LINE1' });
		await send(page);
		assert.match(await page.textContent('.problems'), /circle/);
		await page.selectOption('[name=parent_id]', '');
		await page.uncheck('[name=is_active]');
		await send(page);
		assert.match(await main(page), /Name HALL Retired/);
		await go(page, `/admin/places/${place(code)}/areas/new`);
		assert.equal(await page.locator('[name=parent_id] option').count(), 1, 'what is below a retired area is not offered either');

		await go(page, `/admin/places/${place(code)}/hours/new`);
		await page.fill('[name=year]', '2025');
		if (javaScriptEnabled)
			await page.click('summary:has-text("Work out")');
		else
			await page.locator('summary:has-text("Work out")').click();
		await page.fill('[name=paid]', '10\n11\n12 12');
		await page.click('[name=calculate]');
		assert.equal(await page.inputValue('[name=annual_average_employees]'), '12');
		await page.fill('[name=total_hours_worked]', '24,000');
		await send(page);
		assert.match(await main(page), /2025\s*12\s*24,000/);
		await page.context().close();
	});

	test(`an import, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const mine = javaScriptEnabled ? 'J' : 'N';
		const page = await open({ javaScriptEnabled });
		await go(page, '/admin/import/people');
		await send(page);
		assert.match(await page.textContent('.problems'), /Choose a file/);
		await page.setInputFiles('[name=file]', {
			name: 'staff.csv', mimeType: 'text/csv',
			buffer: Buffer.from(`Employee number;Given name;Family name;Manager\r\n${mine}2;Jos\xe9;Ruiz;${mine}1\r\n${mine}1;Chief;Ruiz;A1\r\n${mine}3;;Nameless;\r\n`, 'latin1'),
		});
		await send(page);
		const text = (await main(page)).replace(/\s+/g, ' ');
		assert.match(text, /New ?2.*Refused ?1/);
		assert.match(text, new RegExp(`4 ?${mine}3 ?Refused ?Given name ?Fill this in`));
		assert.equal(person(`${mine}1`), '', 'nothing is written by looking a file through');
		await page.click('button:has-text("without the refused")');
		assert.match(await main(page), /has been imported/);
		await go(page, '/admin/people?q=jose');
		assert.match(await main(page), /Ruiz, José/);
		await go(page, `/admin/people/${person(`${mine}2`)}`);
		assert.match((await main(page)).replace(/\s+/g, ' '), /Reports to.*Chief Ruiz.*Ada Admin/);
		assert.equal(sql(`SELECT COUNT(*) FROM import_batch WHERE content IS NOT NULL AND state = 'done'`), '0');
		await page.context().close();
	});
}

test('both versions are shown when somebody else was faster', async () => {
	const page = await open(), other = await open();
	sql(`INSERT INTO unit (organization_id, kind, code, name) SELECT id, 'team', 'T1', 'Night shift' FROM organization WHERE code = '${ours}'`);
	const id = sql(`SELECT MAX(id) FROM unit`);
	for (const each of [page, other])
		await go(each, `/admin/units/${id}`);
	await other.fill('[name=name]', 'Late shift');
	await send(other);
	await page.fill('[name=name]', 'Nights');
	const answer = page.waitForResponse(response => response.request().method() === 'POST');
	await send(page);
	assert.equal((await answer).status(), 409);
	assert.match((await main(page)).replace(/\s+/g, ' '), /Name ?Late shift ?Nights/);
	await isGood(page, 'conflict');
	await send(page);
	assert.equal(sql(`SELECT name FROM unit WHERE id = ${id}`), 'Nights');
	assert.equal(sql(`SELECT COUNT(*) FROM audit_entry WHERE subject = 'unit' AND subject_id = ${id}`), '2');
	await page.context().close();
	await other.context().close();
});

test('a person, the manager by name, and particulars apart from the rest', async () => {
	const page = await open();
	await go(page, '/admin/people/new');
	await page.fill('[name=employee_number]', 'P1');
	await page.fill('[name=given_name]', 'Pat');
	await page.fill('[name=family_name]', 'Worker');
	await page.selectOption('[name=employment]', 'payroll');
	await page.fill('[name=manager]', 'nobody like that');
	await send(page);
	assert.match(await page.textContent('#f-manager-problem'), /Nobody/);
	await page.fill('[name=manager]', 'ada');
	await send(page);
	assert.match(await main(page), /Ada Admin/);
	const id = person('P1');
	await go(page, `/admin/people/${id}/particulars`);
	await page.fill('[name=born_on]', '1990-05-01');
	await page.fill('[name=street]', '77 Hidden Lane');
	await send(page);
	assert.doesNotMatch(await page.content(), /Hidden Lane|1990/);
	assert.equal(sql(`SELECT COUNT(*) FROM audit_entry WHERE subject = 'person' AND subject_id = ${id} AND changes LIKE '%Hidden%'`), '0');
	await go(page, `/admin/people/${id}/edit`);
	assert.equal(await page.inputValue('[name=manager]'), 'A1 Ada Admin');
	sql(`UPDATE person SET manager_id = NULL, version = version + 1 WHERE id = ${id}`);
	await page.fill('[name=manager]', 'E1');
	await send(page);
	assert.match((await page.textContent('.problems')).replace(/\s+/g, ' '), /Manager ?– ?E1 Ed Employee/);
	await send(page);
	assert.match(await main(page), /Ed Employee/);
	await page.context().close();
});

test('pages of people go on and back', async () => {
	sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, job_title, created_at, updated_at)
		SELECT o.id, UUID(), CONCAT('Z', LPAD(seq, 4, '0')), 'Zed', CONCAT('Zz', LPAD(seq, 4, '0')), 'Tester', NOW(6), NOW(6)
		FROM organization o JOIN seq_1_to_120 WHERE o.code = '${ours}'`);
	const page = await open();
	await go(page, '/admin/people?q=zed');
	const names = () => page.$$eval('td.main-cell a', links => links.map(link => link.textContent));
	const first = await names();
	assert.equal(first.length, 50);
	await page.click('[rel=next]');
	assert.equal((await names())[0], 'Zz0051, Zed');
	await page.click('[rel=next]');
	assert.equal((await names()).length, 20);
	assert.equal(await page.locator('[rel=next]').count(), 0);
	await page.click('[rel=prev]');
	await page.click('[rel=prev]');
	assert.deepEqual(await names(), first);
	assert.equal(await page.locator('[rel=prev]').count(), 0);
	await page.context().close();
});

test('nobody but an administrator comes here, and never into another organization', async () => {
	const employee = await open({ name: 'ed' }), stranger = await open({ name: 'bea' });
	const id = place('DAY1'), who = person('E1');
	const batch = sql(`SELECT b.uuid FROM import_batch b JOIN organization o ON o.id = b.organization_id WHERE o.code = '${ours}' LIMIT 1`);
	const area = sql(`SELECT MIN(id) FROM area WHERE establishment_id = ${id}`);
	for (const path of [`/admin/places/${id}`, `/admin/places/${id}/edit`, `/admin/places/${id}/areas`, `/admin/places/${id}/areas/${area}`,
		`/admin/places/${id}/hours`, `/admin/places/${id}/hours/2025`, `/admin/people/${who}`, `/admin/people/${who}/particulars`, `/admin/import/batches/${batch}`]) {
		assert.equal((await go(stranger, path)).status(), 404, path);
		assert.ok([403, 404].includes((await go(employee, path)).status()), path);
	}
	for (const path of ['/admin/places', '/admin/people', '/admin/units?kind=team', '/admin/import'])
		assert.doesNotMatch(await (await go(stranger, path)).text(), /DAY1|Employee, Ed|Nights|staff\.csv/, path);
	await employee.context().close();
	await stranger.context().close();
});

for (const width of [390, 1440]) {
	test(`pages are accessible at ${width} px`, async () => {
		const page = await open({ width });
		const id = place('DAY1');
		const batch = sql(`SELECT b.uuid FROM import_batch b JOIN organization o ON o.id = b.organization_id WHERE o.code = '${ours}' LIMIT 1`);
		const area = sql(`SELECT MIN(id) FROM area WHERE establishment_id = ${id}`);
		for (const [name, path] of [['places', '/admin/places'], ['place', `/admin/places/${id}`], ['place-edit', `/admin/places/${id}/edit`],
			['areas', `/admin/places/${id}/areas`], ['area', `/admin/places/${id}/areas/${area}`], ['hours', `/admin/places/${id}/hours`],
			['year', `/admin/places/${id}/hours/2025`], ['units', '/admin/units?kind=team'], ['people', '/admin/people'], ['person', `/admin/people/${person('P1')}`],
			['person-edit', `/admin/people/${person('P1')}/edit`], ['particulars', `/admin/people/${person('P1')}/particulars`], ['import', '/admin/import'],
			['import-people', '/admin/import/people'], ['batch', `/admin/import/batches/${batch}`]]) {
			await go(page, path);
			await isGood(page, name);
		}
		await page.context().close();
	});
}
