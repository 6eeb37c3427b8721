// The OSHA pages in a browser before a running instance: deciding a case, its days, Form 301, the log,
// certification, electronic filing, the list of privacy cases. The test brings its own organization.
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
const organization = `osha-${mark}`;
const password = 'correct horse battery';
const login = (name) => `${name}-${mark}@example.com`;
const year = new Date().getUTCFullYear() - 1;
const people = {};
// The label lies over its radio button; a click on it is a click on the button.
const over = { force: true };
let browser;

const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = (text) => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();

function addAccount(name, given, family, ...role) {
	sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
		SELECT id, UUID(), '${name}', '${given}', '${family}', '${login(name)}', NOW(6), NOW(6) FROM organization WHERE code = '${organization}'`);
	service(['exec', 'muster', 'user', 'add', '--organization', organization, '--employee', name, '--password-stdin', ...role], `${password}\n`);
}

// An incident with one injured person; returns the address of the person's case.
function addCase(key, number, name, injury) {
	sql(`INSERT INTO incident (organization_id, uuid, number, register, status, title, description, occurred_at, reported_at,
		establishment_id, severity, source, created_at, updated_at) SELECT o.id, UUID(), '${number}', 'safety', 'new', 'Injury',
		'A person was hurt', '${year}-03-02 15:00', '${year}-03-02 15:10', e.id, 'medium', 'wizard', NOW(6), NOW(6)
		FROM organization o JOIN establishment e ON e.organization_id = o.id WHERE o.code = '${organization}';
		INSERT INTO injured_person (organization_id, uuid, incident_id, full_name, job_title, injury, created_at, updated_at)
		SELECT i.organization_id, UUID(), i.id, '${name}', 'Welder', '${injury}', NOW(6), NOW(6) FROM incident i
		JOIN organization o ON o.id = i.organization_id WHERE o.code = '${organization}' AND i.number = '${number}'`);
	const uuid = sql(`SELECT p.uuid FROM injured_person p JOIN organization o ON o.id = p.organization_id
		WHERE o.code = '${organization}' AND p.full_name = '${name}'`);
	people[key] = `${site}/incidents/${number}/people/${uuid}/case`;
}

before(async () => {
	sql(`INSERT INTO organization (code, name, zone, created_at) VALUES ('${organization}', 'Recording Works', 'America/New_York', NOW(6));
		INSERT INTO establishment (organization_id, uuid, code, name, company_name, ein, street, city, state, zip, naics_code, naics_vintage,
		industry_description, ownership, zone, keeps_records, created_at, updated_at) SELECT id, UUID(), 'REC1', 'Recording plant ${mark}', 'Recording Works Inc',
		'123456789', '1 Main Street', 'Dayton', 'OH', '45402', '332710', 2022, 'Machine shops', 'private', 'America/New_York', 'yes', NOW(6), NOW(6)
		FROM organization WHERE code = '${organization}'`);
	addAccount('kay', 'Kay', 'Keeper', '--role', 'ehs_specialist');
	addAccount('ed', 'Ed', 'Employee');
	addCase('cut', `INC-${year}0302-0001`, 'Jo Field', 'Cut on left hand, sheet metal');
	addCase('needle', `INC-${year}0302-0002`, 'Lee Quiet', 'Needlestick, right hand');
	addCase('away', `INC-${year}0302-0003`, 'Max Away', 'Sprained ankle, stairs');
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function open({ name = 'kay', width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	page.setDefaultTimeout(8000);
	await page.goto(`${site}/sign-in`);
	await page.fill('[name=login]', login(name));
	await page.fill('[name=password]', password);
	await submit(page, 'main button[type=submit]');
	return page;
}

// A form is sent and its answer is there.
async function submit(page, button) {
	const answered = page.waitForEvent('framenavigated');
	await page.click(button);
	await answered;
	await page.waitForLoadState();
}

async function isAccessible(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wider <= 0, `scrolls sideways by ${wider} px`);
}

async function shot(page, name) {
	if (process.env.MUSTER_SHOTS)
		await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/osha-${name}-${page.viewportSize().width}.png`, fullPage: true });
}

