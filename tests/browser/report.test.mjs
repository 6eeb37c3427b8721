// Reporting in a browser before a running instance: the wizard, the short form, drafts, files, problems beside fields.
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
const code = `report-${mark}`;
const password = 'correct horse battery';
let browser;
let signedIn;

const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = (text) => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
const ours = (text) => sql(`SET @o = (SELECT id FROM organization WHERE code = '${code}'); ${text}`);

before(async () => {
	sql(`INSERT INTO organization (code, name, zone, created_at) VALUES ('${code}', 'Reporting Works', 'America/Chicago', NOW(6))`);
	ours(`INSERT INTO establishment (organization_id, uuid, code, name, zone, emergency_phone, muster_point, created_at, updated_at)
		VALUES (@o, UUID(), 'DAY', 'Dayton plant', 'America/New_York', '937-555-0100', 'Car park North', NOW(6), NOW(6)),
		(@o, UUID(), 'OMA', 'Omaha depot', 'America/Chicago', '402-555-0199', 'Gate 2', NOW(6), NOW(6));
		SET @e = (SELECT id FROM establishment WHERE organization_id = @o AND code = 'DAY');
		INSERT INTO area (organization_id, establishment_id, code, name) VALUES (@o, @e, 'A', 'Hall A');
		SET @a = LAST_INSERT_ID();
		INSERT INTO area (organization_id, establishment_id, parent_id, code, name) VALUES (@o, @e, @a, 'A4', 'Line 4');
		INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, establishment_id, created_at, updated_at)
		VALUES (@o, UUID(), 'E1', 'Ria', 'Reporter', 'ria-${mark}@example.com', @e, NOW(6), NOW(6)),
		(@o, UUID(), 'E2', 'Max', 'Manager', 'max-${mark}@example.com', @e, NOW(6), NOW(6)),
		(@o, UUID(), 'E3', 'Hugo', 'Hurt', NULL, @e, NOW(6), NOW(6));
		INSERT INTO assignment_rule (organization_id, position, name, area_id, manager_id)
		SELECT @o, 1, 'Hall A', @a, id FROM person WHERE organization_id = @o AND employee_number = 'E2'`);
	service(['exec', 'muster', 'user', 'add', '--organization', code, '--employee', 'E1', '--password-stdin'], `${password}\n`);
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
	const page = await open();
	await page.goto(`${site}/sign-in?next=/report`);
	await page.fill('[name=login]', `ria-${mark}@example.com`);
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	await page.waitForURL(`${site}/report`);
	signedIn = await page.context().storageState();
});

after(() => browser?.close());

async function open({ width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', storageState: signedIn, ...more });
	context.setDefaultTimeout(10_000);
	return context.newPage();
}

async function isAccessible(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wider <= 0, `scrolls sideways by ${wider} px`);
}

const look = async (page, name) => {
	if (process.env.MUSTER_SCREENSHOTS) await page.screenshot({ path: `${process.env.MUSTER_SCREENSHOTS}/${name}.png`, fullPage: true });
};
// The whole card is the radio button's label and lies over it.
const choose = (page, name, value) => page.check(`[name=${name}][value=${value}]`, { force: true });
const next = (page) => page.click('.form-actions button[name=go][value=next]');
const lastIncident = (what) => ours(`SELECT ${what} FROM incident WHERE organization_id = @o ORDER BY id DESC LIMIT 1`);

// A photograph with a place hidden in it, drawn by the browser and given an EXIF block.
async function photograph(page) {
	const jpeg = Buffer.from(await page.evaluate(async () => {
		const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
		canvas.getContext('2d').fillRect(0, 0, 32, 48);
		const blob = await new Promise(done => { canvas.toBlob(done, 'image/jpeg'); });
		return [...new Uint8Array(await blob.arrayBuffer())];
	}));
	const words = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0GPS 39.7589 N 84.1916 W', 'latin1');
	const block = Buffer.concat([Buffer.from([0xff, 0xe1, 0, words.length + 2]), words]);
	return { name: 'IMG 0001.JPG', mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg.subarray(0, 2), block, jpeg.subarray(2)]) };
}

