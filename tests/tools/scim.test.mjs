// PATCH and filters of provisioning beside two independent implementations: random operations on random users give the
// same resources, random filters choose the same ones.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import patching from 'scim-patch';
import filtering from 'scim2-parse-filter';

const program = `build/${process.env.MODE ?? 'release'}/tests/integration/scim_program`;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

// The same cases in each run: xorshift32.
let state = Number(process.env.SCIM_SEED ?? 20260321);
function below(n) {
	state ^= state << 13;
	state ^= state >>> 17;
	state ^= state << 5;
	return (state >>> 0) % n;
}
const one = list => list[below(list.length)];
const some = list => list.filter(() => below(2));
const word = () => one(['ana', 'lopez', 'welder', 'a b', 'x@example.com', 'ñandú', '12', 'zoe']);
const types = ['work', 'home', 'other'];
const email = type => ({ value: `${word()}@${below(3)}`, type });

function user() {
	const made = { schemas: [], userName: word(), active: below(2) === 1 };
	if (below(2)) made.title = word();
	if (below(2)) made.displayName = word();
	if (below(3)) made.name = Object.fromEntries(['givenName', 'familyName'].filter(() => below(2)).map(part => [part, word()]));
	if (below(3)) made.emails = some(types).map(email);
	if (below(2)) made[enterprise] = { department: word() };
	return made;
}

// Both libraries read the standard in the same way here; what only our clients send is in tests/data/scim.
function operation() {
	const op = one(['add', 'replace', 'Add', 'Replace']);
	return one([
		() => ({ op, path: one(['userName', 'title', 'displayName']), value: word() }),
		() => ({ op, path: 'active', value: below(2) === 1 }),
		() => ({ op, path: one(['name.givenName', 'name.familyName']), value: word() }),
		() => ({ op: 'replace', path: 'emails', value: some(types).map(email) }),
		() => ({ op: 'add', path: 'emails', value: [email(one(types))] }),
		() => ({ op, path: `emails[type eq "${one(types)}"].value`, value: word() }),
		() => ({ op, path: `${enterprise}:${one(['department', 'division'])}`, value: word() }),
		() => ({ op, value: { title: word(), displayName: word() } }),
		() => ({ op: 'remove', path: one(['title', 'displayName', 'name.givenName', 'emails']) }),
		() => ({ op: 'remove', path: `emails[type eq "${one(types)}"]` }),
	])();
}

function ask(requests) {
	return execFileSync(program, { input: requests.map(r => JSON.stringify(r)).join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 26 })
		.trimEnd().split('\n').map(line => JSON.parse(line));
}

// Empty lists and objects mean the same as absent ones (RFC 7643, 2.5).
function plain(value) {
	if (Array.isArray(value)) return value.length ? value.map(plain) : undefined;
	if (value === null || typeof value !== 'object') return value;
	const members = Object.entries(value).map(([k, v]) => [k, plain(v)]).filter(([, v]) => v !== undefined);
	return members.length ? Object.fromEntries(members) : undefined;
}

function theirs(resource, patch) {
	try {
		return plain(patching.scimPatch(structuredClone(resource), structuredClone(patch.Operations), { mutateDocument: false }));
	} catch {
		return undefined; // it refuses more, such as removing from a list that is not there
	}
}

test('patched as another implementation does', () => {
	const requests = Array.from({ length: 4000 }, () => ({
		resource: user(),
		patch: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: Array.from({ length: 1 + below(3) }, operation) },
	}));
	let compared = 0;
	ask(requests).forEach((answer, i) => {
		const { resource, patch } = requests[i], expected = theirs(resource, patch);
		if (expected === undefined)
			return;
		compared++;
		assert.deepEqual(plain(answer), expected, JSON.stringify({ resource, operations: patch.Operations, answer }));
	});
	assert.ok(compared > 2000, `${compared} compared`);
});

// Not: what is missing compared by ne, and two conditions on one value, where the other library reads the standard differently.
function condition(depth) {
	if (depth && !below(3))
		return `${one(['not ', ''])}(${condition(depth - 1)})`;
	if (depth && !below(2))
		return `${condition(depth - 1)} ${one(['and', 'or'])} ${condition(depth - 1)}`;
	return one([
		() => `${one(['userName', 'title', 'name.familyName'])} ${one(['eq', 'co', 'sw', 'ew'])} "${word()}"`,
		() => `userName ne "${word()}"`,
		() => `${one(['title', 'name.givenName', 'displayName'])} pr`,
		() => `active eq ${one(['true', 'false'])}`,
		() => `emails[value ${one(['co', 'sw'])} "${one(['a', 'x', '1'])}"]`,
	])();
}

test('filtered as another implementation does', () => {
	const requests = Array.from({ length: 4000 }, () => ({ resource: user(), filter: condition(2) }));
	ask(requests).forEach((answer, i) => {
		const { resource, filter } = requests[i];
		assert.equal(answer, filtering.filter(filtering.parse(filter))(resource), JSON.stringify({ filter, resource }));
	});
});
