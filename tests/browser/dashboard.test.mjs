// The dashboard in a browser before a running instance: every figure is the length of the list it leads to, for
// everyone who may see figures, on a phone and a desk, with and without scripts.
// The instance is that of MUSTER_VAR and MUSTER_PORT; the test uses its demonstration organisation.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const site = process.env.MUSTER_TEST_URL ?? `http://localhost:${process.env.MUSTER_PORT ?? 8080}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const service = (args) => execFileSync('tools/muster-service', args, { encoding: 'utf8' });
const sql = (text) => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();
let browser;

before(async () => {
	service(['exec', 'muster', 'demo']);
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function open(name, { width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	await page.goto(`${site}/sign-in?next=/dashboards`);
	await page.fill('[name=login]', `${name}@demo.example`);
	await page.fill('[name=password]', 'muster-demo-300');
	await page.click('main button[type=submit]');
	return page;
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
		await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/${name}-${page.viewportSize().width}.png`, fullPage: true });
}

// The query of a list as conditions, written once more from its address.
function conditions(href) {
	const query = new URL(href, site).searchParams;
	const simple = { register: 'register', type: 'report_type', establishment: 'establishment_id', department: 'department_id', category: 'category_id' };
	const parts = [`organization_id = (SELECT id FROM organization WHERE code = 'demo')`, `environment = 'prod'`];
	for (const [name, column] of Object.entries(simple))
		if (query.has(name))
			parts.push(`${column} = '${query.get(name)}'`);
	const bits = { death: 2, days_away: 4, restricted: 8, other: 16 };
	if (query.has('outcome'))
		parts.push(`case_outcomes & ${query.getAll('outcome').reduce((all, one) => all | bits[one], 0)}`);
	if (query.has('severity'))
		parts.push(`severity IN (${query.getAll('severity').map(one => `'${one}'`)})`);
	// The organization's clocks: Eastern time, with its summer time of the years since 2007.
	const local = `(occurred_at - INTERVAL IF(occurred_at >= TIMESTAMP(${sunday(3, 8)}, '07:00') AND occurred_at < TIMESTAMP(${sunday(11, 1)}, '06:00'), 4, 5) HOUR)`;
	if (query.has('from'))
		parts.push(`DATE(${local}) >= '${query.get('from')}'`);
	if (query.has('to'))
		parts.push(`DATE(${local}) <= '${query.get('to')}'`);
	if (query.has('open') || query.has('overdue'))
		parts.push(`status NOT IN ('resolved', 'closed', 'archived')`);
	if (query.has('overdue'))
		parts.push(`target_on < '${new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date())}'`);
	return parts.join(' AND ');
}

// The first Sunday on or behind a day of each row's year.
function sunday(month, day) {
	const first = `MAKEDATE(YEAR(occurred_at), 1) + INTERVAL ${month - 1} MONTH + INTERVAL ${day - 1} DAY`;
	return `(${first} + INTERVAL (8 - DAYOFWEEK(${first})) % 7 DAY)`;
}

const figure = (text) => Number(text.replace(/,/g, ''));

async function everyFigureIsItsList(page, most) {
	const links = await page.$$eval('main a[href^="/incidents?"]', all => all.filter(a => /^[\d,]+$/.test(a.textContent.trim()))
		.map(a => ({ href: a.getAttribute('href'), text: a.textContent.trim() })));
	assert.ok(links.length > 10, 'figures lead to lists');
	for (const { href, text } of links.slice(0, most)) {
		const count = Number(sql(`SELECT COUNT(*) FROM incident WHERE ${conditions(href)}`));
		// A case counts in the month of its day at the establishment, the list goes by the organization's clocks.
		if (new URL(href, site).searchParams.has('outcome'))
			assert.ok(Math.abs(figure(text) - count) <= 3, `${href}: ${text} and ${count}`);
		else
			assert.equal(figure(text), count, href);
	}
	return links;
}

for (const [width, javaScriptEnabled] of [[390, true], [1440, true], [1440, false]]) {
	test(`figures and charts at ${width} px, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const page = await open('ehs', { width, javaScriptEnabled });
		assert.equal(await page.textContent('h1'), 'Dashboard');
		assert.match(await page.textContent('.stats'), /TRIR/);
		assert.equal(await page.locator('svg.chart').count(), 2);
		if (javaScriptEnabled)
			await isAccessible(page);
		await shot(page, 'dashboard');
		assert.match(await page.locator('.stat:has-text("TRIR") .stat-figure a').getAttribute('href'), /^\/incidents\?.*outcome=death.*outcome=other/);
		assert.match(await page.locator('.stat:has-text("DART") .stat-figure a').getAttribute('href'), /outcome=days_away&outcome=restricted/);
		const links = await everyFigureIsItsList(page, width === 1440 && javaScriptEnabled ? 200 : 20);
		await page.goto(site + links[0].href);
		assert.equal(await page.textContent('h1'), 'Incidents');
		await page.context().close();
	});
}

test('parts of charts lead to the lists that their words promise', async () => {
	const page = await open('ehs');
	const parts = await page.$$eval('svg.chart a', all => all.map(a => ({ href: a.getAttribute('href'), words: a.getAttribute('aria-label') })));
	assert.ok(parts.length > 20);
	for (const { href, words } of parts.slice(0, 12))
		assert.equal(Number(words.match(/: (\d+)$/)[1]), Number(sql(`SELECT COUNT(*) FROM incident WHERE ${conditions(href)}`)), words);
	await page.context().close();
});

test('filters stay in the address, show as chips and go away again', async () => {
	const page = await open('administrator', { javaScriptEnabled: false });
	await page.selectOption('[name=establishment]', { label: 'Northmere Steelworks Dayton' });
	await page.selectOption('[name=severity]', 'high');
	await page.click('form.filters button');
	const query = new URL(page.url()).searchParams;
	assert.ok(query.get('establishment') && query.get('severity') === 'high');
	assert.equal(await page.locator('.chip').count(), 2);
	assert.doesNotMatch(await page.textContent('.stats'), /TRIR/);
	await everyFigureIsItsList(page, 30);
	await page.click('.chip:has-text("High")');
	assert.match(await page.textContent('.stats'), /TRIR/);
	await page.click('.chip');
	assert.equal(await page.locator('.chip').count(), 0);
	await page.click('nav.tabs a:has-text("Operations"), .tabs a:has-text("Operations")');
	assert.match(page.url(), /register=operations/);
	await everyFigureIsItsList(page, 30);
	await page.context().close();
});

test('a supervisor sees the figures of the own establishment and no other', async () => {
	const page = await open('supervisor');
	assert.equal(await page.locator('[name=establishment] option').count(), 1);
	const other = sql(`SELECT id FROM establishment WHERE code = 'PDX1' AND organization_id = (SELECT id FROM organization WHERE code = 'demo')`);
	await page.goto(`${site}/dashboards?establishment=${other}`);
	for (const { href } of await everyFigureIsItsList(page, 20))
		assert.notEqual(new URL(href, site).searchParams.get('establishment'), other);
	await page.context().close();
});

test('the figures fill their rows', async () => {
	const page = await open('ehs');
	for (const width of [1440, 1024, 800, 390]) {
		await page.setViewportSize({ width, height: 900 });
		const { right, ends } = await page.evaluate(() => {
			const rows = new Map();
			for (const stat of document.querySelectorAll('.stats .stat')) {
				const box = stat.getBoundingClientRect();
				rows.set(box.top, Math.max(rows.get(box.top) ?? 0, box.right));
			}
			return { right: document.querySelector('.stats').getBoundingClientRect().right, ends: [...rows.values()] };
		});
		for (const end of ends)
			assert.ok(Math.abs(end - right) < 2, `at ${width} px a row ends at ${end} of ${right}`);
	}
	await page.context().close();
});

test('the list and the dashboard come as files, and the trail tells of it', async () => {
	const page = await open('ehs');
	await page.waitForSelector('h1');
	const list = await page.request.get(`${site}/download/incidents.csv?register=safety&severity=critical`);
	assert.equal(list.status(), 200);
	assert.match(list.headers()['content-disposition'], /attachment; filename="incidents-\d{4}-\d\d-\d\d\.csv"/);
	const rows = (await list.text()).trim().split('\r\n').length - 1;
	assert.equal(rows, Number(sql(`SELECT COUNT(*) FROM incident WHERE ${conditions('/incidents?register=safety&severity=critical')}`)));
	assert.match(sql(`SELECT changes FROM audit_entry WHERE action = 'export.incidents' ORDER BY id DESC LIMIT 1`), new RegExp(`"rows":\\[null,${rows}\\]`));
	await page.goto(`${site}/dashboards`);
	const [file] = await Promise.all([page.waitForEvent('download'), page.click('.page-actions a')]);
	assert.match(file.suggestedFilename(), /^dashboard-.*\.xlsx$/);
	await page.context().close();
});

test('an employee has no dashboard', async () => {
	const page = await open('employee');
	const answer = await page.goto(`${site}/dashboards`);
	assert.equal(answer.status(), 403);
	assert.equal((await page.request.get(`${site}/download/incidents.csv`)).status(), 403);
	await page.context().close();
});

test('a figure counts a report as soon as it is there', async () => {
	const page = await open('ehs');
	const before = figure(await page.textContent('.stat:has-text("Near misses") .stat-figure'));
	sql(`INSERT INTO incident (organization_id, uuid, number, register, report_type, status, title, description, occurred_at, reported_at,
		establishment_id, severity, source, created_at, updated_at) SELECT organization_id, UUID(), CONCAT('INC-TEST-', FLOOR(RAND() * 1e9)), 'safety', 'near_miss', 'new',
		'Counted at once', 'x', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), id, 'low', 'demo', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
		FROM establishment WHERE code = 'OMA1' AND organization_id = (SELECT id FROM organization WHERE code = 'demo')`);
	await page.reload();
	assert.equal(figure(await page.textContent('.stat:has-text("Near misses") .stat-figure')), before + 1);
	await page.context().close();
});
