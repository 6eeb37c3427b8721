// Administration by the JSON interface: what its pages do, with the same rules.

import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, makeKey } from './interface.mjs';

const key = await makeKey('administrator@demo.example');
const other = await makeKey('superadmin@demo.example');
const own = await makeKey('ehs@demo.example', ['account:read', 'account:write']);
const get = async (path, by = key) => {
	const answer = await ask(by, 'GET', path);
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	return answer;
};

test('a workflow is drafted, mended, proposed by one and approved by another', async () => {
	const current = await get('/workflows/safety');
	assert.ok(current.body.is_current && current.body.states.length > 5 && current.body.faults.length === 0);
	const made = await ask(key, 'POST', '/workflows', { register: 'safety' });
	assert.equal(made.status, 201, made.text);
	const path = made.body.resource.replace('/api/v1', '');
	assert.match(path, /^\/workflows\/\d+$/);
	let draft = await get(path);
	assert.deepEqual(draft.body.steps, current.body.steps);
	assert.deepEqual([draft.body.stage, draft.body.is_own_draft, draft.body.may_decide], ['draft', true, false]);

	// Closing without its guards is a fault that keeps it from being proposed.
	const closing = draft.body.steps.find((step) => step.to === 'closed' && step.is_active);
	const put = (steps, states = []) => ask(key, 'PUT', path, { note: 'Closing asks for a signature', effective_on: null, steps, states }, draft.tag);
	assert.equal((await ask(key, 'PUT', path, { note: 'x' })).status, 428);
	let answer = await put([{ ...closing, guards: [] }]);
	assert.equal(answer.status, 200, answer.text);
	assert.equal((await put([closing])).status, 412);
	draft = await get(path);
	assert.ok(draft.body.faults.some((fault) => fault.to === 'closed'));
	answer = await ask(key, 'POST', `${path}/propose`, {}, draft.tag);
	assert.equal(answer.status, 422, answer.text);

	answer = await put([{ ...closing, needs_signature: true, permits: [{ who: 'nobody', severity: 'low' }] }, { ...closing, to: 'new' }]);
	assert.deepEqual(answer.body.errors.map((e) => e.pointer).sort(), ['/steps/0/permits/0/who', '/steps/1/from']);
	answer = await put([{ ...closing, needs_signature: true }], [{ status: 'closed', locks: ['details', 'files'] }]);
	assert.equal(answer.status, 200, answer.text);
	draft = await get(path);
	assert.deepEqual(draft.body.faults, []);
	assert.deepEqual(draft.body.states.find((state) => state.status === 'closed').locks, ['details', 'files']);
	assert.deepEqual(draft.body.steps.filter((step) => step.from === closing.from && step.to === 'closed'), [{ ...closing, needs_signature: true }]);
	assert.equal(draft.body.note, 'Closing asks for a signature');

	assert.equal((await ask(other, 'PUT', path, { note: 'mine', states: [], steps: [] }, draft.tag)).status, 403);
	assert.equal((await ask(key, 'POST', `${path}/propose`, {}, draft.tag)).status, 200);
	draft = await get(path, other);
	assert.deepEqual([draft.body.stage, draft.body.may_decide], ['proposed', true]);
	assert.equal((await ask(key, 'POST', `${path}/approve`, {}, draft.tag)).status, 403);
	assert.equal((await ask(other, 'POST', `${path}/refuse`, {}, draft.tag)).status, 422);
	answer = await ask(other, 'POST', `${path}/refuse`, { decision_note: 'Not now.' }, draft.tag);
	assert.equal(answer.status, 200, answer.text);
	draft = await get(path);
	assert.deepEqual([draft.body.stage, draft.body.decision_note], ['refused', 'Not now.']);
	assert.ok((await get('/workflows')).body.items.some((line) => line.id === draft.body.id && line.stage === 'refused'));
});

