// Releases: entered on a phone without scripts, compared with the reportable quantities by arithmetic that is shown, told
// to agencies, corrected, followed up in writing; releases of one substance within a day are added up.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { check, open, over, phone, site } from './portal.mjs';

const mark = randomBytes(3).toString('hex');

// An hour of its own for each run: what is released within a day of it is added up.
const hour = new Date(Date.now() - Math.ceil(Math.random() * 8000) * 3600e3).toISOString().slice(0, 13) + ':00';
let number;
let next = Math.floor(Math.random() * 40);

// An incident of the newest that nobody has closed, other than those taken before.
async function incident(page) {
	await page.goto(`${site}/incidents?open=1&register=safety&status=under_review`);
	const numbers = await page.locator('tbody .number').allTextContents();
	return numbers[next++];
}

async function enter(page, amount, extra = async () => {}) {
	await page.goto(`${site}/incidents/${number}/releases/new`);
	await page.fill('[name=name]', `Bleach ${mark}`);
	await page.fill('[name=amount]', amount);
	await page.selectOption('[name=unit]', 'gal');
	await page.fill('[name=specific_gravity]', '1.20');
	await page.selectOption('[name=certainty]', 'confirmed');
	await page.fill('[name="part.0.substance"]', '7681-52-9');
	await page.fill('[name="part.0.strength"]', '12.5');
	await page.fill('[name=released_from]', hour);
	await page.check('[name=to_land]', over);
	await page.check('[name=is_off_site][value=no]', over);
	await extra();
	await page.click('main form[method=post] button[type=submit]');
}

test('a spill is compared with the reportable quantity, arithmetic shown', async () => {
	const page = await open('ehs@demo.example', { viewport: phone, javaScriptEnabled: false });
	number = await incident(page);
	await enter(page, '79');
	assert.match(await page.textContent('main'), /79 gal × 8\.345 ?4? ?lb\/gal × 1\.2/);
	assert.match(await page.textContent('main'), /98\.89 lb/);
	assert.match(await page.textContent('.verdict'), /No federal report found/);
	await page.goto(`${site}/incidents/${number}`);
	assert.equal(await page.locator('#regulatory-notification').count(), 0);
	await page.goto(`${site}/incidents/${number}/releases`);
	await page.click(`a:has-text("Edit Bleach ${mark}")`);
	await page.fill('[name=amount]', '80');
	await page.click('main form[method=post] button[type=submit]');
	assert.match(await page.textContent('.verdict'), /Report/);
	assert.match(await page.textContent('main'), /100\.1 lb/);
	await page.goto(`${site}/incidents/${number}`);
	assert.match(await page.textContent('#regulatory-notification'), /Regulatory Notification Required.*1-800-424-8802/s);
	await page.context().close();
});

test('what cannot be read stands beside its field and nothing typed is lost', async () => {
	const page = await open('ehs@demo.example');
	await enter(page, '5', async () => {
		await page.fill('[name="part.0.substance"]', 'chlor');
		await page.fill('[name="part.1.substance"]', 'nothing at all of that name');
	});
	const text = await page.textContent('main');
	assert.match(text, /Several fit; enter one of them:/);
	assert.match(text, /No substance of that name or number is listed/);
	assert.equal(await page.inputValue('[name="part.0.substance"]'), 'chlor');
	assert.equal(await page.inputValue('[name=amount]'), '5');
	await check(page, 'releases-form');
	await page.context().close();
});