for (const [name, options] of Object.entries({
	desktop: {}, phone: { width: 390 }, 'phone without scripts': { width: 390, javaScriptEnabled: false },
})) {
	const scripts = options.javaScriptEnabled !== false;

	test(`wizard, ${name}: from the door to the number, Back loses nothing`, async () => {
		const page = await open(options);
		await page.goto(`${site}/report`);
		assert.match(await page.textContent('.call-first'), /937-555-0100.*Car park North/s);
		if (scripts) await isAccessible(page);
		await look(page, `report-start-${name}`);
		await page.click('.door-urgent');

		assert.ok(await page.isChecked('[name=report_type][value=incident]'));
		assert.match(await page.$eval('[name=establishment_id] option:checked', option => option.textContent), /Dayton plant/);
		if (scripts) await isAccessible(page);
		await look(page, `report-what-${name}`);
		await page.fill('[name=description]', 'Hand caught between belt and roller. The guard was off.');
		await next(page);

		await choose(page, 'severity', 'high');
		await page.selectOption('[name=category_id]', { label: 'Caught in or between' });
		await page.selectOption('[name=area_id]', { label: '– Line 4' });
		await page.fill('[name=immediate_actions]', 'Belt stopped, first aid given.');
		await page.check('[name=is_work_stopped]');
		if (scripts) await isAccessible(page);
		await look(page, `report-context-${name}`);
		// Back from half a step, there and here again: nothing is gone.
		await page.click('button[value=back]');
		assert.match(await page.inputValue('[name=description]'), /guard was off/);
		await next(page);
		assert.equal(await page.inputValue('[name=immediate_actions]'), 'Belt stopped, first aid given.');
		assert.ok(await page.isChecked('[name=is_work_stopped]'));
		await next(page);

		await page.fill('[name="injured.0.full_name"]', 'Hugo Hurt');
		await page.fill('[name="injured.0.injury"]', 'Crushed finger, left hand');
		await page.selectOption('[name="injured.0.care"]', 'emergency_room');
		await page.setInputFiles('[name=files]', await photograph(scripts ? page : await (await open()).goto(`${site}/report`).then(answer => answer.frame().page())));
		await page.click('button[value=witness]');
		assert.equal(await page.inputValue('[name="injured.0.injury"]'), 'Crushed finger, left hand');
		assert.match(await page.textContent('.files'), /IMG 0001\.jpg/);
		await page.fill('[name="witness.0.full_name"]', 'Willa Witness');
		if (scripts) await isAccessible(page);
		await look(page, `report-people-${name}`);
		await next(page);

		const back = await page.textContent('dl.answers');
		for (const word of ['Dayton plant', 'Line 4', 'High', 'Caught in or between', 'Hugo Hurt', 'Willa Witness', 'IMG 0001.jpg', 'guard was off'])
			assert.ok(back.includes(word), `the read-back lacks ${word}`);
		assert.equal(await page.inputValue('[name=title]'), 'Hand caught between belt and roller');
		if (scripts) await isAccessible(page);
		await look(page, `report-review-${name}`);
		await page.click('.form-actions button[type=submit]');

		const number = await page.getAttribute('.receipt', 'data-number');
		assert.match(number, /^INC-\d{8}-\d{4,}$/);
		assert.match(await page.textContent('main'), /Max Manager/);
		if (scripts) await isAccessible(page);
		await look(page, `report-sent-${name}`);
		assert.equal(lastIncident("CONCAT_WS('|', number, severity, is_work_stopped, assigned_by, source, is_complete)"),
			`${number}|high|1|Hall A (area)|wizard|1`);
		assert.equal(ours(`SELECT CONCAT_WS('|', p.employee_number, i.care) FROM injured_person i JOIN person p ON p.id = i.person_id
			WHERE i.organization_id = @o ORDER BY i.id DESC LIMIT 1`), 'E3|emergency_room');
		const sum = ours(`SELECT LOWER(HEX(sha256)) FROM attachment WHERE organization_id = @o ORDER BY id DESC LIMIT 1`);
		const kept = readFileSync(`${process.env.MUSTER_VAR ?? 'var'}/files/${sum.slice(0, 2)}/${sum.slice(2)}`);
		assert.ok(!kept.includes('39.7589'), 'the place is still in the photograph');
		// The draft is gone with it.
		await page.goto(`${site}/report`);
		assert.ok(!(await page.textContent('main')).includes('Hand caught'));
		await page.context().close();
	});

	test(`short form, ${name}: two taps and a sentence`, async () => {
		const page = await open(options);
		await page.goto(`${site}/report`);
		await page.click('a[href="/report/short"]');
		if (scripts) await isAccessible(page);
		await look(page, `report-short-${name}`);
		const questions = await page.$$eval('.card-form .field', fields => fields.length);
		assert.ok(questions <= 6, `${questions} questions`);
		await choose(page, 'report_type', 'near_miss');
		await page.fill('[name=description]', 'A pallet fell from the rack, nobody was near.');
		await page.click('.form-actions button[type=submit]');
		assert.match(await page.getAttribute('.receipt', 'data-number'), /^INC-/);
		assert.equal(lastIncident("CONCAT_WS('|', report_type, source, is_complete)"), 'near_miss|short|0');
		await page.context().close();
	});
}

