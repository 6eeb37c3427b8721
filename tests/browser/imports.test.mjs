// Files of other systems before a running instance with the demo organisation: a source from a header, a file that is
// looked through, held, agreed to, imported and taken back; with scripts and without.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

const mark = randomBytes(3).toString('hex');
const administrator = 'administrator@demo.example';
const header = 'Worker ID;First Name;Family name;E-mail;Type;Hired;Badge color';
const row = (n, given = 'Ana') => `X${mark}${n};${given};Quispe;;FTE;3/${n}/2024;red`;

async function makeSource(page, name) {
	await page.goto(`${site}/admin/import/people/preset`);
	await page.fill('[name=name]', name);
	await page.fill('[name=text]', header);
	await page.click('main button[type=submit].btn-primary');
	await page.waitForURL(/\/admin\/import\/presets\/\d+/);
}

async function mapColumns(page) {
	await page.selectOption('[name="column.0.to"]', 'employee_number');
	await page.selectOption('[name="column.1.to"]', 'given_name');
	await page.selectOption('[name="column.4.to"]', 'employment');
	await page.fill('[name="column.4.values"]', 'FTE = payroll\nCW = contractor_we_supervise');
	await page.selectOption('[name="column.5.to"]', 'hired_on');
	await page.selectOption('[name="fixed.0.to"]', 'job_title');
	await page.fill('[name="fixed.0.value"]', 'Operator');
	await page.selectOption('[name=day_order]', 'mdy');
	await page.selectOption('[name=missing]', 'switch_off');
	await page.fill('[name=missing_most]', '10');
	await page.click('main button[type=submit].btn-primary');
	await page.waitForURL(/said=saved/);
}

// Uploads the rows to the source and returns the page of what would happen.
async function look(page, source, rows) {
	await page.goto(`${site}/admin/import/presets`);
	await page.click(`main tr:has-text("${source}") a:has-text("Import a file")`);
	await page.setInputFiles('[name=file]', { name: 'workers.csv', mimeType: 'text/csv', buffer: Buffer.from([header, ...rows].join('\r\n')) });
	await page.click('main button[type=submit].btn-primary');
	await page.waitForURL(/\/admin\/import\/batches\//);
}

for (const javaScriptEnabled of [true, false])
	test(`a source, its file, and back again ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
		const source = `src-${mark}-${javaScriptEnabled ? 'a' : 'b'}`;
		const base = javaScriptEnabled ? 0 : 10;
		const page = await open(administrator, { javaScriptEnabled });
		const shown = async (name) => { if (javaScriptEnabled) await check(page, name); };

		await page.goto(`${site}/admin/import/people/preset`);
		await shown('import-preset-new');
		await page.fill('[name=name]', 'Not Plain');
		await page.fill('[name=text]', header);
		await page.click('main button[type=submit].btn-primary');
		assert.match(await page.textContent('main'), /small letters, digits and dashes/);
		await makeSource(page, source);
		// What the titles say by themselves is chosen already, the rest is left out.
		assert.equal(await page.inputValue('[name="column.2.to"]'), 'family_name');
		assert.equal(await page.inputValue('[name="column.3.to"]'), 'email');
		assert.equal(await page.inputValue('[name="column.6.to"]'), '');
		await mapColumns(page);
		await shown('import-preset');
		await page.fill('[name="column.4.values"]', 'FTE');
		await page.selectOption('[name="column.5.to"]', 'email');
		await page.click('main button[type=submit].btn-primary');
		assert.match(await page.textContent('main'), /theirs = ours/);
		assert.equal(await page.inputValue('[name="column.4.values"]'), 'FTE');
		await page.goto(`${site}/admin/import/presets`);
		await shown('import-presets');

		await look(page, source, [row(base + 1), row(base + 2), row(base + 3)]);
		await shown('import-batch');
		assert.match(await page.textContent('main'), /New\s*3/);
		await page.click('main button[value=all]');
		await page.waitForURL(/said=done/);

		// Two of three are missing: more than 10 percent, so somebody has to agree.
		await look(page, source, [row(base + 1, 'Anita')]);
		assert.match(await page.textContent('main'), /Switched off\s*2/);
		await shown('import-held');
		await page.click('main button[value=all]');
		assert.match(await page.textContent('main'), /Somebody has to agree/);
		await page.check('[name=agreed]');
		await page.click('main button[value=all]');
		await page.waitForURL(/said=done/);

		await page.click('main a:has-text("Take the import back"), .page-actions a:has-text("Take the import back")');
		await shown('import-undo');
		await page.click('main button.btn-danger');
		await page.waitForURL(/said=undone/);
		assert.match(await page.textContent('main'), /Put back\s*3/);
		await shown('import-undone');
		await page.goto(`${site}/admin/import`);
		assert.match(await page.textContent('main table'), /Taken back/);
		await shown('import-list');
		await page.goto(`${site}/admin/people?q=X${mark}${base + 2}`);
		assert.match(await page.textContent('main'), /Quispe/);
		await page.context().close();
	});
