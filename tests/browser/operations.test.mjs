// An outage in a browser: the operator writes its timeline and its postmortem, also on a phone and without scripts, and
// the desk lists what is published. On the demo organisation of a running instance.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, open, phone, site } from './portal.mjs';

const operator = 'operator@demo.example';

// An open outage of the demo; each test run adds to its timeline.
async function outage(page) {
	await page.goto(`${site}/desk/incidents`);
	return page.locator('td.main-cell a[href^="/incidents/INC-"]').first().getAttribute('href');
}

test('the timeline takes an entry and shows it with its time', async () => {
	const page = await open(operator);
	const incident = await outage(page);
	await page.goto(`${site}${incident}/timeline`);
	await page.selectOption('[name=kind]', 'decision');
	await page.fill('[name=text]', 'Traffic moved to the second site.');
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await page.getByText('The entry has been added.').waitFor();
	const entry = page.locator('.timeline-entry', { hasText: 'Traffic moved to the second site.' }).last();
	assert.match(await entry.innerText(), /made a decision \d+ \w+ \d{4}, \d\d:\d\d/);
	await check(page, 'timeline');
	await page.context().close();
});

test('without scripts on a phone: what is wrong stands beside its field, nothing typed is lost', async () => {
	const page = await open(operator, { viewport: phone, javaScriptEnabled: false });
	const incident = await outage(page);
	await page.goto(`${site}${incident}/timeline`);
	await page.fill('[name=text]', 'Kept words');
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	assert.equal(await page.inputValue('[name=text]'), 'Kept words');
	assert.equal(await page.getAttribute('[name=kind]', 'aria-invalid'), 'true');
	await page.context().close();
});

test('a postmortem is written, refused while it is not complete, published and taken back', async () => {
	const page = await open(operator);
	const incident = await outage(page);
	await page.goto(`${site}${incident}/postmortem`);
	if (await page.getByRole('link', { name: 'Take back' }).count()) {
		await page.getByRole('link', { name: 'Take back' }).click();
		await page.fill('[name=reason]', 'Another look');
		await page.getByRole('button', { name: 'Take back' }).click();
	}
	await check(page, 'postmortem');
	await page.goto(`${site}${incident}/postmortem/edit`);
	for (const name of ['impact_summary', 'root_cause', 'timeline', 'what_went_well', 'public_summary'])
		await page.fill(`[name=${name}]`, `## About ${name}`);
	await page.fill('[name=what_went_wrong]', '');
	await check(page, 'postmortem-edit');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Still missing:').waitFor();
	assert.equal(await page.getByRole('button', { name: 'Publish' }).count(), 0);
	await page.goto(`${site}${incident}/postmortem/edit`);
	await page.fill('[name=what_went_wrong]', 'Nobody was told for *an hour*.');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('button', { name: 'Publish' }).click();
	await page.getByText('The postmortem is published.').waitFor();
	assert.equal(await page.locator('.rich em').innerText(), 'an hour');
	await check(page, 'postmortem-published');
	await page.goto(`${site}/desk/postmortems`);
	assert.equal(await page.locator(`tbody tr:first-child a[href="${incident}/postmortem"]`).count(), 1);
	await check(page, 'postmortems');
	await page.context().close();
});
