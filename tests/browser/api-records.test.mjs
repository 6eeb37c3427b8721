// What pages show and give away beside incidents, by the JSON interface: links shown once, medical particulars, years of OSHA
// records, files, proofs, masters, and what waits for somebody.

import assert from 'node:assert/strict';
import test from 'node:test';
import { site } from './portal.mjs';
import { ask, makeKey } from './interface.mjs';

const ehs = await makeKey('ehs@demo.example');
const administrator = await makeKey('administrator@demo.example');
const employee = await makeKey('employee@demo.example');

const get = async (path, by = ehs) => {
	const answer = await ask(by, 'GET', path);
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	return answer;
};
const post = async (path, body = {}, by = ehs, status = 200) => {
	const answer = await ask(by, 'POST', path, body);
	assert.equal(answer.status, status, `${path}: ${answer.text}`);
	return answer;
};
// With an Idempotency-Key, as after a broken connection.
const twice = async (path, body, by = ehs) => {
	const send = () => fetch(`${site}/api/v1${path}`, {
		method: 'POST', body: JSON.stringify(body),
		headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json', 'idempotency-key': `records ${path} ${process.pid}` },
	});
	const first = await send();
	const again = await send();
	assert.equal(again.headers.get('idempotent-replayed'), 'true', path);
	assert.equal(again.status, first.status);
	return [await first.json(), await again.json()];
};
const download = async (path, by = ehs) => {
	const answer = await fetch(`${site}/api/v1${path}`, { headers: { authorization: `Bearer ${by}` } });
	return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
};

const { body: incident } = await ask(ehs, 'POST', '/incidents', {
	description: 'A drum tipped over onto a foot in the test of records.', severity: 'medium', establishment_id: 1,
	occurred_at: '2026-03-02T14:30:00Z', witness: [{ full_name: 'Wanda Witness' }],
	injured: [{ full_name: 'Ingo Injured', job_title: 'Loader', employment: 'payroll', care: 'first_aid', injury: 'Bruised foot' }],
});
const at = `/incidents/${incident.number}`;

test('the link of a witness is shown once, and a statement is kept', async () => {
	const witness = (await get(`${at}/impacts/witnesses`)).body.items[0];
	const path = `${at}/witnesses/${witness.uuid}`;
	const [made, again] = await twice(`${path}/link`, {});
	assert.match(made.address, /\/w\/[\w-]{43}$/);
	assert.deepEqual(again, { ...made, address: null });
	const links = (await get(`${path}/links`)).body.items;
	assert.equal(links.length, 1);
	assert.ok(!JSON.stringify(links).includes(made.address.slice(-43)));
	await post(`${path}/revoke`);
	assert.ok((await get(`${path}/links`)).body.items[0].revoked_at);
	await post(`${path}/interview`, { statement: 'I saw the drum tip over.', signed_name: 'Wanda Witness' });
	assert.equal((await get(`${path}/statements`)).body.items[0].statement, 'I saw the drum tip over.');
	assert.notEqual((await ask(employee, 'GET', `${path}/statements`)).status, 200);
});

test('the link of somebody outside to an action is shown once', async () => {
	const { body } = await post(`${at}/capa/new`, {
		title: 'Chock the drums', type: 'corrective', strength: 'engineering', priority: 'high', due_on: '2099-01-31',
		outside_name: 'Contractor Co', outside_email: 'contractor@example.com',
	});
	const number = body.resource.split('/').pop();
	const [made, again] = await twice(`/capas/${number}/link`, {});
	assert.match(made.address, /\/a\/[\w-]{43}$/);
	assert.equal(again.address, null);
	assert.equal(again.expires_at, made.expires_at);
	assert.equal((await ask(employee, 'POST', `/capas/${number}/link`, {})).status, 404);
});

test('medical particulars are changed by their version, with words for codes', async () => {
	const { uuid } = (await get(`${at}/impacts/people`)).body.items[0];
	const path = `${at}/people/${uuid}/injury`;
	const found = (await get('/lookup/oiics/part?q=foot')).body.found;
	assert.ok(found.length > 0, 'codes of the foot');
	const first = await get(path);
	assert.equal(first.body.treatment, null);
	assert.equal((await ask(ehs, 'PATCH', path, { treatment: 'Ice' })).status, 428);
	let answer = await ask(ehs, 'PATCH', path, { treatment: 'Ice', part_code: found[0] }, first.tag);
	assert.equal(answer.status, 200, answer.text);
	const second = await get(path);
	assert.equal(second.body.part_code, found[0].split(' ')[0]);
	assert.equal((await ask(ehs, 'PATCH', path, { treatment: 'None' }, first.tag)).status, 412);
	answer = await ask(ehs, 'PATCH', path, { restrictions: 'No stairs' }, second.tag);
	assert.equal(answer.status, 200, answer.text);
	assert.deepEqual((await get(path)).body.treatment, 'Ice');
	assert.equal((await ask(employee, 'GET', path)).status, 404);
});

