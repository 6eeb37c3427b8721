// An incident from its report to Closed with five people in five roles, in an organization of its own: a rejection, a
// lock, every refusal to close with its words, the answer to the reporter. The instance is that of MUSTER_VAR and MUSTER_PORT.
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
const code = `life-${mark}`;
const password = 'correct horse battery';
const login = name => `${name}-${mark}@example.com`;
const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = text => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
const here = `(SELECT id FROM organization WHERE code = '${code}')`;
const person = name => `(SELECT id FROM person WHERE organization_id = ${here} AND employee_number = '${name}')`;
const people = {
	rob: ['Rob', 'Reporter', 'employee'], mia: ['Mia', 'Manager', 'supervisor'], ivan: ['Ivan', 'Investigator', 'investigator'],
	ann: ['Ann', 'Approver', 'superadmin'], eve: ['Eve', 'Specialist', 'ehs_specialist'],
};
const phone = { viewport: { width: 390, height: 844 } };
const pages = {};
let browser, number, record, action;

before(async () => {
	sql(`INSERT INTO organization (code, name, zone, created_at) VALUES ('${code}', 'Life Works', 'America/New_York', NOW(6));
		SET @org = ${here};
		INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at)
			VALUES (@org, UUID(), 'MILL', 'River Mill', 'America/New_York', NOW(6), NOW(6));`);
	for (const [name, [given, family, role]] of Object.entries(people)) {
		sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, establishment_id, created_at, updated_at)
			SELECT ${here}, UUID(), '${name}', '${given}', '${family}', '${login(name)}', id, NOW(6), NOW(6)
			FROM establishment WHERE organization_id = ${here}`);
		service(['exec', 'muster', 'user', 'add', '--organization', code, '--employee', name, '--password-stdin', '--role', role,
			...(role === 'supervisor' ? ['--establishment', 'MILL'] : [])], `${password}\n`);
	}
	sql(`INSERT INTO assignment_rule (organization_id, position, name, establishment_id, manager_id)
		SELECT organization_id, 1, 'River Mill', id, ${person('mia')} FROM establishment WHERE organization_id = ${here}`);
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
	for (const name of Object.keys(people))
		pages[name] = await signIn(name, name === 'rob' ? phone : name === 'ivan' ? { ...phone, javaScriptEnabled: false } : {});
});

after(() => browser?.close());

async function signIn(name, options) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(10_000);
	await page.goto(`${site}/sign-in`);
	await page.fill('[name=login]', login(name));
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
	return page;
}

async function isAccessible(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wider <= 0, `${page.url()} scrolls sideways by ${wider} px`);
}

const text = page => page.textContent('main');
const status = () => sql(`SELECT status FROM incident WHERE organization_id = ${here} AND number = '${number}'`);
const send = (page, button) => Promise.all([page.waitForNavigation(), page.click(button)]);

async function sign(page) {
	if (await page.locator('[name=accepts_policy]').count()) await page.check('[name=accepts_policy]');
	await page.fill('[name=password]', password);
	await send(page, 'main form.card button[type=submit]');
}

// The page draws why a step is blocked, and asking for it all the same is refused with the same words.
async function cannotClose(page, ...reasons) {
	await page.goto(record);
	const drawn = await page.textContent('.path-steps > li:has(strong:text-is("Close"))');
	const answer = await page.goto(`${record}/status/closed`);
	assert.equal(answer.status(), 423);
	for (const reason of reasons) {
		assert.ok(drawn.includes(reason), `the record lacks: ${reason}`);
		assert.equal((await text(page)).split(reason).length, 2, `the refusal says once: ${reason}`);
	}
}

test('an employee reports on a phone', async () => {
	const page = pages.rob;
	await page.goto(`${site}/report`);
	await page.click('.door-urgent');
	await page.fill('[name=description]', 'Hand caught in the slicer. The guard was off.');
	await page.click('.form-actions button[value=next]');
	await page.check('[name=severity][value=medium]', { force: true });
	await page.click('.form-actions button[value=next]');
	await page.fill('[name="injured.0.full_name"]', 'Rob Reporter');
	await page.fill('[name="injured.0.injury"]', 'Cut finger, left hand');
	await page.selectOption('[name="injured.0.care"]', 'first_aid');
	await page.click('.form-actions button[value=next]');
	await page.waitForSelector('dl.answers');
	await isAccessible(page);
	await page.click('.form-actions button[type=submit]');
	number = await page.getAttribute('.receipt', 'data-number');
	assert.match(number, /^INC-\d{8}-\d{4,}$/);
	record = `${site}/incidents/${number}`;
	assert.match(await text(page), /Mia Manager/);
	assert.equal(status(), 'new');
});

test('the incident manager opens, records impacts and asks for an investigation', async () => {
	const page = pages.mia;
	await page.goto(`${site}/`);
	assert.ok(await page.locator(`a[href="/incidents/${number}"]`).count(), 'it waits on My work');
	await page.goto(record);
	assert.equal(status(), 'under_review');
	await isAccessible(page);
	await page.goto(`${record}/impacts/people/new`);
	await page.fill('[name=full_name]', 'Dora Driver');
	await page.fill('[name=injury]', 'Bruised arm');
	await page.selectOption('[name=care]', { index: 1 });
	await send(page, 'main form.card button[type=submit]');
	await page.goto(`${record}/impacts/costs/new`);
	await page.selectOption('[name=kind]', { index: 1 });
	await page.selectOption('[name=basis]', 'actual');
	await page.fill('[name=amount]', '1250.50');
	await send(page, 'main form.card button[type=submit]');
	await page.goto(record);
	assert.match(await page.textContent('#total-cost'), /1,250\.50/);
	assert.match(await page.textContent('#part-people'), /Rob Reporter.*Dora Driver/s);

	await page.goto(`${record}/configuration`);
	await page.check('[name=investigation_required]');
	await page.selectOption('[name=investigation_lead_id]', { label: 'Ivan Investigator' });
	await page.selectOption('[name=investigation_approver_id]', { label: 'Ann Approver' });
	await send(page, 'main form.card button[type=submit]');
	assert.equal(status(), 'investigation');
	await isAccessible(page);
	assert.match(await text(page), /Basic details are locked in this state/);
});

test('the investigator finds the cause without scripts and submits it with a signature', async () => {
	const page = pages.ivan, tab = `${record}/investigation`;
	await page.goto(tab);
	await page.goto(`${tab}/settings`);
	await page.check('[name=has_whys]');
	await send(page, 'main form.card button[type=submit]');
	await page.goto(`${tab}/evidence`);
	await page.fill('[name=title]', 'Guard found on the floor');
	await page.selectOption('[name=kind]', 'physical');
	await send(page, 'main form.card button[type=submit]');
	await page.goto(`${tab}/whys`);
	await page.fill('[name=problem]', 'A hand was caught');
	await send(page, 'text=Add the problem');
	await page.fill('[name=answer]', 'The guard was off');
	await page.click('.rung-more summary');
	await page.check('.rung-more [name=evidence]');
	await send(page, 'text=Add the answer');
	await page.fill('[name=answer]', 'Cleaning takes place without a lockout');
	await page.click('.rung-more summary');
	await page.check('.rung-more [name=is_assumption]');
	await send(page, 'text=Add the answer');
	await send(page, 'text=This is the root cause');
	await page.goto(`${tab}/causes`);
	await page.click('a:has-text("Edit")');
	await page.selectOption('[name=factor]', 'maintenance.inspection');
	await send(page, 'main form.card button[type=submit]');
	await page.goto(`${tab}/conclusion`);
	await page.fill('[name=conclusion]', 'Cleaning without a lockout.');
	await send(page, 'button[value=save]');
	await page.goto(`${tab}/submit`);
	await sign(page);
	assert.match(await text(page), /Pending approval/);
	assert.equal((await page.goto(`${tab}/decision`)).status(), 403);
});

test('the approver rejects, the investigator reworks, the approver signs', async () => {
	const lead = pages.ivan, approver = pages.ann, tab = `${record}/investigation`;
	await approver.goto(`${tab}/decision`);
	await isAccessible(approver);
	await approver.selectOption('[name=decision]', 'rejected');
	await approver.fill('[name=comments]', 'Which machines are cleaned like that?');
	await sign(approver);
	assert.equal(status(), 'investigation');
	await lead.goto(tab);
	assert.match(await text(lead), /Which machines are cleaned like that/);
	await lead.goto(`${tab}/conclusion`);
	await lead.fill('[name=conclusion]', 'All three slicers are cleaned without a lockout.');
	await send(lead, 'button[value=save]');
	await lead.goto(`${tab}/submit`);
	await sign(lead);
	await approver.goto(`${tab}/decision`);
	await approver.selectOption('[name=decision]', 'approved');
	await sign(approver);
	assert.equal(status(), 'capa_pending');
	const lock = 'The investigation is locked in this state.';
	await lead.goto(tab);
	assert.ok((await text(lead)).includes(lock));
	await lead.goto(`${tab}/conclusion`);
	assert.equal(await lead.locator('main form').count(), 0, 'it can only be read');
});

test('an action comes from the cause and keeps the incident open until it is done', async () => {
	const creator = pages.mia, doer = pages.ivan, verifier = pages.eve;
	await creator.goto(`${record}/capa/new`);
	await creator.selectOption('[name=cause_id]', { index: 1 });
	await creator.fill('[name=title]', 'Fit an interlocked guard');
	await creator.selectOption('[name=strength]', 'engineering');
	await creator.fill('[name=responsible]', 'ivan');
	await creator.fill('[name=due_on]', '2031-01-31');
	await send(creator, 'main form.card button[type=submit]');
	action = `${site}${new URL(creator.url()).pathname}`;
	assert.match(action, /\/capas\/CAPA-/);
	await isAccessible(creator);
	await cannotClose(verifier, 'Actions are still open.', 'Nobody has answered the reporter.');

	await doer.goto(`${site}/`);
	await doer.click('text=Fit an interlocked guard');
	await doer.click('text=Mark as completed');
	await doer.setInputFiles('[name=files]', { name: 'test.txt', mimeType: 'text/plain', buffer: Buffer.from('Tested ten times.') });
	await send(doer, 'main form.card button[type=submit]');
	assert.equal((await doer.goto(`${action}/step/verify`)).status(), 403, 'nobody verifies own work');
	await verifier.goto(`${action}/step/verify`);
	await isAccessible(verifier);
	await sign(verifier);
	assert.match(await text(verifier), /Verified.*Eve Specialist/s);
	await cannotClose(verifier, 'Nobody has answered the reporter.');
	assert.ok(!(await text(verifier)).includes('Actions are still open.'));
});

test('with the answer to the reporter it is closed and signed, and the reporter reads both', async () => {
	const manager = pages.mia, closer = pages.eve, reporter = pages.rob;
	await manager.goto(`${record}/comments`);
	await manager.check('[name=audience][value=reporter]');
	await manager.fill('[name=body]', 'Thank you. All slicers have a guard now.');
	await send(manager, 'main form button:has-text("Add")');
	await closer.goto(`${record}/status/closed`);
	await closer.fill('[name=note], [name=reason]', 'Guard fitted and verified');
	await isAccessible(closer);
	if (await closer.locator('[name=accepts_policy]').count()) await closer.check('[name=accepts_policy]');
	await closer.fill('[name=password]', password);
	await send(closer, 'main button:has-text("Close")');
	assert.equal(status(), 'closed');
	const lock = 'Impacts are locked in this state.';
	await closer.goto(record);
	assert.ok((await text(closer)).includes(lock));
	assert.equal((await closer.goto(`${record}/impacts/costs/new`)).status(), 423);
	assert.ok((await text(closer)).includes(lock), 'the refusal has the words of the page');
	await closer.goto(`${record}/audit`);
	assert.match(await text(closer), /Guard fitted and verified/);

	await reporter.goto(record);
	assert.equal(await reporter.getAttribute('.record-line .badge-status', 'data-status'), 'closed');
	await isAccessible(reporter);
	await reporter.goto(`${record}/comments`);
	assert.match(await text(reporter), /All slicers have a guard now/);
	assert.equal(sql(`SELECT COUNT(*) FROM signature s JOIN incident i ON i.id = s.incident_id
		WHERE i.organization_id = ${here} AND i.number = '${number}'`), '6', 'two submissions, two decisions, a verification and the closing');
});
