// People named in notes before a running instance with the demo organisation: chosen from the list with the keyboard, typed
// without scripts, refused where they may not read it; who is named finds it in the inbox.
import assert from 'node:assert/strict';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

async function anIncident(page) {
	await page.goto(`${site}/incidents?open=1`);
	return (await page.locator('td.number').first().textContent()).trim();
}

test('a name is chosen by the keyboard, read out, linked in the note, and the person is told', async () => {
	const page = await open('ehs@demo.example');
	const number = await anIncident(page);
	await page.goto(`${site}/incidents/${number}/comments`);
	const field = page.locator('textarea[name=body]');
	await field.pressSequentially('Please look, @Osv');
	const list = page.getByRole('listbox', { name: 'People who can be named' });
	await list.waitFor();
	assert.equal(await list.getByRole('option').count(), 1);
	assert.equal(await field.getAttribute('aria-activedescendant'), await list.getByRole('option').first().getAttribute('id'));
	assert.match(await page.locator('.mention-list + [role=status]').textContent(), /^Names that fit\..*: 1$/);
	await check(page, 'mentions-list');
	await field.press('Enter');
	assert.match(await field.inputValue(), /^Please look, @"Osvaldo [^"]+" $/);
	assert.equal(await list.count(), 0);
	await field.pressSequentially('and @');
	await list.waitFor();
	const several = await list.getByRole('option').count();
	assert.ok(several > 1 && several <= 8);
	await field.press('ArrowUp');
	assert.equal(await list.getByRole('option').nth(several - 1).getAttribute('aria-selected'), 'true');
	await field.press('Escape');
	assert.equal(await list.count(), 0);
	const words = `${Date.now()}`;
	await field.fill(`${(await field.inputValue()).replace(/ and @$/, '')} ${words}`);
	await page.click('form[action$="/comments"] button[type=submit]');
	const note = page.locator('.message', { hasText: words });
	assert.equal(await note.locator('a.mention').count(), 1);
	await check(page, 'mentions-note');

	const named = await open('administrator@demo.example');
	for (let i = 0; i < 60 && !(await named.locator('.inbox-item', { hasText: `You were named in a note on ${number}.` }).count()); i++) {
		await new Promise((done) => setTimeout(done, 1000));
		await named.goto(`${site}/notifications`);
	}
	await named.locator('.inbox-item a', { hasText: `You were named in a note on ${number}.` }).first().click();
	await named.waitForURL(`**/incidents/${number}/comments`);
	await named.context().close();
	await page.context().close();
});

test('without scripts names are typed; whoever may not read it is refused like somebody unknown', async () => {
	const page = await open('ehs@demo.example', { javaScriptEnabled: false });
	const number = await anIncident(page);
	const add = async (words) => {
		await page.goto(`${site}/incidents/${number}/comments`);
		await page.fill('textarea[name=body]', words);
		await page.click('form[action$="/comments"] button[type=submit]:not([name])');
	};
	for (const nobody of ['employee', 'nobody-at-all']) {
		await add(`Please look, @${nobody}`);
		assert.match(await page.textContent('main'), new RegExp(`Nobody who may read this is called ${nobody}\\.`));
		assert.equal(await page.inputValue('textarea[name=body]'), `Please look, @${nobody}`);
	}
	const words = `${Date.now()}`;
	await add(`<b>Please</b> @administrator, or write to x@example.com ${words}`);
	const note = page.locator('.message', { hasText: words });
	assert.match(await note.textContent(), /<b>Please<\/b> @administrator, or write to x@example\.com/);
	assert.equal(await note.locator('a.mention').textContent(), '@administrator');
	await page.context().close();
});