// The questions that everybody is asked, answered for an ordinary injury at work.
async function answer(page, { treatments, away = 'no', special } = {}) {
	await page.check('[name=abnormal_condition][value=yes]', over);
	await page.selectOption('[name=kind]', 'injury');
	await page.check('[name=work_env][value=yes]', over);
	await page.selectOption('[name=cause]', 'work');
	await page.selectOption('[name=exception]', 'none');
	await page.check('[name=new_case][value=yes]', over);
	await page.check('[name=lost_consciousness][value=no]', over);
	await page.selectOption('[name=diagnosis]', 'none');
	await page.check(`[name=has_away][value=${away}]`, over);
	await page.check('[name=has_restricted][value=no]', over);
	for (const treatment of treatments)
		await page.check(`[name=treatment][value=${treatment}]`, over);
	await page.fill('[name=occurred_where]', 'Press shop');
	if (special) {
		await page.evaluate(() => { document.querySelector('form details').open = true; });
		await page.selectOption('[name=special]', special);
	}
	await submit(page, 'main form[action$="/case"] button[type=submit]');
}

test('a cut with stitches is recordable, by paragraph, on a phone without scripts', async () => {
	const page = await open({ width: 390, javaScriptEnabled: false });
	await page.goto(people.cut);
	assert.match(await page.textContent('#verdict'), /Not decided yet/);
	await answer(page, { treatments: ['clean', 'sutures'] });
	const verdict = await page.textContent('#verdict');
	assert.match(verdict, /Recordable, column J/);
	assert.match(verdict, /1904\.7\(b\)\(5\)/);
	await page.context().close();
});

test('the case page is accessible and says what would change it', async () => {
	for (const width of [390, 1440]) {
		const page = await open({ width });
		await page.goto(people.cut);
		await isAccessible(page);
		await shot(page, 'case');
		const page_text = await page.textContent('main');
		assert.match(page_text, /First aid only\s*→\s*not recordable/);
		assert.match(page_text, /History/);
		await page.context().close();
	}
});

test('a case is overridden only with a reason', async () => {
	const page = await open();
	await page.goto(people.cut);
	await page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });
	await page.selectOption('[name=override]', 'no');
	await submit(page, 'form[action$="/override"] button[type=submit]');
	assert.match(await page.textContent('.problems'), /Say why/);
	await page.context().close();
});

test('days are counted from ranges and shown in a calendar', async () => {
	const page = await open();
	await page.goto(people.away);
	await answer(page, { treatments: ['cold'], away: 'yes' });
	assert.match(page.url(), /\/case\/days/);
	await page.selectOption('[name="ranges.0.status"]', 'away');
	await page.fill('[name="ranges.0.first"]', `${year}-03-03`);
	await page.fill('[name="ranges.0.last"]', `${year}-03-08`);
	await submit(page, 'form[action$="/days"] button[type=submit]');
	assert.equal((await page.textContent('#days-away')).trim(), '6');
	assert.equal(await page.locator('[data-day=away]').count(), 6);
	await isAccessible(page);
	await shot(page, 'days');
	await page.setViewportSize({ width: 390, height: 900 });
	await isAccessible(page);
	await shot(page, 'days');
	await page.goto(people.away);
	assert.match(await page.textContent('#verdict'), /Recordable, column H/);
	await page.context().close();
});