test('problems stand beside their fields, and what was typed stays', async () => {
	const page = await open({ javaScriptEnabled: false });
	await page.goto(`${site}/report`);
	await page.click('.door >> nth=1');
	await page.fill('[name=description]', 'Something');
	await page.fill('[name=occurred_at]', '2199-01-01T10:00');
	// Browsers would refuse it too; a script-less client may not.
	const form = await page.$eval('form.card-form', form => form.action);
	const answer = await page.request.post(form, {
		form: { csrf: await page.inputValue('[name=csrf]'), go: 'next', description: 'Something', occurred_at: '2199-01-01T10:00', register: 'safety' },
		headers: { origin: site }, maxRedirects: 0,
	});
	assert.equal(answer.status(), 422);
	const html = await answer.text();
	assert.match(html, /f-occurred_at-problem/);
	assert.match(html, /f-report_type-problem|name="report_type"/);
	assert.match(html, />\s*Something<\/textarea>/);
});

test('the reporter of a short report adds details, once', async () => {
	const page = await open({ width: 390 });
	await page.goto(`${site}/report/short`);
	await choose(page, 'report_type', 'incident');
	await page.fill('[name=description]', 'Slipped on oil by the press.');
	await page.fill('[name="injured.0.full_name"]', 'Hugo Hurt');
	await page.click('.form-actions button[type=submit]');
	await page.click('text=Add details now');
	await isAccessible(page);
	await look(page, 'report-details');
	assert.equal(await page.inputValue('[name="injured.0.full_name"]'), 'Hugo Hurt');
	await choose(page, 'severity', 'low');
	await page.fill('[name=immediate_actions]', 'Floor cleaned');
	await page.fill('[name="injured.0.injury"]', 'Bruised knee');
	await page.selectOption('[name="injured.0.care"]', 'first_aid');
	await page.click('button[value=witness]');
	assert.equal(await page.inputValue('[name=immediate_actions]'), 'Floor cleaned');
	await page.fill('[name="witness.0.full_name"]', 'Willa Witness');
	await page.setInputFiles('[name=files]', await photograph(page));
	const address = page.url();
	await page.fill('[name="injured.0.full_name"]', '');
	await page.evaluate(() => { document.querySelector('form.card-form').noValidate = true; });
	await page.click('.form-actions button[type=submit]');
	assert.match(await page.textContent('main'), /stays on the report/);
	await page.fill('[name="injured.0.full_name"]', 'Hugo Hurt');
	await page.click('.form-actions button[type=submit]');
	await page.waitForURL(/\/incidents\/INC-[0-9-]+$/);
	assert.equal(lastIncident("CONCAT_WS('|', severity, immediate_actions, is_complete)"), 'low|Floor cleaned|1');
	assert.equal(ours(`SELECT CONCAT_WS('|', COUNT(*), MAX(care), MAX(injury)) FROM injured_person
		WHERE incident_id = (SELECT MAX(id) FROM incident WHERE organization_id = @o)`), '1|first_aid|Bruised knee');
	assert.equal(ours(`SELECT COUNT(*) FROM attachment WHERE incident_id = (SELECT MAX(id) FROM incident WHERE organization_id = @o)`), '1');
	assert.equal((await page.goto(address)).status(), 403);
	await page.goto(`${site}/incidents?q=cleaned`);
	assert.match(await page.textContent('main'), /Slipped on oil by the press/);
});

