// What browser tests of the portal share: one browser, signed-in pages, and the look at a page on a phone and a desktop.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { chromium } from 'playwright-core';

export const site = process.env.MUSTER_TEST_URL ?? `http://localhost:${process.env.MUSTER_PORT ?? 8080}`;
export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };
// Labels lie over their boxes.
export const over = { force: true };

const password = 'muster-demo-300'; // of the demo organisation's accounts
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const browser = await chromium.launch({
	executablePath: process.env.MUSTER_TEST_CHROMIUM ?? '/usr/bin/chromium',
	args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
test.after(() => browser.close());

// A page in a context of its own, signed in; options are those of a browser context.
export async function open(login, options = {}) {
	const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	await page.goto(`${site}/sign-in`);
	await page.fill('[name=login]', login);
	await page.fill('[name=password]', password);
	await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.press('[name=password]', 'Enter')]);
	return page;
}

// axe finds nothing and nothing is wider than the window, on a phone and on a desktop. With MUSTER_SHOTS the pictures
// of both are kept there under that name.
export async function check(page, name) {
	for (const viewport of [phone, desktop]) {
		await page.setViewportSize(viewport);
		await page.evaluate(axe);
		const found = await page.evaluate(() => globalThis.axe.run());
		assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), [], `${name} at ${viewport.width}`);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		assert.ok(wide <= 0, `${name} is ${wide} px too wide at ${viewport.width}`);
		if (process.env.MUSTER_SHOTS)
			await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/${name}-${viewport.width}.png`, fullPage: true });
	}
}