test('the rule of the archive begins with a default, and holds are told', async () => {
	const first = await get('/archive-rule');
	const days = first.body.closed_days;
	assert.equal((await ask(key, 'PATCH', '/archive-rule', { closed_days: 800 })).status, 428);
	const changed = await ask(key, 'PATCH', '/archive-rule', { closed_days: 800 }, first.tag);
	assert.equal(changed.status, 200, changed.text);
	assert.equal(changed.body.resource, '/api/v1/archive-rule');
	assert.equal((await ask(key, 'PATCH', '/archive-rule', { closed_days: 801 }, first.tag)).status, 412);
	const second = await get('/archive-rule');
	assert.equal(second.body.closed_days, 800);
	assert.equal((await ask(key, 'PATCH', '/archive-rule', { closed_days: days }, second.tag)).status, 200);

	const ehs = await makeKey('ehs@demo.example');
	const { number } = (await get('/incidents?status=closed&limit=1', ehs)).body.items[0] ?? (await get('/incidents?limit=1', ehs)).body.items[0];
	const placed = await ask(key, 'POST', `/incidents/${number}/hold`, { reason: 'A claim was made.' });
	assert.equal(placed.status, 200, placed.text);
	assert.ok((await get('/holds')).body.items.some((held) => held.number === number));
	assert.equal((await get(`/incidents/${number}/hold`)).body.items[0].reason, 'A claim was made.');
	assert.equal((await ask(key, 'POST', `/incidents/${number}/hold/release`, { release_reason: 'It is settled.' })).status, 200);
	assert.ok(!(await get('/holds')).body.items.some((held) => held.number === number));
});

test('rules of deadlines, and days off', async () => {
	const rules = (await get('/deadline-rules')).body.items;
	assert.ok(rules.length > 15 && rules.find((rule) => rule.kind === 'osha_death').is_law);
	const path = '/deadline-rules/capa';
	const first = await get(path);
	const refused = await ask(key, 'PATCH', path, { term: 4 }, first.tag);
	assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, '/term']);
	const changed = await ask(key, 'PATCH', path, { lead: 9, lead_unit: 'days' }, first.tag);
	assert.equal(changed.status, 200, changed.text);
	const second = await get(path);
	assert.deepEqual([second.body.lead, second.body.lead_unit, second.body.escalate], [9, 'days', first.body.escalate]);
	assert.equal((await ask(key, 'PATCH', path, { lead: first.body.lead, lead_unit: first.body.lead_unit }, first.tag)).status, 412);
	assert.equal((await ask(key, 'PATCH', path, { lead: first.body.lead, lead_unit: first.body.lead_unit }, second.tag)).status, 200);

	const added = await ask(key, 'POST', '/days-off', { off_on: '2031-07-03', name: 'Inventory' });
	assert.deepEqual([added.status, added.body.resource], [201, '/api/v1/days-off']);
	const day = (await get('/days-off?from=2031-07-01')).body.items.find((off) => off.off_on === '2031-07-03');
	assert.equal((await get(`/days-off/${day.id}`)).body.name, 'Inventory');
	assert.equal((await ask(key, 'POST', `/days-off/${day.id}/remove`)).status, 200);
	assert.equal((await ask(key, 'GET', `/days-off/${day.id}`)).status, 404);
});

test('a calendar is made, read by its address and revoked', async () => {
	const made = await ask(own, 'POST', '/account/calendars', { content: 'mine' });
	assert.equal(made.status, 201, made.text);
	const feed = (await get('/account/calendars', own)).body.items.at(-1);
	const read = () => fetch(feed.address);
	assert.match(await (await read()).text(), /^BEGIN:VCALENDAR/);
	assert.equal((await ask(key, 'POST', `/account/calendars/${feed.id}/revoke`)).status, 404);
	assert.equal((await ask(own, 'POST', `/account/calendars/${feed.id}/revoke`)).status, 200);
	assert.equal((await read()).status, 404);
});

test('queues, tasks, channels and the installation are watched over', async () => {
	assert.ok((await get('/outbox')).body.waiting_events >= 0);
	for (const path of ['/outbox/events', '/outbox/deliveries', '/channels/bounces'])
		assert.ok(Array.isArray((await get(path)).body.items), path);
	const none = await ask(key, 'POST', '/outbox', { what: 'drop', reason: 'Nobody waits for it', event: [], delivery: [] });
	assert.equal(none.status, 422);
	const gone = await ask(key, 'POST', '/outbox', { what: 'again', reason: 'The relay is back', event: [999999999], delivery: ['00000000-0000-7000-8000-000000000000'] });
	assert.deepEqual([gone.status, gone.body.resource], [200, '/api/v1/outbox']);
	const { tasks, workers } = (await get('/tasks')).body;
	assert.ok(tasks.some((task) => task.name === 'outbox' || task.every_seconds > 0) && Array.isArray(workers));
	assert.deepEqual((await get('/channels')).body.items.map((channel) => channel.code), ['mail', 'sms', 'push']);
	const system = (await get('/system')).body;
	assert.ok(system.findings.length > 2 && system.programs.some((program) => program.name === 'portal'));
	assert.ok(Array.isArray((await get('/exchanges')).body.items));
	assert.equal((await ask(own, 'GET', '/tasks')).status, 403);
});

