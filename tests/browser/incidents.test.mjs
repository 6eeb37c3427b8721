// Incidents in a browser before a running instance: my work, the list with its filters, the record with its tabs, a
// step with its reason, comments and files; on phone and desk, without scripts, with axe.
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
const code = `incidents-${mark}`;
const password = 'correct horse battery';
const login = name => `${name}-${mark}@example.com`;
const shots = process.env.MUSTER_SHOTS;
let browser, number;

const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = text => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
const here = `(SELECT id FROM organization WHERE code = '${code}')`;
const person = name => `(SELECT id FROM person WHERE organization_id = ${here} AND employee_number = '${name}')`;

function addAccount(name, given, family, ...role) {
	sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
		VALUES (${here}, UUID(), '${name}', '${given}', '${family}', '${login(name)}', NOW(6), NOW(6))`);
	service(['exec', 'muster', 'user', 'add', '--organization', code, '--employee', name, '--password-stdin', ...role], `${password}\n`);
}

// 120 incidents at two places, a minute apart; every third is of high severity, the first forty are open.
function addIncidents() {
	sql(`SET @org = ${here}, @mia = ${person('mia')}, @rob = ${person('rob')};
		INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at) VALUES
			(@org, UUID(), 'MILL', 'River Mill', 'America/New_York', NOW(6), NOW(6)), (@org, UUID(), 'DOCK', 'East Dock', 'America/New_York', NOW(6), NOW(6));
		SET @mill = (SELECT id FROM establishment WHERE organization_id = @org AND code = 'MILL');
		SET @dock = (SELECT id FROM establishment WHERE organization_id = @org AND code = 'DOCK');
		INSERT INTO incident (organization_id, uuid, number, register, report_type, status, title, description, occurred_at, reported_at,
			establishment_id, severity, reporting, reporter_id, manager_id, target_on, source, created_at, updated_at)
			SELECT @org, UUID(), CONCAT('INC-20260201-', LPAD(seq, 4, '0')), 'safety', IF(seq % 4 = 0, 'near_miss', 'incident'),
			IF(seq <= 40, 'new', 'closed'), CONCAT('Pallet fell from rack ', seq), 'A pallet fell. Nobody was near.',
			'2026-02-01 12:00:00' - INTERVAL seq MINUTE, '2026-02-01 13:00:00' - INTERVAL seq MINUTE, IF(seq % 2, @mill, @dock),
			IF(seq % 3, 'low', 'high'), 'named', @rob, IF(seq = 1, @mia, NULL), IF(seq = 1, '2026-02-10', NULL), 'import', NOW(6), NOW(6)
			FROM seq_1_to_120;
		INSERT INTO incident_text (incident_id, organization_id, words)
			SELECT id, organization_id, LOWER(CONCAT(' ', number, ' ', title, IF(id % 40 = 0, ' zirconium', ''), ' ')) FROM incident WHERE organization_id = @org`);
	number = 'INC-20260201-0001';
}

before(async () => {
	sql(`INSERT INTO organization (code, name, zone, created_at) VALUES ('${code}', 'Incident Works', 'America/New_York', NOW(6))`);
	addAccount('eve', 'Eve', 'Specialist', '--role', 'ehs_specialist');
	addAccount('mia', 'Mia', 'Manager', '--role', 'supervisor');
	addAccount('rob', 'Rob', 'Reporter');
	addAccount('sam', 'Sam', 'Stranger');
	addAccount('ada', 'Ada', 'Administrator', '--role', 'administrator');
	addAccount('bob', 'Bob', 'Superadmin', '--role', 'superadmin');
	addIncidents();
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function open(name, { width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	await page.goto(`${site}/sign-in?next=/incidents`);
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

const numbers = page => page.$$eval('tbody .number', all => all.map(element => element.textContent));

for (const width of [390, 1440]) {
	test(`every page at ${width} px`, async () => {
		const page = await open('eve', { width });
		for (const path of ['/', '/incidents', '/incidents?q=nothing+fits', '/incidents?severity=high&open=1&overdue=1',
			`/incidents/${number}`, `/incidents/${number}/files`, `/incidents/${number}/comments`, `/incidents/${number}/audit`,
			`/incidents/${number}/configuration`, `/incidents/${number}/status/under_review`, `/incidents/${number}/links`,
			`/incidents/${number}/merge`]) {
			const answer = await page.goto(site + path);
			assert.equal(answer.status(), 200, path);
			await isAccessible(page);
			if (shots)
				await page.screenshot({ path: `${shots}/incidents${path.replace(/\W+/g, '_')}-${width}.png`, fullPage: true });
		}
		await page.context().close();
	});
}

test('pages follow each other and come back', async () => {
	const page = await open('eve', { javaScriptEnabled: false });
	const first = await numbers(page);
	assert.equal(first.length, 50);
	assert.match(await page.textContent('.pager-shown'), /50 of 120/);
	await page.click('.pager a[rel=next]');
	const second = await numbers(page);
	await page.click('.pager a[rel=next]');
	const third = await numbers(page);
	assert.equal(new Set([...first, ...second, ...third]).size, 120);
	await page.click('.pager a[rel=prev]');
	assert.deepEqual(await numbers(page), second);
	await page.click('.pager a[rel=prev]');
	assert.deepEqual(await numbers(page), first);
	await page.context().close();
});

test('filters are in the address and chips take them away, without scripts', async () => {
	const page = await open('eve', { javaScriptEnabled: false });
	await page.selectOption('[name=establishment]', { label: 'River Mill' });
	await page.check('[name=open]');
	await page.click('.filters button[type=submit]');
	assert.match(page.url(), /establishment=\d+/);
	assert.equal((await numbers(page)).length, 20);
	assert.equal(await page.locator('.chip').count(), 2);
	await page.click('.chip:has-text("River Mill")');
	assert.equal((await numbers(page)).length, 40);
	assert.doesNotMatch(page.url(), /establishment/);
	await page.click('thead a:has-text("Severity")');
	assert.match(page.url(), /open=1&sort=-severity/);
	assert.equal(await page.getAttribute('tbody tr:first-child .badge-severity', 'data-severity'), 'high');
	await page.click('.chips-clear');
	assert.equal(new URL(page.url()).search, '');
	await page.context().close();
});

test('a choice sends the filters by itself', async () => {
	const page = await open('eve');
	await Promise.all([page.waitForURL(/type=near_miss/), page.selectOption('[name=type]', 'near_miss')]);
	assert.equal((await numbers(page)).length, 30);
	assert.equal(new URL(page.url()).search, '?type=near_miss');
	await page.context().close();
});

test('numbers and words find, rubbish does not break', async () => {
	const page = await open('eve');
	for (const [q, found] of [['INC-20260201-0007', 1], ['inc-20260201-00', 50], ['zirconium', 3], ['"rack 77"', 1], ['zircon pallet', 3],
		['+-*()~<>@"', 0], ["' OR 1=1 --", 0]]) {
		const answer = await page.goto(`${site}/incidents?q=${encodeURIComponent(q)}`);
		assert.equal(answer.status(), 200, q);
		assert.equal((await numbers(page)).length, found, q);
	}
	await page.context().close();
});

test('what one may not see is not there', async () => {
	const page = await open('sam');
	assert.equal((await numbers(page)).length, 0);
	for (const tab of ['', '/files', '/comments', '/audit', '/configuration'])
		assert.equal((await page.goto(`${site}/incidents/${number}${tab}`)).status(), 404);
	await page.context().close();
});

test('the manager opens, configures, writes and adds a file; the reporter reads what is meant for them', async () => {
	const page = await open('mia', { width: 390, javaScriptEnabled: false });
	await page.goto(`${site}/`);
	assert.match(await page.textContent('#work-managed'), /manage/);
	await page.click('text=Pallet fell from rack 1');
	assert.equal(await page.getAttribute('.record-line .badge-status', 'data-status'), 'under_review');

	await page.click('.card-header a[href$="/configuration"]');
	await page.fill('[name=tags]', 'rack, pallet');
	await page.selectOption('[name=severity]', 'medium');
	await page.click('main button:has-text("Save")');
	assert.equal(await page.getAttribute('.record-line .badge-severity', 'data-severity'), 'medium');
	assert.deepEqual(await page.$$eval('.tag', all => all.map(tag => tag.textContent)), ['rack', 'pallet']);

	await page.click('.tabs a:has-text("Messages")');
	await page.fill('[name=body]', 'Between us');
	await page.click('main form button:has-text("Add")');
	await page.check('[value=reporter]');
	await page.fill('[name=body]', 'Thank you, the rack is closed off.');
	await page.click('main form button:has-text("Add")');
	assert.equal(await page.locator('.message').count(), 2);

	await page.click('.tabs a:has-text("Files")');
	await page.setInputFiles('[name=file]', { name: 'rack plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Rack 1 is the second from the door.\n') });
	await page.click('main form button:has-text("Add")');
	const file = await page.getAttribute('.files a', 'href');
	const answer = await page.context().request.get(site + file);
	assert.equal(await answer.text(), 'Rack 1 is the second from the door.\n');
	assert.match(answer.headers()['content-disposition'], /^attachment/);

	const reporter = await open('rob');
	await reporter.goto(`${site}/incidents/${number}/comments`);
	assert.equal(await reporter.locator('.message').count(), 1);
	assert.match(await reporter.textContent('.message'), /the rack is closed off/);
	assert.equal(await reporter.locator('.tabs a:has-text("Audit")').count(), 0);

	const stranger = await open('sam');
	assert.equal((await stranger.context().request.get(site + file)).status(), 404);

	await page.click('.files a:has-text("Remove")');
	await page.fill('[name=reason]', 'Wrong plan');
	await page.click('main button:has-text("Withdraw")');
	assert.equal(await page.locator('.files li').count(), 0);
	for (const one of [page, reporter, stranger])
		await one.context().close();
});

test('two at once: the second sees both versions', async () => {
	const own = await open('eve'), other = await open('eve');
	for (const page of [own, other])
		await page.goto(`${site}/incidents/INC-20260201-0002/configuration`);
	await own.fill('[name=tags]', 'first');
	await own.click('main button:has-text("Save")');
	await other.fill('[name=tags]', 'second');
	await other.click('main button:has-text("Save")');
	assert.match(await other.textContent('[role=alert]'), /first/);
	assert.equal(await other.inputValue('[name=tags]'), 'second');
	await isAccessible(other);
	await other.click('main button:has-text("Save")');
	assert.deepEqual(await other.$$eval('.tag', all => all.map(tag => tag.textContent)), ['second']);
	for (const page of [own, other])
		await page.context().close();
});

test('a step asks for its reason and stands in the audit trail', async () => {
	const page = await open('eve');
	await page.goto(`${site}/incidents/INC-20260201-0003`);
	await page.click('.path-steps a:has-text("Start review")');
	await page.click('main button:has-text("Start review")');
	assert.equal(await page.textContent('.path-states [aria-current=step]'), 'Under Review');
	assert.match(await page.textContent('.path-states'), /New[\s\S]*\(done\)[\s\S]*Under Review[\s\S]*Investigation[\s\S]*Closed/);
	await page.click('.path-steps li:has-text("Close") a:has-text("Nobody has answered the reporter.")');
	await page.check('[value=reporter]');
	await page.fill('[name=body]', 'Thank you, it is repaired.');
	await page.click('main form button:has-text("Add")');
	await page.click('.tabs a:has-text("Summary")');
	await page.click('.path-steps a:has-text("Close")');
	await page.$$eval('main [required]', all => all.forEach(field => field.removeAttribute('required')));
	await page.click('main button:has-text("Close")');
	assert.equal(await page.locator('.field-problem').count(), 1);
	await page.fill('[name=reason]', 'Rack repaired and checked');
	await page.check('[name=accepts_policy]');
	await page.fill('[name=password]', password);
	await page.click('main button:has-text("Close")');
	assert.match(await page.textContent('.signatures'), /Eve Specialist/);
	assert.equal(await page.getAttribute('.record-line .badge-status', 'data-status'), 'closed');
	await page.click('.tabs a:has-text("Audit")');
	assert.match(await page.textContent('.timeline'), /Eve Specialist changed the status[\s\S]*Rack repaired and checked[\s\S]*Under Review[\s\S]*Closed/);
	await page.context().close();
});

test('what is typed is kept, with scripts and without', async () => {
	for (const javaScriptEnabled of [true, false]) {
		const page = await open('eve', { javaScriptEnabled });
		const address = `${site}/incidents/INC-20260201-0005/comments`;
		const words = `Typed and not sent, ${javaScriptEnabled}`;
		await page.goto(address);
		if (javaScriptEnabled) {
			await Promise.all([page.waitForResponse(answer => answer.url().includes('/drafts') && answer.status() === 204),
				page.locator('[name=body]').pressSequentially(words)]);
			await page.waitForSelector('.saved:has-text("Draft kept")');
		} else {
			await page.fill('[name=body]', words);
			await page.click('button:has-text("Keep as draft")');
		}
		await page.goto(`${site}/incidents`);
		await page.goto(address);
		assert.equal(await page.inputValue('[name=body]'), words);
		if (javaScriptEnabled)
			await isAccessible(page);
		await page.click('button:has-text("Throw it away")');
		assert.equal(await page.inputValue('[name=body]'), '');
		await page.context().close();
	}
});

test('a conclusion waits as a draft until it is saved', async () => {
	const about = 'INC-20260201-0008';
	sql(`UPDATE incident SET status = 'investigation', investigation_required = TRUE, investigation_lead_id = ${person('eve')}
		WHERE organization_id = ${here} AND number = '${about}'`);
	for (const javaScriptEnabled of [true, false]) {
		const page = await open('eve', { javaScriptEnabled });
		const address = `${site}/incidents/${about}/investigation/conclusion`;
		const words = `The rack was overloaded, ${javaScriptEnabled}`;
		await page.goto(address);
		if (javaScriptEnabled) {
			await page.locator('[name=conclusion]').pressSequentially(words);
			await page.waitForSelector('.saved:has-text("Draft kept")');
		} else {
			await page.fill('[name=conclusion]', words);
			await page.click('button:has-text("Keep as draft")');
		}
		await page.goto(`${site}/incidents`);
		await page.goto(address);
		assert.equal(await page.inputValue('[name=conclusion]'), words);
		if (javaScriptEnabled)
			await isAccessible(page);
		await page.click('button[value=save]');
		await page.goto(address);
		assert.equal(await page.inputValue('[name=conclusion]'), words);
		assert.equal(await page.locator('button:has-text("Throw it away")').count(), 0);
		await page.context().close();
	}
});

test('a duplicate is linked, merged, locked and separated again', async () => {
	const page = await open('eve', { javaScriptEnabled: false });
	const [one, two] = ['INC-20260201-0006', 'INC-20260201-0007'];
	await page.goto(`${site}/incidents/${one}/links`);
	await page.selectOption('[name=kind]', 'same_cause');
	await page.fill('[name=number]', two);
	await page.click('main button:has-text("Link")');
	assert.match(await page.textContent('#part-linked'), new RegExp(two));
	await page.click('text=This is a duplicate of another incident');
	await page.fill('[name=number]', two);
	await page.fill('[name=reason]', 'Reported twice');
	await page.click('main button:has-text("Merge")');
	assert.match(await page.textContent('.notice'), /It goes on as\s+INC-20260201-0007/);
	assert.equal(await page.locator('.path-steps a.btn').count(), 0);
	await page.goto(`${site}/incidents/${one}/comments`);
	assert.equal(await page.locator('[name=body]').count(), 0);
	await page.goto(`${site}/incidents?q=${one}`);
	assert.equal((await numbers(page)).length, 0);
	await page.goto(`${site}/incidents?q=${one}&merged=1`);
	assert.equal((await numbers(page)).length, 1);
	await page.goto(`${site}/incidents/${one}/merge`);
	await page.fill('[name=reason]', 'Two pallets');
	await page.click('main button:has-text("Separate")');
	assert.equal(await page.locator('.notice:has-text("duplicate")').count(), 0);
	await page.context().close();
});

test('the matrix chooses likelihood and consequence', async () => {
	const page = await open('eve');
	await page.goto(`${site}/incidents/INC-20260201-0008/configuration`);
	await page.click('[data-risk="likely major"]');
	assert.equal(await page.inputValue('[name=likelihood]'), 'likely');
	assert.equal(await page.textContent('.risk-cell[aria-current]'), '16 Extreme risk');
	await page.selectOption('[name=consequence]', 'minor');
	assert.equal(await page.textContent('.risk-cell[aria-current]'), '8 Moderate risk');
	await page.click('main button:has-text("Save")');
	assert.match(await page.textContent('.risk'), /Moderate risk \(8\)/);
	await page.context().close();
});

test('a workflow is changed by one administrator and approved by another', async () => {
	const ada = await open('ada'), bob = await open('bob', { width: 390 });
	await ada.goto(`${site}/admin/workflows`);
	await isAccessible(ada);
	await ada.click('#register-environment button:has-text("Draft a change")');
	await isAccessible(ada);
	await ada.click('summary:has-text("Resolve")');
	await ada.fill('[name="step.under_investigation.resolved.label"]', 'Cleaned up');
	await ada.click('summary:has-text("Resolved → Closed")');
	await ada.uncheck('[name="step.resolved.closed.guard.no_open_actions"]');
	await ada.fill('[name=note]', 'Our own words');
	await ada.click('button:has-text("Propose")');
	assert.match(await ada.textContent('.notice-error'), /No action is open/);
	await ada.click('summary:has-text("Resolved → Closed")');
	await ada.check('[name="step.resolved.closed.guard.no_open_actions"]');
	await ada.click('button:has-text("Propose")');
	assert.equal(await ada.locator('button:has-text("Approve")').count(), 0);
	await bob.goto(`${site}/`);
	await bob.click('text=Our own words');
	await isAccessible(bob);
	assert.match(await bob.textContent('ins'), /Cleaned up/);
	await bob.click('button:has-text("Approve")');
	await bob.goto(`${site}/admin/workflows`);
	assert.match(await bob.textContent('#register-environment'), /Cleaned up/);
	for (const one of [ada, bob])
		await one.context().close();
});

test('tables become cards on a phone: nothing has to be pushed sideways', async () => {
	for (const width of [320, 390]) {
		const page = await open('eve', { width });
		for (const address of ['/', '/incidents', `/incidents/${number}/audit`, `/incidents/${number}/comments`]) {
			await page.goto(site + address);
			const wide = await page.$$eval('html, main, main .table-responsive, main table, main td, main dd', (all, most) => all
				.filter(one => one.scrollWidth > Math.max(one.clientWidth, 1) + 1 && getComputedStyle(one).overflowX !== 'visible'
					|| one.getBoundingClientRect().right > most + 1 && getComputedStyle(one).display !== 'none')
				.map(one => `${one.tagName}.${one.className}`), width);
			assert.deepEqual(wide, [], `${address} at ${width}`);
		}
		await page.context().close();
	}
});

test('what has just come stands above all that is overdue', async () => {
	sql(`SET @org = ${here}, @sam = ${person('sam')};
		SET @dock = (SELECT id FROM establishment WHERE organization_id = @org AND code = 'DOCK');
		INSERT INTO incident (organization_id, uuid, number, register, status, title, description, occurred_at, reported_at,
			establishment_id, severity, manager_id, target_on, source, created_at, updated_at)
			SELECT @org, UUID(), CONCAT('INC-20260301-', LPAD(seq, 4, '0')), 'safety', 'under_review', IF(seq = 1, 'Just come', 'Long overdue'), 'x',
			'2026-03-01', '2026-03-01', @dock, IF(seq = 1, 'low', 'critical'), @sam, IF(seq = 1, NULL, '2026-03-02'), 'import', NOW(6), NOW(6) FROM seq_1_to_13`);
	const page = await open('sam');
	await page.goto(site);
	const text = await page.textContent('main');
	assert.ok(text.includes('Long overdue'));
	assert.ok(text.indexOf('Just come') >= 0 && text.indexOf('Just come') < text.indexOf('Long overdue'));
	await page.context().close();
});
