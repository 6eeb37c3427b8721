// The words of messages before a running instance with the demo organisation: changed with a preview while one types, refused
// where they name what there is not, kept as versions, taken back; with and without scripts, in both languages, on a phone and a desktop.
import assert from 'node:assert/strict';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

const texts = `${site}/admin/notifications/texts`;

for (const javaScriptEnabled of [true, false]) {
	test(`a text is looked at, changed and taken back, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const kind = javaScriptEnabled ? 'capa.started' : 'capa.verified';
		const page = await open('administrator@demo.example', { javaScriptEnabled });
		await page.goto(`${texts}/${kind}`);
		if (javaScriptEnabled) await check(page, 'message-texts-kind');
		await page.click(`a[href="/admin/notifications/texts/${kind}/mail/en"]`);
		assert.match(await page.textContent('.lead'), /This is the standard text/);
		await page.fill('[name=subject]', 'Action {{action}} moves');
		await page.fill('[name=body]', 'Please look at {{action}} <today>.\n\n- one\n- two');
		if (!javaScriptEnabled) await page.click('button[name=try]');
		await page.locator('#preview', { hasText: '<today>' }).waitFor();
		assert.match(await page.textContent('#preview .message-preview-subject'), /^Action \S+ moves$/);

		await page.fill('[name=body]', 'Who: {{reporter}}');
		if (!javaScriptEnabled) await page.click('button[name=try]');
		const why = '{{reporter}} is not known here. There is: {{number}}, {{status}}, {{severity}}, {{action}}.';
		await page.locator('#preview', { hasText: why }).waitFor();
		await page.fill('[name=reason]', 'Shorter');
		await page.click('main form button[type=submit]:not([name])');
		assert.match(await page.textContent('#f-form-body-problem, #f-body-problem'), /\{\{reporter\}\} is not known here/);
		if (javaScriptEnabled) await check(page, 'message-texts-refused');

		await page.fill('[name=body]', 'Please look at {{action}}.');
		await page.click('main form button[type=submit]:not([name])');
		assert.match(await page.textContent('main'), /holds from the next message on/);
		await page.goto(texts);
		assert.equal(await page.locator(`a.tag[href$="/${kind}/mail/en"]`).count(), 1);
		if (javaScriptEnabled) await check(page, 'message-texts');
		await page.goto(`${texts}/${kind}/mail/en`);
		assert.equal(await page.inputValue('[name=subject]'), 'Action {{action}} moves');
		if (javaScriptEnabled) await check(page, 'message-texts-own');
		await page.fill('[name=reason]', 'As it was');
		await page.click('button[name=standard]');
		assert.match(await page.textContent('main'), /The standard text holds again/);
		await page.goto(texts);
		assert.equal(await page.locator(`a.tag[href$="/${kind}/mail/en"]`).count(), 0);
		await page.context().close();
	});
}

test('the pages speak Spanish, and Spanish texts have their own words', async () => {
	const page = await open('administrator@demo.example', { locale: 'es' });
	await page.goto(`${texts}/deadline.overdue/sms/es`);
	assert.match(await page.textContent('h1'), /Mensaje corto, Español/);
	assert.match(await page.textContent('#preview'), /Muster: Su tarea de/);
	await check(page, 'message-texts-spanish');
	await page.context().close();
});
