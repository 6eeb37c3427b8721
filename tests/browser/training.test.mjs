// Who has the training that they need: the figure, what stands behind it, and the rules it goes by. Before a running instance with
// the demo organization: that of MUSTER_VAR and MUSTER_PORT.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

const sql = text => execFileSync('tools/muster-service', ['sql', 'muster', '--batch', '--skip-column-names', '-e', text], { encoding: 'utf8' }).trim();
const mark = randomBytes(4).toString('hex');

test('a figure leads to the list behind it, and the list to the person', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/training/completion`);
	await check(page, 'training-completion');
	const first = page.locator('table').first().locator('tbody tr:has(td a.overdue)').first();
	const overdue = Number(await first.locator('td').last().innerText());
	assert.ok(overdue > 0, 'the demo has something overdue');
	await first.locator('td a.overdue').click();
	await page.waitForURL('**/training/overdue?establishment_id=*');
	await check(page, 'training-overdue');
	assert.match(await page.textContent('main'), new RegExp(`${overdue} entr`));
	let rows = await page.locator('tbody tr').count();
	for (let next; (next = page.locator('a[rel=next]')) && await next.count();) {
		await next.click();
		await page.waitForLoadState();
		rows += await page.locator('tbody tr').count();
	}
	assert.equal(rows, overdue, 'each stands on one page');
	await page.locator('tbody tr a').first().click();
	await page.waitForURL('**/people/*/training');
	await page.context().close();
});

test('a requirement counts as soon as it is kept, and no more when it is retired', { timeout: 60000 }, async () => {
	const page = await open('ehs@demo.example', { javaScriptEnabled: false });
	sql(`INSERT INTO training_course (organization_id, code, name, updated_at) SELECT id, 'T-${mark}', 'Course ${mark}', NOW(6) FROM organization WHERE code = 'demo'`);
	await page.goto(`${site}/admin/training-requirements/new`);
	await page.selectOption('[name=course_id]', { label: `Course ${mark}` });
	await page.fill('[name=applies_from]', '2020-01-01');
	await page.fill('[name=within_days]', '0');
	await page.click('main form button[type=submit]');
	await page.waitForURL('**/admin/training-requirements?said=saved');
	const course = sql(`SELECT id FROM training_course WHERE code = 'T-${mark}'`);
	await page.goto(`${site}/training/completion?course_id=${course}`);
	assert.match(await page.textContent('main'), /0\.0 %/);
	await page.goto(`${site}/admin/training-requirements`);
	await page.click(`a:has-text("Course ${mark}")`);
	await page.uncheck('[name=is_active]');
	await page.click('main form button[type=submit]');
	await page.goto(`${site}/training/completion?course_id=${course}`);
	assert.doesNotMatch(await page.textContent('main'), /0\.0 %/);
	await page.context().close();
	sql(`UPDATE training_course SET is_active = FALSE WHERE id = ${course}`);
});

test('the requirements and their form', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/admin/training-requirements`);
	await check(page, 'training-requirements');
	await page.goto(`${site}/admin/training-requirements/new`);
	await check(page, 'training-requirement');
	const refused = await open('employee@demo.example');
	assert.equal((await refused.goto(`${site}/training/completion`)).status(), 403);
	await page.context().close();
	await refused.context().close();
});

test('the workbook comes with the filter of the page', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/training/completion`);
	const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href^="/download/training.xlsx"]')]);
	assert.match(download.suggestedFilename(), /^training-\d{4}-\d\d-\d\d\.xlsx$/);
	await page.context().close();
});
