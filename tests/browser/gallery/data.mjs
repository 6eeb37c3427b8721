// What the gallery's pages show: every partial at least once, with long and empty values among them.
const code = (codes, value) => ({ codes, value });
const at = moment => ({ moment });

export const common = {
	assets: 'gallery', locale: 'en', csrf: 'c', submission: 's', request_id: '0193f4a2-7c1e-7d2a-9a51-5a1c4f0e7b11', path: '/incidents',
	organization_name: 'Northfield Industries', zone_name: 'America/Chicago', cancel_href: '/incidents', may_report: true,
	viewer: { name: 'Dana Whitfield', initials: 'DW', role: 'EHS specialist, all establishments' },
	languages: [
		{ code: 'en', label: 'English', href: '?lang=en', current: true },
		{ code: 'es', label: 'Español', href: '?lang=es', current: false },
	],
	nav: [
		['/', 'My work', 7], ['/incidents', 'Incidents', 0, true], ['/osha', 'OSHA', 0], ['/dashboards', 'Dashboards', 0],
		['/people', 'People', 0], ['/places', 'Places', 0], ['/admin', 'Administration', 0], ['/audit', 'Audit', 0],
	].map(([href, label, count, current = false]) => ({ href, label, count, current })),
};

const field = (name, label, kind, more = {}) => ({
	name, id: `f-${name}`, label, value: '', required: false, [`is_${kind}`]: true,
	describedby: [more.hint && `f-${name}-hint`, more.problem && `f-${name}-problem`].filter(Boolean).join(' '), ...more,
});
const options = (id, list, chosen) => list.map(([value, label], n) => ({
	code: value, label, id: n ? `${id}-${n}` : id, selected: value === chosen,
}));

const severities = [['low', 'Low'], ['medium', 'Medium'], ['high', 'High'], ['critical', 'Critical']];
const rows = [
	['INC-20260302-0007', 'Forklift struck racking, pallet of drums came down beside the pedestrian walkway', 'critical', 'investigation', 'Dayton Plant · Warehouse B · Aisle 14', 'Marcus Feld'],
	['INC-20260301-0031', 'Cut to left hand while changing a blade', 'high', 'under_review', 'Tulsa Mill · Finishing', 'Dana Whitfield'],
	['INC-20260301-0012', 'Oil on stairs', 'medium', 'new', 'Dayton Plant · Building 2', ''],
	['INC-20260228-0004', 'Guard found open on press 6', 'low', 'capa_pending', 'Reno Foundry · Press hall', 'Ngozi Adeyemi-Castellanos'],
	['INC-20260227-0019', 'Payment gateway answers slowly', 'high', 'mitigating', 'Head office · IT operations', 'Priya Raman'],
	['INC-20260226-0002', 'Solvent drum leaked in the yard, about 12 litres', 'medium', 'closed', 'Tulsa Mill · Yard', 'Dana Whitfield'],
	['INC-20260225-0008', 'Slipped on ice near gate 2, no injury', 'low', 'archived', 'Fargo Depot · Gate 2', 'Lars Okafor'],
].map(([number, title, severity, status, place, manager], n) => ({
	number, title, place, manager, severity: code('severity', severity), status: code('status', status),
	occurred_at: at(`2026-03-0${(n % 3) + 1}T1${n}:05:00Z`),
}));

const sort = (label, more = {}) => ({ label, href: '?sort', is_up: false, is_down: false, ...more });

const filters = [
	field('f_severity', 'Severity', 'choice', { options: options('f-f_severity', severities, 'high') }),
	field('f_establishment', 'Establishment', 'choice', { options: [] }),
	field('f_from', 'From', 'day'),
	field('f_until', 'Until', 'day'),
	field('f_text', 'Text', 'text', { maxlength: 100 }),
];

const wizard = {
	severity: field('severity', 'How serious is it?', 'choice', { required: true, options: options('f-severity', severities, 'medium') }),
	fields: [
		field('title', 'In one sentence', 'text', { required: true, maxlength: 120, hint: 'For example: slipped on oil at press 6', value: 'Oil on the stairs' }),
		field('description', 'What happened?', 'prose', { required: true, maxlength: 200, value: 'A line\n  and an indented one that is rather long, so that the counter below it has something to say to us.', hint: 'What you saw, in order. No blame.' }),
		field('occurred_at', 'When', 'moment', { required: true, value: '2026-03-02T14:05', max: '2026-03-03T09:00', problem: 'This lies in the future', hint: 'About is good enough' }),
		field('day', 'Day', 'day', { value: '2026-03-02' }),
		field('clock', 'Shift began', 'clock', { value: '06:00' }),
		field('count', 'People nearby', 'number', { inputmode: 'numeric', min: 0, step: 1 }),
		field('category', 'Category', 'choice', { required: true, problem: 'Choose one', options: options('f-category', [['slip', 'Slip, trip or fall'], ['machine', 'Machine']]) }),
		field('hurt', 'Was somebody hurt?', 'answer', { required: true, problem: 'Answer yes or no', options: options('f-hurt', [['yes', 'Yes'], ['no', 'No']]) }),
		field('stopped', 'Work was stopped', 'box', { checked: true, hint: 'Tick it also when it was stopped for a short time' }),
	],
};