test('how messages reach oneself', async () => {
	const contact = (await get('/account/contact', own)).body;
	assert.match(contact.mail, /@/);
	assert.deepEqual(contact.browsers, []);
	assert.equal((await ask(own, 'POST', '/account/test/mail')).status, 200);
	assert.equal((await ask(own, 'POST', '/account/test/pigeon')).status, 404);
	assert.ok([404, 422].includes((await ask(own, 'POST', '/account/push', { endpoint: 'https://push.example/x', p256dh: 'AA', auth: 'AA' })).status));
});

test('one chooses how to be told', async () => {
	const path = '/account/notifications';
	const first = await get(path, own);
	assert.deepEqual([first.body.use.action.mail, first.body.use.action.push], ['now', true]);
	const change = { use: { action: { mail: 'digest', push: false } }, digest: 'daily', digest_at: '07:30', quiet_from: '20:00', quiet_until: '06:00', delegate: 'E1' };
	const wrong = await ask(own, 'PATCH', path, { use: { action: { mail: 'pigeon' } }, quiet_from: '20:00' }, first.tag);
	assert.deepEqual([wrong.status, wrong.body.errors.map((e) => e.pointer).sort()], [422, ['/quiet_until', '/use/action/mail']]);
	delete change.delegate;
	const changed = await ask(own, 'PATCH', path, change, first.tag);
	assert.deepEqual([changed.status, changed.body?.resource], [200, '/api/v1/account/notifications'], changed.text);
	assert.equal((await ask(own, 'PATCH', path, change, first.tag)).status, 412);
	const second = await get(path, own);
	assert.deepEqual([second.body.use.action.mail, second.body.use.action.push, second.body.use.action.inbox, second.body.use.incident],
		['digest', false, true, first.body.use.incident]);
	assert.deepEqual([second.body.quiet_from, second.body.digest], ['20:00', 'daily']);
	const back = { use: { action: { mail: 'now', push: true } }, digest: null, digest_at: null, quiet_from: null, quiet_until: null };
	assert.equal((await ask(own, 'PATCH', path, back, second.tag)).status, 200);
	assert.deepEqual((await get(path, own)).body.use, first.body.use);
});

test('who would be told, a rule tried on the past, and who was told', async () => {
	const kinds = (await get('/event-kinds')).body.items;
	assert.ok(kinds.length > 60 && kinds.some((kind) => kind.kind === 'incident.created'));
	const preview = (await get('/event-kinds/incident.created/preview?register=safety&severity=critical')).body;
	assert.ok(preview.told.length > 0 && preview.told[0].rules.length > 0 && preview.told[0].channels.length > 0);
	assert.equal((await ask(key, 'GET', '/event-kinds/nothing/preview')).status, 404);
	const { items } = (await get('/notification-rules')).body;
	const rule = items.find((one) => one.event_kind === 'incident.created' && one.by_mail && one.is_active) ?? items[0];
	const trial = await ask(key, 'POST', `/notification-rules/${rule.code}/trial`, { is_active: false });
	assert.equal(trial.status, 200, trial.text);
	assert.ok(trial.body.days > 0 && trial.body.after.mail <= trial.body.before.mail);
	assert.equal((await get(`/notification-rules/${rule.code}`)).body.is_active, rule.is_active);
	const added = await ask(key, 'POST', '/notification-rules/trial', { kind: 'incident.created', recipient: 'role', role: 'administrator', by_inbox: true, is_active: true });
	assert.equal(added.status, 200, added.text);
	const policy = await get('/notification-policy');
	const kept = await ask(key, 'PATCH', '/notification-policy', { sandbox_people: policy.body.sandbox_people ?? '' }, policy.tag);
	assert.equal(kept.status, 200, kept.text);
	assert.equal((await get('/notification-policy')).body.mail_title, policy.body.mail_title);
	const ehs = await makeKey('ehs@demo.example');
	const { number } = (await get('/incidents?limit=1', ehs)).body.items[0];
	assert.ok(Array.isArray((await get(`/incidents/${number}/told`, ehs)).body.items));
});