test('a repeated send makes one incident', async () => {
	const page = await open();
	await page.goto(`${site}/report/short`);
	const csrf = await page.inputValue('[name=csrf]');
	const submission = await page.inputValue('[name=submission]');
	const place = await page.inputValue('[name=establishment_id]');
	const before = Number(ours('SELECT COUNT(*) FROM incident WHERE organization_id = @o'));
	const send = () => page.request.post(`${site}/report/short`, {
		multipart: { csrf, submission, establishment_id: place, report_type: 'incident', occurred_at: '2026-01-02T10:00', description: 'Sent twice' },
		headers: { origin: site }, maxRedirects: 0,
	});
	const [first, second] = await Promise.all([send(), send()]);
	assert.equal(first.status(), 303);
	assert.equal(second.headers().location, first.headers().location);
	assert.equal(Number(ours('SELECT COUNT(*) FROM incident WHERE organization_id = @o')), before + 1);
});

test('a confidential reporter is not named in the trail', async () => {
	const page = await open();
	await page.goto(`${site}/report`);
	await page.click('.door >> nth=1');
	await choose(page, 'report_type', 'observation');
	await page.fill('[name=description]', 'The emergency exit of hall A is locked during the night shift.');
	await next(page);
	await choose(page, 'severity', 'medium');
	await next(page);
	await next(page);
	await choose(page, 'reporting', 'confidential');
	await page.click('.form-actions button[type=submit]');
	assert.match(await page.textContent('main'), /Your name is hidden/);
	assert.equal(lastIncident('reporting'), 'confidential');
	assert.equal(ours(`SELECT COUNT(*) FROM audit_entry WHERE subject = 'incident' AND actor_name LIKE '%Ria%' AND
		subject_id = (SELECT MAX(id) FROM incident WHERE organization_id = @o)`), '0');
});

test('drafts are kept by scripts, listed, and removable; they are nobody else’s', async () => {
	const page = await open();
	await page.goto(`${site}/report`);
	await page.click('.door >> nth=1');
	await page.fill('[name=description]', 'Half a sentence about a ladder');
	await page.waitForSelector('text=Draft kept');
	const address = page.url();
	await page.goto(`${site}/report`);
	await page.click('text=Half a sentence about a ladder');
	assert.equal(await page.inputValue('[name=description]'), 'Half a sentence about a ladder');
	await page.goto(`${site}/report`);
	await page.click('li:has-text("Half a sentence") button');
	assert.ok(!(await page.textContent('main')).includes('Half a sentence'));
	await page.goto(address);
	assert.equal(await page.inputValue('[name=description]'), '');
});

test('files of other kinds are refused with a reason', async () => {
	const page = await open();
	await page.goto(`${site}/report/short`);
	await choose(page, 'report_type', 'incident');
	await page.fill('[name=description]', 'With a strange file');
	await page.setInputFiles('[name=files]', { name: 'run.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\0\x03\0\0\0\x04\0') });
	await page.click('.form-actions button[type=submit]');
	assert.match(await page.textContent('#f-files-problem'), /run\.exe/);
	assert.equal(await page.inputValue('[name=description]'), 'With a strange file');
	await isAccessible(page);
});