export const pages = {
	list: { sandbox: true, rows, filter: { fields: filters }, columns: [sort('Number'), sort('Incident'), sort('Severity', { is_down: true }), sort('Status'), sort('When'), sort('Manager')], chips: [{ label: 'Severity', value: 'High', href: '#x' }, { label: 'Establishment', value: 'Dayton Plant', href: '#x' }], clear_href: '#x', shown: '50 of 1,000+', newer_href: '#x', older_href: '#x' },
	empty: { template: 'list', rows: [], columns: [sort('Number'), sort('Incident')], filter: { fields: filters } },
	record: {
		...rows[0], description: 'While reversing out of aisle 14 the forklift clipped the upright.\n\nTwo drums of hydraulic oil fell; the walkway was empty. The area was closed at once.',
		flash: [{ message: 'The incident was assigned to Marcus Feld.', is_success: true }],
		crumbs: [{ label: 'Incidents', href: '/incidents' }, { label: 'INC-20260302-0007' }],
		tabs: [['Summary', '#x', 0, true], ['People & OSHA', '#x', 1], ['Investigation', '#x', 0], ['CAPA', '#x', 3], ['Messages', '#x', 0], ['Audit trail', '#x', 0]].map(([label, href, count, current = false]) => ({ label, href, count, current })),
		facts: [['When', '2 Mar 2026, 14:05'], ['Establishment', 'Dayton Plant'], ['Place', 'Warehouse B · Aisle 14'], ['Category', 'Struck by or against'], ['Work stopped', 'Yes'], ['Project', '—']].map(([label, value]) => ({ label, value })),
		files: [{ file_name: 'forklift-bay-3-photograph-taken-from-the-mezzanine-2026-03-02.jpg', href: '#x', size: '1.4 MB', by: 'Dana Whitfield', remove_href: '#x' }, { file_name: 'statement.pdf', href: '#x', size: '82 kB' }],
		manager: { name: 'Marcus Feld', initials: 'MF', detail: 'Incident manager · Supervisor', href: '#x' },
		reporter: { name: 'Dana Whitfield', initials: 'DW', detail: 'Reporter' },
		entries: [
			{ icon: 'arrow-right', who: 'Dana Whitfield', what: 'moved it to Investigation', at: at('2026-03-02T16:40:00Z'), reason: 'Racking inspection overdue', changes: [{ label: 'Status', before: 'Under Review', after: 'Investigation' }] },
			{ icon: 'paperclip', who: 'Dana Whitfield', what: 'added a file', at: at('2026-03-02T15:12:00Z') },
			{ icon: 'flag', who: 'Muster', what: 'received the report', at: at('2026-03-02T14:31:00Z') },
		],
	},
	wizard: {
		form: wizard, has_problems: true,
		problems: [{ id: 'f-occurred_at', message: 'When: this lies in the future' }, { id: 'f-category', message: 'Category: choose one' }, { id: 'f-hurt', message: 'Was somebody hurt: answer yes or no' }],
		steps: [['Type', true], ['When and where', true], ['What happened', false, true, '2 answers missing'], ['People', false], ['Review', false]].map(([label, done, current = false, note = ''], n) => ({ n: n + 1, label, done, current, note, href: n < 3 ? '#x' : '' })),
	},
	board: {
		stats: [
			{ label: 'TRIR', figure: '2.31', href: '#x', note: 'Per 200,000 hours · 17 recordable cases', is_warning: true }, { label: 'DART', figure: '1.22', href: '#x', note: '9 cases' },
			{ label: 'Near misses', figure: '214', href: '#x', note: '12.6 for each recordable case', is_good: true }, { label: 'Open', figure: '38', href: '#x' },
			{ label: 'Overdue', figure: '5', href: '#x', is_warning: true }, { label: 'Days lost', figure: '112', unit: 'days', href: '#x' },
		],
		severities: severities.map(([value]) => ({ severity: code('severity', value) })),
		statuses: ['new', 'open', 'under_review', 'investigation', 'under_investigation', 'capa_pending', 'mitigating', 'mitigated', 'resolved', 'closed', 'archived'].map(value => ({ status: code('status', value) })),
	},
	doors: { viewer: false, nav: [], form: { login: field('login', 'E-mail or user name', 'text', { required: true, maxlength: 120, autocomplete: 'username' }), password: field('password', 'Password', 'text', { required: true }), stay: field('stay', 'Keep me signed in on this device', 'box') } },
	remove: { form: { fields: [field('reason', 'Reason', 'prose', { required: true, maxlength: 500 })] } },
	fault: { template: 'error/page', viewer: false, nav: [], status: 404, title: 'Not found', message: 'There is nothing here, or you may not see it.', works: [{ path: '/report', label: 'Report what happened' }] },
};