test('accounts with their roles, and roles of outside groups', async () => {
	const { items } = (await get('/accounts?q=supervisor')).body;
	const line = items.find((account) => account.login === 'supervisor@demo.example');
	const one = (await get(`/accounts/${line.id}`)).body;
	assert.ok(one.roles.some((role) => role.role === 'supervisor') && line.roles.includes('supervisor'));
	const granted = await ask(key, 'POST', `/accounts/${line.id}/roles`, { role: 'auditor', until_on: '2031-01-01', reason: 'Looks at the books' });
	assert.deepEqual([granted.status, granted.body.resource], [200, `/api/v1/accounts/${line.id}`], granted.text);
	const held = (await get(`/accounts/${line.id}`)).body.roles.find((role) => role.role === 'auditor');
	assert.equal(held.until_on, '2031-01-01');
	assert.equal((await ask(key, 'POST', `/accounts/${line.id}/roles/remove`, { grant: held.id, reason: 'Done' })).status, 200);

	assert.deepEqual((await get('/sign-in')).body.ways.map((way) => way.code), ['passwords', 'oidc', 'ldap', 'header']);
	const added = await ask(key, 'POST', '/role-mappings', { source: 'oidc', group_name: 'plant-safety', role: 'ehs_specialist', reason: 'The group of the plant' });
	assert.deepEqual([added.status, added.body.resource], [201, '/api/v1/role-mappings'], added.text);
	const mapping = (await get('/role-mappings')).body.items.find((one) => one.group_name === 'plant-safety');
	assert.deepEqual([mapping.role, mapping.holders], ['ehs_specialist', 0]);
	assert.equal((await ask(key, 'POST', `/role-mappings/${mapping.id}/remove`, { reason: 'It is gone' })).status, 200);
	assert.ok(!(await get('/role-mappings')).body.items.some((one) => one.id === mapping.id));
});

test('what is changed is read first at its own address', async () => {
	const change = async (by, path, body, member) => {
		const first = await get(path, by);
		const changed = await ask(by, 'PATCH', path, body, first.tag);
		assert.equal(changed.status, 200, `${path}: ${changed.text}`);
		const stale = await ask(by, 'PATCH', path, body, first.tag);
		assert.equal(stale.status, 412, path);
		const second = await get(path, by);
		assert.equal(stale.tag.replaceAll('"', ''), second.tag.split('-')[0].replaceAll('"', ''), path);
		if (member)
			assert.equal(second.body[member], body[member], path);
	};
	const place = (await get('/places')).body.items[0];
	const [area] = (await get(`/places/${place.id}/areas`)).body.items;
	await change(key, `/places/${place.id}/areas/${area.id}`, { name: `${area.name}.` }, 'name');
	const [year] = (await get(`/places/${place.id}/years`)).body.items;
	await change(key, `/places/${place.id}/years/${year.year}`, { total_hours_worked: 123456 }, 'total_hours_worked');
	const agency = await ask(key, 'POST', '/agencies', { establishment_id: place.id, agency: 'nrc', name: 'Duty desk', phone: '+1 800 555 0100' });
	assert.equal(agency.status, 201, agency.text);
	const contact = (await get('/agencies')).body.items.find((one) => one.name === 'Duty desk');
	await change(key, `/agencies/${contact.id}`, { name: 'Duty desk, day and night' }, 'name');

	const ehs = await makeKey('ehs@demo.example');
	const incident = await ask(ehs, 'POST', '/incidents', {
		description: 'A rack leaned in the test of versions.', severity: 'high', establishment_id: place.id, occurred_at: '2026-03-02T14:30:00Z', report_type: 'incident',
		witness: [{ full_name: 'Version Witness' }] });
	assert.equal(incident.status, 201, incident.text);
	const base = `/incidents/${incident.body.number}`;
	const [witness] = (await get(`${base}/impacts/witnesses`, ehs)).body.items;
	await change(ehs, `${base}/impacts/witnesses/${witness.uuid}`, { contact: 'Gate 4' }, 'contact');
	assert.equal((await ask(ehs, 'POST', `${base}/impacts/costs`, { kind: 'property', basis: 'estimated', amount: 100 })).status, 200);
	const [cost] = (await get(`${base}/impacts/costs`, ehs)).body.items;
	await change(ehs, `${base}/impacts/costs/${cost.uuid}`, { amount: 250 }, 'amount');
	await change(key, `${base}/report`, { title: 'A rack leaned', reason: 'Shorter' }, 'title');
});