test('agencies are told, and an entry is corrected, not changed', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/incidents/${number}/releases`);
	await check(page, 'releases-tab');
	await page.selectOption('#tell [name=agency]', 'nrc');
	await page.fill('#tell [name=reference]', '1234567');
	await page.click('#tell button[type=submit]');
	assert.match(await page.textContent('#notices'), /National Response Center.*1234567/s);
	await page.click('#notices a:has-text("Correct")');
	await page.selectOption('#tell [name=agency]', 'nrc');
	await page.fill('#tell [name=reference]', '7654321');
	await page.click('#tell button[type=submit]');
	assert.match(await page.textContent('#notices'), /Corrected below.*1234567.*Correction.*7654321/s);
	await page.goto(`${site}/incidents/${number}`);
	assert.equal(await page.locator('#regulatory-notification').count(), 0, 'the NRC was told, nobody outside was exposed');
	await page.context().close();
});

test('releases of one substance within a day are added up, and a withdrawn one no longer counts', async () => {
	const page = await open('ehs@demo.example');
	const first = number;
	number = await incident(page);
	await page.goto(`${site}/incidents/${first}`);
	await enter(page, '10');
	assert.match(await page.textContent(`.card:has-text("${mark}") .verdict`), /No federal report found/);
	await enter(page, '75');
	const verdicts = await page.locator(`.card:has-text("${mark}") .verdict > p`).allTextContents();
	assert.deepEqual(verdicts.map((v) => v.trim()), ['Report', 'Report']);
	await page.locator(`a:has-text("Edit Bleach ${mark}")`).last().click();
	await page.click('text=Entered in error');
	await page.fill('[name=withdrawn_reason]', 'Counted twice');
	await page.click('main form button[type=submit]');
	assert.match(await page.textContent(`.card:has-text("${mark}") .verdict`), /No federal report found/);
	await page.context().close();
});

test('substances and agencies are kept by administrators', async () => {
	const page = await open('administrator@demo.example');
	await page.goto(`${site}/admin/substances?q=acetone`);
	assert.match(await page.textContent('tbody'), /Acetone.*67-64-1.*5,000 lb/s);
	await check(page, 'releases-substances');
	await page.goto(`${site}/admin/substances/new`);
	await page.fill('[name=name]', `Cleaner ${mark}`);
	await page.fill('[name=cas]', '67-64-2');
	await page.click('main form[method=post] button[type=submit]');
	assert.match(await page.textContent('main'), /This is no CAS number/);
	await page.fill('[name=cas]', '');
	await page.fill('[name=sds_href]', 'https://sds.example/cleaner');
	await page.click('main form[method=post] button[type=submit]');
	assert.match(await page.textContent('tbody'), new RegExp(`Cleaner ${mark}`));
	await page.goto(`${site}/admin/agencies/new`);
	await page.selectOption('[name=establishment_id]', { index: 1 });
	await page.selectOption('[name=agency]', 'local');
	await page.fill('[name=name]', `County committee ${mark}`);
	await page.fill('[name=phone]', '937-555-0199');
	await page.click('main form[method=post] button[type=submit]');
	assert.match(await page.textContent('tbody'), new RegExp(`County committee ${mark}`));
	await check(page, 'releases-agencies');
	await page.context().close();
	const specialist = await open('ehs@demo.example');
	assert.equal((await specialist.goto(`${site}/admin/substances`)).status(), 200);
	await check(specialist, 'releases-substances-specialist');
	await specialist.context().close();
	const employee = await open('employee@demo.example');
	assert.equal((await employee.goto(`${site}/incidents/${number}/releases`)).status(), 404);
	assert.equal((await employee.goto(`${site}/admin/substances`)).status(), 403);
	await employee.context().close();
});

test('the impact areas of an environment incident are several, and shown', async () => {
	const page = await open('ehs@demo.example', { viewport: phone, javaScriptEnabled: false });
	await page.goto(`${site}/incidents?register=environment&open=1`);
	const [place] = await page.locator('tbody .number').allTextContents();
	await page.goto(`${site}/incidents/${place}/configuration`);
	for (const area of ['environmental', 'health_safety', 'compliance', 'legal', 'financial'])
		await page.setChecked(`[name="areas.${area}"]`, area === 'legal' || area === 'environmental', over);
	await page.click('main form[method=post] button[type=submit]');
	const card = page.locator('.facts div', { hasText: 'Impact areas' });
	assert.match(await card.textContent(), /Environmental\s+Legal/);
	assert.doesNotMatch(await card.textContent(), /Financial/);
	await page.context().close();
});