test('a needlestick has no name on the log; its name is read only on the list', async () => {
	const page = await open();
	await page.goto(people.needle);
	await answer(page, { treatments: ['none'], special: 'needlestick_contaminated' });
	await page.goto(`${site}/osha/REC1/${year}/log`);
	const ledger = await page.textContent('.ledger');
	assert.match(ledger, /privacy case/i);
	assert.doesNotMatch(ledger, /Lee Quiet/);
	assert.match(ledger, /Jo Field/);
	assert.equal(await page.textContent('#total-h'), '1');
	assert.equal(await page.textContent('#total-k'), '6');
	assert.equal(await page.textContent('#total-j'), '2');
	await isAccessible(page);
	await shot(page, 'log');
	await page.goto(`${site}/osha/REC1/${year}/privacy`);
	assert.match(await page.textContent('main'), /Lee Quiet/);
	await isAccessible(page);
	const readings = sql(`SELECT COUNT(*) FROM audit_entry a JOIN organization o ON o.id = a.organization_id
		WHERE o.code = '${organization}' AND a.action = 'osha.privacy_list_read'`);
	assert.equal(readings, '1');
	await page.context().close();
});

test('Form 301 names what is missing until it is complete', async () => {
	const page = await open();
	await page.goto(`${people.cut}/report`);
	assert.ok(await page.locator('#gaps li').count() > 3);
	await isAccessible(page);
	await shot(page, 'report');
	const texts = { street: '2 Oak Street', city: 'Dayton', state: 'OH', zip: '45402', born_on: '1980-01-01', hired_on: '2010-05-01',
		event_at: '10:00', before_event: 'Moving sheets', what_happened: 'A sheet slipped', injury: 'Cut on left hand', harmful_object: 'Sheet metal' };
	for (const [name, value] of Object.entries(texts))
		await page.fill(`[name=${name}]`, value);
	await page.selectOption('[name=sex]', 'F');
	await page.check('[name=emergency_room][value=no]', over);
	await page.check('[name=inpatient][value=no]', over);
	await submit(page, 'form[action$="/report"] button[type=submit]');
	assert.ok(await page.locator('#complete').isVisible(), await page.locator('#gaps').textContent().catch(() => ''));
	await page.context().close();
});

test('an amputation must be told to OSHA within a day, and it is recorded that it was', async () => {
	const page = await open();
	await page.goto(`${people.away}/urgent`);
	await page.fill('[name=amputation_at]', `${year}-03-02T10:05`);
	await page.fill('[name=severe_known_at]', `${year}-03-02T10:30`);
	await submit(page, 'form[action$="/urgent"] button[type=submit]');
	assert.match(await page.textContent('.notice-error'), /Tell OSHA: Amputation/);
	await page.goto(people.away.replace(/people.*/, 'osha'));
	assert.match(await page.textContent('.notice-error'), /Tell OSHA: Amputation/);
	await isAccessible(page);
	await page.goto(`${people.away}/urgent`);
	await isAccessible(page);
	await shot(page, 'urgent');
	await page.selectOption('[name=event]', 'amputation');
	await page.selectOption('[name=channel]', 'hotline');
	await page.fill('[name=told_at]', `${year}-03-02T11:00`);
	await page.fill('[name=confirmation]', 'REF-7');
	await submit(page, 'form[action$="/notices"] button[type=submit]');
	assert.equal(await page.locator('.notice-error').count(), 0);
	assert.match(await page.textContent('main'), /REF-7/);
	await page.context().close();
});