test('uuids and numbers stand for rows', async () => {
	const ehs = await makeKey('ehs@demo.example');
	const { items } = (await get('/people?limit=1')).body;
	const byUuid = await get(`/people/${items[0].uuid}`);
	assert.equal(byUuid.text, (await get(`/people/${items[0].id}`)).text);
	assert.equal((await ask(key, 'PATCH', `/people/${items[0].uuid}`, { job_title: byUuid.body.job_title }, byUuid.tag)).status, 200);

	const made = await ask(ehs, 'POST', '/incidents', {
		description: 'A hose burst in the test of uuids.', severity: 'high', establishment_id: 1, occurred_at: '2026-03-02T14:30:00Z', report_type: 'incident' });
	const base = `/incidents/${made.body.number}`, me = (await get('/me', ehs)).body;
	assert.equal((await ask(ehs, 'POST', `${base}/watch`, {})).status, 200);
	assert.ok((await get(`${base}/watch`, ehs)).body.items.some((one) => one.person_id === me.person_id && one.uuid));
	const trail = (await get('/audit?action=incident.')).body.items;
	assert.ok(trail.some((entry) => entry.incident === made.body.number), JSON.stringify(trail[0]));

	const read = async () => (await get(`${base}/investigation`, ehs)).body;
	const first = await get(base, ehs);
	const started = await ask(ehs, 'PATCH', base, { investigation_required: true, investigation_lead_id: me.person_id }, first.tag);
	assert.equal(started.status, 200, started.text);
	const add = async (part, body) => {
		const added = await ask(ehs, 'POST', `${base}/investigation/${part}`, body);
		assert.ok(added.status < 300, `${part}: ${added.text}`);
	};
	await add('fishbone', { branch: 'machine', text: 'The hose was old' });
	const [hose] = (await read()).fishbone;
	await add('fishbone', { branch: 'machine', text: 'No date of exchange', parent: hose.uuid });
	const behind = (await read()).fishbone.find((item) => item.text === 'No date of exchange');
	assert.deepEqual([behind.parent, behind.parent_id], [hose.uuid, hose.id]);
	const nowhere = await ask(ehs, 'POST', `${base}/investigation/fishbone`, { branch: 'machine', text: 'x', parent: behind.uuid });
	assert.deepEqual([nowhere.status, nowhere.body.errors[0].pointer], [422, '/parent']);
	await add('causes', { text: 'No exchange was planned', kind: 'root', factor: 'equipment.failure', item: behind.uuid });
	const [cause] = (await read()).causes;
	assert.equal(cause.item, behind.uuid);

	const one = await get(`${base}/investigation/fishbone/${behind.uuid}`, ehs);
	assert.deepEqual([one.body.part, one.body.entry.text], ['fishbone', 'No date of exchange']);
	await add('problems', { problem: 'The hose burst' });
	const [problem] = (await read()).problems;
	await add('whys', { question: 'Why did it burst?', answer: 'It was old', chain: problem.uuid });
	const [why] = (await read()).whys;
	assert.equal(why.chain, problem.uuid);
	const shown = await get(`${base}/investigation/whys/${why.uuid}`, ehs);
	assert.equal((await ask(ehs, 'POST', `${base}/investigation/whys/${why.uuid}/remove`, {})).status, 428);
	const removed = await ask(ehs, 'POST', `${base}/investigation/whys/${why.uuid}/remove`, {}, shown.tag);
	assert.equal(removed.status, 200, removed.text);
	assert.deepEqual((await read()).whys, []);
});

test('rules of assignment are tried, and a change keeps their manager', async () => {
	const manager = (await get('/people?limit=1')).body.items[0].employee_number;
	const made = await ask(key, 'POST', '/rules', { name: 'Critical in the test', register: 'safety', severity: 'critical', manager });
	assert.equal(made.status, 201, made.text);
	const rule = (await get('/rules')).body.items.find((one) => one.name === 'Critical in the test');
	assert.ok(rule.is_active && rule.manager_id);
	const first = await get(`/rules/${rule.id}`);
	const changed = await ask(key, 'PATCH', `/rules/${rule.id}`, { name: 'Critical ones in the test' }, first.tag);
	assert.equal(changed.status, 200, changed.text);
	const second = await get(`/rules/${rule.id}`);
	assert.deepEqual([second.body.name, second.body.manager_id], ['Critical ones in the test', rule.manager_id]);
	const trial = (await get('/rule-trial?register=safety&severity=critical')).body;
	assert.ok(trial.rule && trial.manager && trial.why && trial.tried > 10);
	assert.equal(trial.rules.reduce((sum, one) => sum + one.hits, 0) + trial.unmatched, trial.tried);
	assert.equal((await get('/rule-trial')).body.rule, null);
	assert.equal((await ask(key, 'PATCH', `/rules/${rule.id}`, { is_active: false }, second.tag)).status, 200);
});
