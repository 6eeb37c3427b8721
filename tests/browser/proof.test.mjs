// Proof: the tab of a record says what is sealed, without scripts too; its pack is found genuine by the offline verifier and
// no longer when a byte differs; a downloaded form can be proved; the state of the log is for auditors and administrators.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { check, open, site } from './portal.mjs';

const folder = mkdtempSync(join(tmpdir(), 'muster-proof-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

// What the verifier prints, and how it ends.
function verify(...args) {
	try {
		return { code: 0, text: execFileSync('bin/muster-verify', args, { encoding: 'utf8' }) };
	} catch (failure) {
		return { code: failure.status, text: `${failure.stdout}${failure.stderr}` };
	}
}

// The demo's entries are sealed within moments of the start; checkpoints follow each minute.
async function untilSealed(page, address) {
	for (let left = 100; left > 0; left--) {
		await page.goto(address);
		if (await page.locator('a[href$="/proof/pack"]').count() > 0)
			return;
		await page.waitForTimeout(1000);
	}
	assert.fail('nothing was sealed under a checkpoint');
}

test('the tab of a record says what is sealed, and its pack verifies offline', async () => {
	const page = await open('auditor@demo.example', { javaScriptEnabled: false });
	await page.goto(`${site}/incidents?status=closed`);
	const number = (await page.textContent('tbody tr:first-child .number')).trim();
	const address = `${site}/incidents/${number}/proof`;
	await untilSealed(page, address);
	assert.match(await page.textContent('main'), /Sealed/);
	assert.equal(await page.locator('[data-status=broken]').count(), 0);
	const pack = await page.request.get(`${address}/pack`);
	assert.equal(pack.status(), 200);
	const keys = await page.request.get(`${site}/audit/keys`);
	const packFile = join(folder, 'pack.json'), keyFile = join(folder, 'keys');
	const bytes = await pack.body();
	writeFileSync(packFile, bytes);
	writeFileSync(keyFile, (await keys.text()).trim().split('\n')[0]);
	const genuine = verify('--key', keyFile, packFile);
	assert.equal(genuine.code, 0, genuine.text);
	const at = bytes.lastIndexOf('incident');
	bytes[at] ^= 1;
	writeFileSync(packFile, bytes);
	assert.notEqual(verify('--key', keyFile, packFile).code, 0);
	await page.context().close();

	const looked = await open('auditor@demo.example');
	await looked.goto(address);
	await check(looked, 'proof-tab');
	await looked.context().close();
});

test('the state of the log is for auditors and administrators', async () => {
	for (const login of ['auditor@demo.example', 'administrator@demo.example']) {
		const page = await open(login);
		assert.equal((await page.goto(`${site}/admin/audit/log`)).status(), 200);
		assert.match(await page.textContent('main'), /Newest checkpoint/);
		await check(page, 'proof-log');
		await page.context().close();
	}
	const employee = await open('employee@demo.example');
	assert.equal((await employee.goto(`${site}/admin/audit/log`)).status(), 403);
	await employee.context().close();
});

test('anybody on the network may read checkpoint and keys, and nothing else of it', async () => {
	const answer = await fetch(`${site}/audit/checkpoint`);
	assert.equal(answer.status, 200);
	assert.match(await answer.text(), /^[^\n]+\n\d+\n[A-Za-z0-9+/=]+\n/);
	assert.equal((await fetch(`${site}/audit/keys`)).status, 200);
	assert.notEqual((await fetch(`${site}/admin/audit/log`, { redirect: 'manual' })).status, 200);
});
