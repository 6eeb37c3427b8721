// Reports without a name, from the form to the message that comes back, before a running instance with the demo
// organisation: that of MUSTER_VAR and MUSTER_PORT.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const port = process.env.MUSTER_PORT ?? 8080;
const portal = process.env.MUSTER_TEST_URL ?? `http://localhost:${port}`;
const door = process.env.MUSTER_TEST_ANONYMOUS_URL ?? `http://127.0.0.1:${port}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 390, height: 844 }, desk = { width: 1440, height: 900 };
const sql = text => execFileSync('tools/muster-service', ['sql', 'muster', '--batch', '--skip-column-names', '-e', text], { encoding: 'utf8' }).trim();
let browser, folder;

before(async () => {
	folder = mkdtempSync(join(tmpdir(), 'muster-anonymous-'));
	writeFileSync(join(folder, 'notes.txt'), 'Seen three times.\n');
	writeFileSync(join(folder, 'scan.pdf'), '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(async () => {
	await browser?.close();
	rmSync(folder, { recursive: true, force: true });
});

async function open(viewport = phone, more = {}) {
	const context = await browser.newContext({ viewport, reducedMotion: 'reduce', locale: 'en-US', ...more });
	const page = await context.newPage();
	page.complaints = [];
	page.on('console', message => { if (['error', 'warning'].includes(message.type()) && !/favicon|status of 4/.test(message.text())) page.complaints.push(message.text()); });
	page.on('pageerror', error => page.complaints.push(String(error)));
	return page;
}

async function isClean(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wider <= 0, `${page.url()} scrolls sideways by ${wider} px`);
}

const heading = page => page.locator('h1').first().textContent();
const submit = page => page.click('main form:not(.leave) button[type=submit]');

async function fill(page, { place = true, words = 'The chain of the hoist is worn.\nNobody checks it.' } = {}) {
	await page.click('label[for=f-report_type-1]');
	if (place) await page.selectOption('[name=establishment_id]', { index: 1 });
	await page.fill('[name=specific_location]', 'Dock 3');
	await page.fill('[name=occurred_on]', '2026-03-02');
	await page.fill('[name=description]', words);
}

for (const [name, viewport, more] of [['a phone', phone, {}], ['a desk', desk, {}], ['a phone without scripts', phone, { javaScriptEnabled: false }]]) {
	test(`from the form to an answer on ${name}`, async () => {
		const page = await open(viewport, more);
		const look = async () => { if (more.javaScriptEnabled !== false) await isClean(page); };
		await page.goto(`${door}/report/anonymous`);
		await look();
		await submit(page);
		assert.match(await page.textContent('#problems'), /required|fill|choose/i);
		await fill(page);
		await submit(page);
		assert.equal(await heading(page), 'Check your report');
		assert.equal(page.url(), `${door}/report/anonymous`, 'the address does not change');
		await look();

		// Changing something loses nothing.
		await page.click('button[value=change]');
		assert.equal(await page.inputValue('[name=description]'), 'The chain of the hoist is worn.\nNobody checks it.');
		await submit(page);
		await page.setInputFiles('[name=files]', join(folder, 'scan.pdf'));
		await page.click('button[value=send]');
		assert.match(await page.textContent('#problems'), /PDF/);
		await page.setInputFiles('[name=files]', join(folder, 'notes.txt'));
		await page.click('button[value=send]');
		assert.equal(await heading(page), 'Your receipt');
		assert.equal(page.url(), `${door}/report/anonymous`);
		await look();
		const receipt = await page.textContent('.receipt');
		assert.match(receipt, /^\d{4} \d{4} \d{4} \d{4}-\d$/);
		const link = await page.inputValue('.copy input');
		assert.match(link, /\/r\/[\w-]{43}$/);

		// It has to be typed back.
		await page.fill('[name=receipt]', receipt.replace(/\d$/, d => String((Number(d) + 1) % 10)));
		await submit(page);
		assert.equal(await heading(page), 'Your receipt');
		await page.fill('[name=receipt]', receipt.replaceAll(/\D/g, ''));
		await submit(page);
		assert.equal(await heading(page), 'You can go now');
		await look();

		// A member of staff writes; the reporter reads it and answers.
		await page.goto(`${door}/r`);
		await look();
		await page.fill('[name=receipt]', receipt);
		await submit(page);
		assert.equal(await heading(page), 'Your report');
		const number = await page.locator('.facts dd').first().textContent();
		assert.match(number, /^INC-\d{8}-\d{4,}$/);
		sql(`INSERT INTO comment (organization_id, incident_id, audience, author_id, body, created_at)
			SELECT organization_id, id, 'reporter', NULL, 'Which hoist is it?', CURDATE() FROM incident WHERE number = '${number}'`);
		await page.goto(link);
		assert.match(await page.textContent('.messages'), /Which hoist is it\?/);
		await page.fill('[name=message]', 'The one at gate B.');
		await submit(page);
		assert.match(await page.textContent('.message-own'), /gate B/);
		assert.match(await page.textContent('.message-own'), /\d{4}/);
		await look();
		assert.equal(sql(`SELECT COUNT(*) FROM comment c JOIN incident i ON i.id = c.incident_id WHERE i.number = '${number}' AND c.audience = 'from_reporter'`), '1');

		// Leaving.
		await page.click('.leave button');
		assert.equal(await heading(page), 'You have left');
		const left = await page.request.post(`${door}/report/anonymous/leave`, { form: { language: 'en' } });
		assert.equal(left.headers()['clear-site-data'], '"*"');
		assert.deepEqual(await page.context().cookies(), []);
		assert.deepEqual(page.complaints, []);
		await page.context().close();
	});
}

test('sending twice is one report and one receipt', async () => {
	const page = await open();
	await page.goto(`${door}/report/anonymous`);
	const words = `Sent twice ${randomBytes(6).toString('hex')}.`;
	await fill(page, { words });
	await submit(page);
	const form = await page.evaluate(() => Object.fromEntries(new FormData(document.querySelector('main form'))));
	delete form.files;
	const send = () => page.request.post(`${door}/report/anonymous`, { multipart: { ...form, step: 'send' } }).then(answer => answer.text());
	const receipts = (await Promise.all([send(), send(), send()])).map(text => text.match(/class="receipt">([^<]*)</)[1]);
	assert.equal(new Set(receipts).size, 1);
	assert.equal(sql(`SELECT COUNT(*) FROM incident WHERE description LIKE '${words}%'`), '1');
	await page.context().close();
});

test('a wrong receipt and an unknown one are answered alike', async () => {
	const page = await open();
	const said = [];
	for (const receipt of ['4832 1907 5561 0284', '4832 1907', 'hello', '4832 1907 5561 0284-0']) {
		await page.goto(`${door}/r`);
		await page.fill('[name=receipt]', receipt);
		await submit(page);
		said.push(await page.textContent('#problems'));
	}
	assert.equal(new Set(said).size, 1);
	await page.goto(`${door}/r/${'A'.repeat(43)}`);
	assert.equal(await heading(page), 'There is no report behind this link');
	await page.context().close();
});

test('few people and a signed-in browser bring advice; Spanish is a link away', async () => {
	const place = sql(`SELECT CONCAT(establishment_id, ' ', department_id) FROM person_count WHERE department_id IS NOT NULL
		GROUP BY establishment_id, department_id HAVING SUM(people) BETWEEN 1 AND 11 LIMIT 1`).split(' ');
	const page = await open();
	await page.goto(`${door}/report/anonymous`);
	await fill(page);
	await page.selectOption('[name=establishment_id]', place[0]);
	await page.selectOption('[name=department_id]', place[1]);
	await submit(page);
	assert.match(await page.textContent('.notice-warning'), /work|works/);
	await page.context().addCookies([{ name: 'muster', value: 'x', url: door }, { name: '__Host-muster', value: 'x', url: door.replace('http:', 'https:'), secure: true }]);
	await page.goto(`${door}/report/anonymous`);
	assert.match(await page.textContent('.notice-warning'), /private window/);
	await page.click('a[hreflang=es]');
	assert.equal(await page.getAttribute('html', 'lang'), 'es');
	await page.goto(`${door}/report/anonymous/about`);
	await isClean(page);
	assert.match(await page.textContent('main'), /cannot hide/);
	await page.context().close();
});

test('an invitation is made, scanned, used and revoked', async () => {
	const page = await open(desk);
	await page.goto(`${portal}/sign-in`);
	await page.fill('[name=login]', 'administrator@demo.example');
	await page.fill('[name=password]', 'muster-demo-300');
	await page.click('main button[type=submit]');
	await page.goto(`${portal}/admin/links/new`);
	await page.selectOption('[name=establishment_id]', { index: 1 });
	await page.waitForURL(/establishment_id=\d/);
	await isClean(page);
	await page.fill('[name=name]', 'Loading dock north');
	await page.click('form[method=post] button.btn-primary:has-text("Make the link")');
	await page.waitForURL(/\/admin\/links\/[0-9a-f-]{36}$/);
	await isClean(page);
	const address = await page.inputValue('.copy input'), own = page.url();

	await page.goto(`${own}/poster`);
	await isClean(page);
	const picture = join(folder, 'poster.png');
	await page.screenshot({ path: picture, fullPage: true });
	assert.equal(execFileSync('zbarimg', ['--quiet', '--raw', picture], { encoding: 'utf8' }).trim(), address);

	// The same as a file for the printer.
	const file = await page.request.get(await page.goto(own).then(() => page.locator('a[href*="/download/report-poster"]').evaluate(link => link.href)));
	assert.equal(file.headers()['content-type'], 'application/pdf');
	writeFileSync(join(folder, 'poster.pdf'), await file.body());
	execFileSync('pdftoppm', ['-r', '100', '-png', '-singlefile', join(folder, 'poster.pdf'), join(folder, 'sheet')], { stdio: 'ignore' });
	assert.equal(execFileSync('zbarimg', ['--quiet', '--raw', join(folder, 'sheet.png')], { encoding: 'utf8' }).trim(), address);

	const visitor = await open();
	await visitor.goto(address);
	assert.equal(await visitor.locator('[name=establishment_id]').count(), 0, 'the place is known');
	assert.match(await visitor.textContent('.record-line'), /Loading dock north/);
	await isClean(visitor);
	await fill(visitor, { place: false });
	await submit(visitor);
	await visitor.click('button[value=send]');
	assert.equal(await heading(visitor), 'Your receipt');
	assert.equal(visitor.url(), address);

	await page.goto(own);
	const facts = await page.locator('.facts dd').allTextContents();
	assert.deepEqual(facts.slice(0, 2), ['1', '1']);
	await page.click('form[action$=revoke] button');
	await page.waitForLoadState();
	assert.match(await page.textContent('.record-line'), /Revoked/);
	const gone = await visitor.goto(address);
	assert.equal(gone.status(), 410);
	assert.equal(await heading(visitor), 'This invitation has ended');
	await isClean(visitor);
	await visitor.context().close();
	await page.context().close();
});