test('the summary is certified with the password and says what changed since', async () => {
	const page = await open();
	await page.goto(`${site}/osha/REC1/${year}/summary`);
	await page.fill('[name=annual_average_employees]', '120');
	await page.fill('[name=total_hours_worked]', '240000');
	await page.fill('[name=peak_employees]', '130');
	await submit(page, 'form[action$="/figures"] button[type=submit]');
	const sign = async (word) => {
		await page.fill('[name=executive]', 'Chris Chief');
		await page.selectOption('[name=executive_standing]', 'officer');
		await page.fill('[name=title]', 'Vice President');
		await page.fill('[name=phone]', '937-555-0100');
		await page.fill('[name=password]', word);
		await submit(page, 'form[action$="/certification"] button[type=submit]');
	};
	await sign(password);
	assert.equal(await page.locator('#certifications').count(), 0);
	assert.match(await page.textContent('main'), /Accept the signature policy once/);
	await page.check('[name=accepts_policy]');
	await sign('not the password');
	assert.equal(await page.locator('#certifications').count(), 0);
	await page.check('[name=accepts_policy]');
	await sign(password);
	assert.equal(await page.locator('[name=accepts_policy]').count(), 0);
	assert.match(await page.textContent('#certifications'), /Chris Chief/);
	assert.equal(await page.locator('#changed').count(), 0);
	const file = await page.request.get(new URL(await page.getAttribute('#certifications a', 'href'), site).href);
	assert.equal(file.status(), 200);
	assert.equal((await file.body()).subarray(0, 5).toString(), '%PDF-');
	await page.goto(`${people.away}/days`);
	await page.fill('[name="ranges.0.last"]', `${year}-03-12`);
	await submit(page, 'form[action$="/days"] button[type=submit]');
	await page.goto(`${site}/osha/REC1/${year}/summary`);
	assert.match(await page.textContent('#changed'), /Days away from work: ?6 ?10/);
	await isAccessible(page);
	await shot(page, 'summary');
	await page.setViewportSize({ width: 390, height: 900 });
	await isAccessible(page);
	await shot(page, 'summary');
	await page.context().close();
});

test('the log can be read as it stood and compared', async () => {
	const page = await open();
	await page.goto(`${site}/osha/REC1/${year}/history?from=${year}-01-01`);
	assert.ok(await page.locator('.log-change').count() > 0);
	assert.match(await page.textContent('.log-change'), /added/);
	await isAccessible(page);
	await shot(page, 'history');
	await page.click('a[href*="as_of="]');
	assert.match(await page.textContent('main'), /The log as it stood on/);
	assert.match(await page.textContent('tbody'), /No recordable case in this year/);
	const csv = await page.request.get(new URL(await page.getAttribute('a[href*="format=csv"]', 'href'), site).href);
	assert.equal(csv.status(), 200);
	assert.equal((await csv.text()).trim().split('\n').length, 1);
	assert.equal((await page.request.get(`${site}/download/osha300?establishment=REC1&year=${year}&format=csv&as_of=soon`)).status(), 422);
	await page.goto(`${site}/osha/REC1/${year}/history?from=${year + 5}-01-01`);
	assert.match(await page.textContent('main'), /Nothing changed/);
});

test('electronic filing names each record and field that stands in the way', async () => {
	const page = await open();
	await page.goto(`${site}/osha/REC1/${year}/ita`);
	assert.ok(await page.locator('#case-file button[disabled]').isVisible());
	assert.ok(await page.locator('#case-file tbody tr').count() > 0);
	assert.ok(await page.locator('#summary-file a.btn-primary').isVisible(), await page.textContent('#summary-file'));
	await isAccessible(page);
	await shot(page, 'ita');
	await page.goto(`${site}/osha?year=${year}&rules=yes`);
	assert.match(await page.textContent('main'), /Changed since certification/);
	assert.match(await page.textContent('main'), /\d+ errors/);
	await isAccessible(page);
	await shot(page, 'overview');
	await page.setViewportSize({ width: 390, height: 900 });
	await isAccessible(page);
	await shot(page, 'overview');
	await page.context().close();
});

test('what is not due yet, or not needed, is no alarm', async () => {
	const page = await open();
	await page.goto(`${site}/osha?year=${year + 1}`);
	const lights = page.locator('[data-label=Certified] .light, [data-label=Posted] .light, [data-label=Filed] .light');
	assert.deepEqual((await lights.allInnerTexts()).slice(0, 2).map(text => text.trim()), [`Due 1 Feb ${year + 2}`, `Due 1 Feb ${year + 2}`]);
	assert.equal(await page.locator('[data-label=Certified] .light-quiet').count(), 1);
	await isAccessible(page);
	sql(`UPDATE establishment e JOIN organization o ON o.id = e.organization_id SET e.keeps_records = 'exempt_size' WHERE o.code = '${organization}'`);
	await page.reload();
	assert.equal(await page.locator('td .light').count(), await page.locator('td .light-quiet').count());
	sql(`UPDATE establishment e JOIN organization o ON o.id = e.organization_id SET e.keeps_records = 'yes' WHERE o.code = '${organization}'`);
	await page.context().close();
});

