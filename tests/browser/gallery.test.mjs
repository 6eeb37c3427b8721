// The interface without a server behind it: every layout and partial, on phone and desk, light and dark.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';
import { names, openGallery } from './gallery/gallery.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const validator = new HtmlValidate({
	extends: ['html-validate:recommended'],
	rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'tel-non-breaking': 'off' },
});
let gallery, browser, site;

before(async () => {
	gallery = openGallery();
	await new Promise(done => { gallery.server.listen(0, '127.0.0.1', done); });
	site = `http://127.0.0.1:${gallery.server.address().port}`;
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(async () => {
	await browser?.close();
	gallery?.close();
});

async function open(name, { width = 1440, colorScheme = 'light', ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	const complaints = [];
	page.on('console', message => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
	page.on('pageerror', error => complaints.push(String(error)));
	await page.goto(`${site}/${name}`);
	return { page, complaints, close: () => context.close() };
}

for (const name of names) {
	test(`${name} is valid HTML`, async () => {
		const report = await validator.validateString(gallery.render(name));
		assert.deepEqual(report.results.flatMap(result => result.messages.map(at => `${at.line}: ${at.message} (${at.ruleId})`)), []);
	});
	for (const width of [390, 1440]) {
		for (const colorScheme of ['light', 'dark']) {
			test(`${name} at ${width} px, ${colorScheme}`, async () => {
				const { page, complaints, close } = await open(name, { width, colorScheme });
				await page.evaluate(axe);
				const { violations } = await page.evaluate(() => globalThis.axe.run());
				assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
				assert.deepEqual(complaints, []);
				const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
				assert.ok(wider <= 0, `scrolls sideways by ${wider} px`);
				if (process.env.MUSTER_SHOTS)
					await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
				await close();
			});
		}
	}
}

test('targets on a phone are 44 px high', async () => {
	for (const name of ['wizard', 'doors', 'list']) {
		const { page, close } = await open(name, { width: 390, hasTouch: true, isMobile: true });
		const small = await page.$$eval('.btn, .form-control, .form-select, .choice, .field-box .form-check, .head-nav a, summary, .chip', all => all
			.filter(element => element.checkVisibility() && !element.matches('.visually-hidden-focusable') && element.getBoundingClientRect().height < 43.9)
			.map(element => element.outerHTML.slice(0, 120)));
		assert.deepEqual(small, [], name);
		await close();
	}
});

test('the chosen appearance stays', async () => {
	const { page, close } = await open('board', { colorScheme: 'light' });
	const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const light = await ground();
	await page.click('.menu-button');
	await page.click('[data-theme=dark]');
	const dark = await ground();
	assert.notEqual(dark, light);
	await page.reload();
	assert.equal(await ground(), dark);
	await page.emulateMedia({ media: 'print' });
	assert.notEqual(await ground(), dark);
	await close();
});

test('the summary of problems has the focus and leads to the fields', async () => {
	const { page, close } = await open('wizard');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'problems');
	for (const [text, id] of [['When', 'f-occurred_at'], ['Category', 'f-category'], ['Was somebody', 'f-hurt']]) {
		await page.click(`.problems a:has-text("${text}")`);
		assert.equal(await page.evaluate(() => document.activeElement.id), id);
	}
	const input = page.locator('#f-occurred_at');
	assert.equal(await input.getAttribute('aria-invalid'), 'true');
	const described = (await input.getAttribute('aria-describedby')).split(' ');
	for (const id of described) assert.equal(await page.locator(`#${id}`).count(), 1);
	await close();
});

test('what was typed comes back exactly, also its line breaks', async () => {
	const { page, close } = await open('wizard');
	assert.match(await page.inputValue('#f-description'), /^A line\n {2}and an indented one/);
	await close();
});

test('the counter tells what is left', async () => {
	const { page, close } = await open('wizard');
	await page.fill('#f-description', 'x'.repeat(195));
	assert.equal(await page.textContent('.counter'), '5 characters left');
	await close();
});

test('a form is sent once', async () => {
	const { page, close } = await open('remove');
	const sent = await page.evaluate(() => {
		const form = document.querySelector('form.confirm');
		let count = 0;
		form.addEventListener('submit', event => { if (!event.defaultPrevented) { count++; event.preventDefault(); } });
		form.elements.reason.value = 'twice by mistake';
		form.requestSubmit();
		form.requestSubmit();
		return count;
	});
	assert.equal(sent, 1);
	await close();
});

test('/ goes to the search, Escape closes the menu', async () => {
	const { page, close } = await open('board');
	await page.keyboard.press('/');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'head-search');
	await page.click('.menu-button');
	await page.keyboard.press('Escape');
	assert.equal(await page.locator('details.menu[open]').count(), 0);
	await close();
});

test('without scripts nothing is missing but comfort', async () => {
	const { page, close } = await open('record', { javaScriptEnabled: false, width: 390 });
	await page.click('.menu-button');
	assert.ok(await page.locator('button:has-text("Sign out")').isVisible());
	assert.ok(!await page.locator('[data-copy]').isVisible());
	assert.ok(!await page.locator('[data-theme-choice]').isVisible());
	await close();
});

test('badges tell severity and state in words beside colour', async () => {
	const { page, close } = await open('board');
	const badges = await page.$$eval('.badge-severity, .badge-status', all => all.map(badge => [badge.textContent.trim(), getComputedStyle(badge, '::before').maskImage]));
	assert.equal(badges.length, 15);
	for (const [text, icon] of badges) {
		assert.ok(text);
		assert.match(icon, /^url\("data:image\/svg\+xml/, text);
	}
	await close();
});

test('forced colours keep choices and the current page visible', async () => {
	const { page, close } = await open('wizard', { forcedColors: 'active' });
	const looks = await page.$$eval('.choices-cards .form-check-input', all => all.map(input => getComputedStyle(input).appearance));
	assert.deepEqual([...new Set(looks)], ['auto']);
	const line = selector => page.$eval(selector, link => getComputedStyle(link).borderBottomColor);
	assert.notEqual(await line('.head-nav a[aria-current]'), await line('.head-nav a:not([aria-current])'));
	await close();
});

test('paper shows the record without what only a screen can use', async () => {
	const { page, close } = await open('record');
	await page.emulateMedia({ media: 'print' });
	const shown = await page.$$eval('.head, .tabs, .btn, .notice', all => all.filter(element => element.checkVisibility()).length);
	assert.equal(shown, 0);
	assert.ok(await page.locator('.facts').isVisible());
	await close();
});
