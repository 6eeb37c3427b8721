// Deadlines: the list, the countdown on a record, my work, the rules, and calendars as another program reads them.

import assert from 'node:assert/strict';
import test from 'node:test';
import ICAL from 'ical.js';
import { check, open, over, site } from './portal.mjs';

test('deadlines are listed soonest first and filtered by the address', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/deadlines`);
	assert.equal(await page.locator('h1').innerText(), 'Deadlines');
	const first = page.locator('tbody tr').first();
	assert.match(await first.innerText(), /overdue since \d+ \w+ \d{4}.* — \d+ days? late/s);
	await check(page, 'deadlines');
	await page.goto(`${site}/deadlines?view=all&show=soon`);
	assert.equal(await page.locator('tbody .overdue').count(), 0);
	assert.match(await page.locator('tbody tr').first().innerText(), /by \d+ \w+ \d{4}.* — (today|one day left|\d+ (days|h|min) left)/s);
	await page.goto(`${site}/deadlines?view=all&kind=osha_certify`);
	const rows = await page.locator('tbody tr').allInnerTexts();
	assert.ok(rows.length > 0 && rows.every((row) => row.includes('29 CFR 1904.32(b)(3)')));
	assert.match(await page.locator('.chips').innerText(), /Certify the annual summary/);
	await page.context().close();
});

test('pages go on and back by the place in the list', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/deadlines?view=all`);
	const first = await page.locator('tbody tr').allInnerTexts();
	await page.click('text=Due later');
	const second = await page.locator('tbody tr').allInnerTexts();
	assert.notDeepEqual(first, second);
	await page.click('text=Due earlier');
	assert.deepEqual(await page.locator('tbody tr').allInnerTexts(), first);
	await page.context().close();
});

test('the same list is a file that leaves its trace', async () => {
	const page = await open('ehs@demo.example');
	const answer = await page.request.get(`${site}/deadlines.csv?view=all&kind=osha_certify`);
	assert.equal(answer.status(), 200);
	assert.match(answer.headers()['content-disposition'], /deadlines\.csv/);
	const lines = (await answer.text()).split('\r\n');
	assert.match(lines[0], /^What has to be done,Record,Due,Time zone/);
	assert.match(lines[1], /^"Certify the annual summary, Form 300A",/);
	await page.context().close();
	const auditor = await open('administrator@demo.example');
	await auditor.goto(`${site}/admin/audit?action=export.deadlines`);
	assert.match(await auditor.locator('main').innerText(), /export\.deadlines/);
	await auditor.context().close();
});

test('the countdown is complete without scripts and goes on with them', async () => {
	const address = `${site}/deadlines?view=all&kind=osha_severe`; // by the hour
	const plain = await open('ehs@demo.example', { javaScriptEnabled: false });
	await plain.goto(address);
	const exact = plain.locator('[data-countdown]').first();
	assert.match(await exact.innerText(), /overdue since \d+ \w+ \d{4}, \d\d:\d\d — \d+ days late/);
	const due = Date.parse(await exact.getAttribute('data-countdown'));
	await plain.context().close();
	const page = await open('ehs@demo.example');
	await page.clock.install({ time: new Date(due - 2.5 * 3600000) });
	await page.goto(address);
	const left = page.locator('[data-countdown] .countdown-left').first();
	assert.equal(await left.innerText(), '2 h left');
	await page.clock.runFor(60 * 60000);
	assert.match(await left.innerText(), /^(89|90) min left$/);
	await page.clock.runFor(120 * 60000);
	assert.match(await left.innerText(), /^(29|30|31) min late$/);
	await page.context().close();
});