test('a case goes only to a log that its keeper keeps as well', async () => {
	sql(`INSERT INTO establishment (organization_id, uuid, code, name, zone, keeps_records, created_at, updated_at) SELECT id, UUID(), 'REC2',
		'Other plant ${mark}', 'America/New_York', 'yes', NOW(6), NOW(6) FROM organization WHERE code = '${organization}'`);
	addAccount('lim', 'Lim', 'Limited', '--role', 'ehs_specialist', '--establishment', 'REC1');
	const page = await open({ name: 'lim' });
	await page.goto(people.cut);
	await page.selectOption('[name=establishment_id]', { label: `REC2 · Other plant ${mark}` });
	await submit(page, 'main button:has-text("Decide and keep")');
	assert.match(await page.locator('#problems').innerText(), /do not keep the log/);
	await page.context().close();
});

test('a past log is looked through, corrected and brought in once', async () => {
	const page = await open();
	const head = 'case_number,employee_name,job_title,injury_date,where,description,outcome,days_away,days_restricted,type';
	const line = (n, outcome) => `P${n},Past Person ${n},Welder,${year - 1}-04-0${n},Hall A,Burned hand ${n},${outcome},0,0,1`;
	const file = (...lines) => ({ name: 'past.csv', mimeType: 'text/csv', buffer: Buffer.from([head, ...lines].join('\r\n')) });
	const cases = () => sql(`SELECT COUNT(*) FROM osha_case c JOIN organization o ON o.id = c.organization_id
		WHERE o.code = '${organization}' AND c.year = ${year - 1}`);
	const look = async (...lines) => {
		await page.goto(`${site}/osha/import`);
		await isAccessible(page);
		await page.setInputFiles('[name=file]', file(...lines));
		if (await page.locator('select[name=establishment]').count())
			await page.selectOption('[name=establishment]', { index: 1 });
		await page.fill('[name=year]', String(year - 1));
		await submit(page, 'main form button[type=submit]');
	};
	await look(line(1, 'J'), line(2, 'X'));
	assert.match(await page.textContent('main'), /Past Person 2|P2/);
	assert.equal(await page.locator('button[value=all]').count(), 0, 'not while a line is refused');
	assert.equal(cases(), '0', 'nothing changes before one says so');
	await isAccessible(page);
	await look(line(1, 'J'), line(2, 'J'));
	await submit(page, 'button[value=all]');
	assert.match(await page.textContent('main'), /The cases are in the log/);
	assert.equal(cases(), '2');
	await page.goto(`${site}/osha/REC1/${year - 1}/log`);
	assert.match(await page.textContent('main table'), /Past Person 2/);
	for (const href of await page.$$eval('.page-actions a[href*="osha-pack"]', all => all.map(a => a.href)))
		assert.equal((await page.request.get(href)).status(), 200, href);
	await look(line(1, 'J'), line(2, 'J'));
	assert.match(await page.textContent('.facts'), /In the log already\s*2/);
	assert.equal(cases(), '2');
});

test('an employee sees none of it', async () => {
	const page = await open({ name: 'ed' });
	for (const address of [people.cut, `${site}/osha`, `${site}/osha/REC1/${year}/log`, `${site}/osha/REC1/${year}/privacy`]) {
		const answer_given = await page.request.get(address);
		assert.ok([403, 404].includes(answer_given.status()), `${address}: ${answer_given.status()}`);
	}
	await page.context().close();
});