test('years of OSHA records are read with their certifications, changes and findings', async () => {
	const years = (await get('/osha?year=2025')).body.items;
	const kept = years.find((row) => row.keeps_records === 'yes' && row.cases > 0);
	assert.ok(kept, 'an establishment with cases');
	const path = `/osha/${kept.code}/2025`;
	const summary = (await get(`${path}/summary`)).body;
	assert.equal(summary.posting_begins_on, '2026-02-01');
	assert.equal(summary.filing_due_on, '2026-03-02');
	for (const signed of summary.certifications) {
		const file = await download(`${path}/certified/${signed.uuid}`);
		assert.equal(file.bytes.subarray(0, 5).toString(), '%PDF-');
	}
	const changes = (await get(`${path}/history?from=2025-01-01`)).body.items;
	assert.ok(changes.length > 0 && changes.every((change) => 'is_added' in change));
	assert.ok(Array.isArray((await get(`${path}/ita`)).body.items));
	const before = (await get('/audit?action=osha.privacy_list_read', administrator)).body.items.length;
	await get(`${path}/privacy`);
	assert.equal((await get('/audit?action=osha.privacy_list_read', administrator)).body.items.length, before + 1);
	assert.equal((await ask(employee, 'GET', '/osha')).status, 403);
	assert.equal((await ask(ehs, 'GET', '/osha?year=1000')).status, 400);
});

test('every file of a page is an operation', async () => {
	const pdf = await download('/download/capas.pdf');
	assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
	assert.equal((await download('/download/capas.xlsx')).bytes.subarray(0, 2).toString(), 'PK');
	await post('/report-links', { name: 'Dock poster', establishment_id: 1, report_type: 'near_miss' }, administrator, 201);
	const link = (await get('/report-links', administrator)).body.items[0];
	assert.match((await get(`/report-links/${link.uuid}`, administrator)).body.address, /\/report\//);
	assert.match((await download(`/report-links/${link.uuid}/qr.svg`, administrator)).bytes.toString(), /<svg/);
	assert.equal((await download(`/download/report-poster?link=${link.uuid}`, administrator)).bytes.subarray(0, 5).toString(), '%PDF-');
	const trail = await download('/audit.csv?action=session', administrator);
	assert.ok(trail.type.startsWith('text/csv') && trail.bytes.length > 100);
	assert.equal((await download('/download/capas.pdf', employee)).status, 403);
	// Each of them is proved.
	const taken = (await get('/proofs')).body.items;
	assert.ok(taken.some((file) => file.file_name.startsWith('capa-status')));
	const { body: state } = await get(`/proofs/${taken[0].uuid}`);
	assert.ok(['waiting', 'sealed'].includes(state.state));
	assert.equal((await get(`/proofs?sha256=${taken[0].sha256}`)).body.items[0].uuid, taken[0].uuid);
	assert.equal((await ask(employee, 'GET', `/proofs/${taken[0].uuid}`)).status, 404);
	assert.ok((await get(`${at}/proof`)).body.items.length > 0);
	assert.ok((await get('/audit/log', administrator)).body.keys.length > 0);
});

test('courses, safety rules, assets and training are kept', async () => {
	const mark = `T${process.pid}`;
	await post('/courses', { code: mark, name: 'Drums', valid_months: 12, is_active: true }, administrator, 201);
	const course = (await get('/courses', administrator)).body.items.find((row) => row.code === mark);
	const one = await get(`/courses/${course.id}`, administrator);
	let answer = await ask(administrator, 'PATCH', `/courses/${course.id}`, { name: 'Drums and kegs' }, one.tag);
	assert.equal(answer.status, 200, answer.text);
	assert.equal((await ask(administrator, 'PATCH', `/courses/${course.id}`, { name: 'Again' }, one.tag)).status, 412);
	await post('/safety-rules', { code: mark, title: 'Chock drums', kind: 'permit', course_id: course.id, is_active: true }, administrator, 201);
	assert.ok((await get('/safety-rules', administrator)).body.items.some((row) => row.code === mark && row.course_id === course.id));
	await post('/assets', { code: mark, name: 'Drum lifter', kind: 'machine', establishment_id: 1, is_active: true }, administrator, 201);
	const asset = await get(`/assets/${mark}`, administrator);
	answer = await ask(administrator, 'PATCH', `/assets/${mark}`, { serial: '4711' }, asset.tag);
	assert.equal(answer.status, 200, answer.text);
	assert.equal((await get(`/assets/${mark}`, administrator)).body.serial, '4711');
	const row = (await get('/training?limit=1')).body.items[0];
	const path = `/people/${row.person_id}/training/${row.id}`;
	const record = await get(path);
	answer = await ask(ehs, 'PATCH', path, { evidence: `seen ${mark}` }, record.tag);
	assert.equal(answer.status, 200, answer.text);
	assert.equal((await get(path)).body.evidence, `seen ${mark}`);
	assert.equal((await ask(employee, 'GET', path)).status, 403);
});

test('what waits for somebody is told', async () => {
	const { sections } = (await get('/work')).body;
	assert.ok(sections.length > 0 && sections.every((section) => section.items.length > 0));
	assert.ok(Array.isArray((await get('/postmortems')).body.waiting));
});