test('a record shows what it still has to meet, to those who work on it', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/deadlines?view=all&kind=incident_target`);
	const href = await page.locator('tbody a').first().getAttribute('href');
	await page.goto(`${site}${href}`);
	const card = page.locator('#part-deadlines');
	assert.match(await card.innerText(), /Close the incident\s+(by|overdue since) \d+ \w+ \d{4} — /);
	await check(page, 'deadlines-record');
	await page.context().close();
	const reporter = await open('employee@demo.example');
	await reporter.goto(`${site}/incidents?mine=1`);
	const own = reporter.locator('tbody a').first();
	if (await own.count()) {
		await reporter.goto(`${site}${await own.getAttribute('href')}`);
		assert.equal(await reporter.locator('#part-deadlines').count(), 0);
	}
	await reporter.context().close();
});

test('my work begins with what is due', async () => {
	const page = await open('ehs@demo.example');
	await page.goto(`${site}/`);
	const section = page.locator('section', { has: page.locator('#work-deadlines') });
	assert.match(await section.innerText(), /Overdue since|Due/);
	await page.context().close();
});

test('an administrator sets who is told when, and days off', async () => {
	const page = await open('administrator@demo.example');
	await page.goto(`${site}/admin/deadlines`);
	await check(page, 'deadline-rules');
	await page.goto(`${site}/admin/deadlines/rules/approval`);
	await check(page, 'deadline-rule');
	await page.fill('[name=lead]', '30');
	await page.selectOption('[name=lead_unit]', 'hours');
	await page.fill('[name=escalate_steps]', '9');
	await page.click('main button[type=submit]');
	assert.match(await page.locator('main').innerText(), /3/); // no more than three steps
	await page.fill('[name=escalate_steps]', '2');
	await page.check('[name=on_working_days]', over);
	await page.click('main button[type=submit]');
	await page.waitForURL(/said=saved/);
	assert.match(await page.locator('tr', { hasText: 'Decide on the investigation' }).innerText(), /30 hours/);
	await page.fill('[name=off_on]', '2031-12-24');
	await page.fill('[name=name]', 'Works holiday');
	await page.click('#days form.filters button');
	await page.waitForURL(/said=added/);
	await page.locator('#days li', { hasText: 'Works holiday' }).first().locator('button').click();
	await page.waitForURL(/said=removed/);
	await page.goto(`${site}/admin/deadlines/rules/osha_death`); // nobody switches a law off
	assert.equal(await page.locator('[name=is_active]').count(), 0);
	assert.equal((await page.goto(`${site}/admin/deadlines/rules/nothing`)).status(), 404);
	await page.context().close();
	const other = await open('ehs@demo.example');
	assert.equal((await other.goto(`${site}/admin/deadlines`)).status(), 403);
	await other.context().close();
});

// Makes a calendar and gives its address.
async function made(page, fill) {
	await page.goto(`${site}/account/calendars`);
	await fill();
	await page.click('text=Make an address');
	await page.waitForURL(/said=made/);
	return new URL(await page.locator('[id^=feed-]').last().inputValue()).pathname;
}

test('a calendar is what another implementation understands', async () => {
	const page = await open('ehs@demo.example');
	const path = await made(page, () => page.selectOption('[name=content]', 'all'));
	await check(page, 'calendars');
	const answer = await fetch(`${site}${path}`);
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8');
	assert.match(answer.headers.get('cache-control'), /private/);
	const text = await answer.text();
	for (const line of text.split('\r\n')) {
		assert.ok(Buffer.byteLength(line) <= 75, line);
		assert.ok(!line.includes('\n') && !line.includes('\r'));
	}
	const calendar = new ICAL.Component(ICAL.parse(text));
	assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
	assert.equal(calendar.getFirstProperty('refresh-interval').getFirstValue().toSeconds(), 3600);
	const events = calendar.getAllSubcomponents('vevent'), tasks = calendar.getAllSubcomponents('vtodo');
	assert.ok(events.length > 20 && tasks.length > 0);
	const uids = new Set();
	for (const component of [...events, ...tasks]) {
		uids.add(component.getFirstPropertyValue('uid'));
		assert.ok(component.getFirstPropertyValue('dtstamp') instanceof ICAL.Time);
		assert.ok(Number.isInteger(component.getFirstPropertyValue('sequence')));
		assert.ok(!/Sandoval|Obuya/.test(component.toString()), 'names nobody');
	}
	assert.equal(uids.size, events.length + tasks.length);
	for (const event of events.map((component) => new ICAL.Event(component)))
		assert.ok(event.startDate.compare(event.endDate) < 0);
	for (const task of tasks)
		assert.ok(task.getFirstPropertyValue('due') instanceof ICAL.Time);
	const alarm = events.find((event) => event.getFirstSubcomponent('valarm')).getFirstSubcomponent('valarm');
	assert.ok(alarm.getFirstPropertyValue('trigger') instanceof ICAL.Duration);
	assert.equal(alarm.getFirstPropertyValue('action'), 'DISPLAY');

	const again = await fetch(`${site}${path}`, { headers: { 'If-None-Match': answer.headers.get('etag') } });
	assert.equal(again.status, 304);
	await page.context().close();
});

test('an address is secret, may be limited, and can be revoked', async () => {
	const page = await open('supervisor@demo.example');
	const path = await made(page, async () => {
		await page.selectOption('[name=content]', 'mine');
		await page.check('[name=as_events]', over);
	});
	assert.match(path, /^\/calendar\/[\w-]{43}\.ics$/);
	const text = await (await fetch(`${site}${path}`)).text();
	assert.equal(new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vtodo').length, 0);
	assert.equal((await fetch(`${site}/calendar/${'x'.repeat(43)}.ics`)).status, 404);
	assert.equal((await fetch(`${site}${path.replace('.ics', '')}`)).status, 404);
	await page.goto(`${site}/account/calendars`);
	const other = await open('employee@demo.example'); // what is not theirs is not there
	const id = await page.locator('[id^=feed-]').last().getAttribute('id');
	const csrf = await (await other.goto(`${site}/account/calendars`), other.locator('[name=csrf]').first().inputValue());
	const refused = await other.request.post(`${site}/account/calendars/${id.slice(5)}/revoke`, { form: { csrf } });
	assert.equal(refused.status(), 404);
	await other.context().close();
	await page.locator('.card', { has: page.locator(`#${id}`) }).locator('button', { hasText: 'Revoke' }).click();
	await page.waitForURL(/said=revoked/);
	assert.equal((await fetch(`${site}${path}`)).status, 404);
	await page.context().close();
});
