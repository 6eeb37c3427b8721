#include "demo/demo_investigation.h"

#include <string.h>

#include "incident/attachment_file.h"
#include "incident/incident_change_store.h"
#include "investigation/approval.h"
#include "investigation/draft_view.h"
#include "investigation/findings_store.h"
#include "signature/signature_form.h"

enum { CLOSED_MOST = 40 };

/* How far one has come. */
enum stage { STAGE_BEGUN, STAGE_WRITTEN, STAGE_SUBMITTED, STAGE_REJECTED, STAGE_APPROVED };

struct telling {
	struct demo *demo;
	struct arena *arena;         /* of one incident */
	const struct config *config;
	struct demo_table table;
	size_t row;
	struct demo_event *event;
	const struct demo_account *lead, *approver, *member;
	enum stage stage;
	moment at;                   /* of the next entry; each comes a little later */
	struct investigation investigation;
	int64_t last_why_id;
};

static const struct demo_account *account_of(const struct demo *demo, const char *name)
{
	for (size_t i = 0; i < demo->account_count; i++)
		if (str_starts(demo->accounts[i].login, arena_printf(demo->arena, "%s@", name)))
			return &demo->accounts[i];
	return NULL;
}

static struct actor person_actor(const struct telling *t, const struct demo_account *account)
{
	return (struct actor){
		.organization_id = t->demo->organization.id,
		.account_id = account->account_id,
		.kind = "account",
		.name = account->name,
		.auth_method = STR("password"),
		.now = t->at,
	};
}

static struct str cell(const struct telling *t, const char *column)
{
	return demo_table_cell(&t->table, t->row, column);
}

/* Adds an entry as the lead did, a quarter of an hour after the last. */
static enum rc add(struct db *db, struct telling *t, const struct entry_kind *kind, void *row)
{
	t->at += MINUTES(15);
	struct actor actor = person_actor(t, t->lead);

	return entry_add(db, t->arena, &actor, kind, &t->investigation, t->lead->person_id, row);
}

/* --- evidence --- */

static enum rc add_note(struct db *db, struct telling *t, struct evidence *evidence)
{
	struct actor actor = person_actor(t, t->lead);
	struct attachment file;
	struct str note = arena_printf(t->arena, "Notes from the spot\n\n%.*s\n%.*s\n", STR_ARG(cell(t, "problem")),
				       STR_ARG(cell(t, "why1")));

	record_clear(&attachment_record, &file);
	enum rc rc = attachment_file_keep(t->arena, t->config, note, "text/plain", STR("notes-from-the-spot.txt"), &file);
	file.organization_id = t->event->incident.organization_id;
	file.incident_id = t->event->incident.id;
	file.added_by_id = t->lead->person_id;
	file.created_at = t->at;
	if (rc == RC_OK)
		rc = attachment_add(db, t->arena, &actor, &file);
	evidence->attachment_id = file.id;
	evidence->sha256 = file.sha256;
	return rc;
}

static enum rc add_evidence(struct db *db, struct telling *t)
{
	static const struct {
		enum evidence_kind kind;
		const char *title, *kept;
	} kinds[] = {
		{EVIDENCE_FILE, "Notes from the spot", NULL},
		{EVIDENCE_INTERVIEW, "Interview with the person concerned", "Safety office, folder of the year"},
		{EVIDENCE_DOCUMENT, "Work instruction in force that day", "Document system"},
		{EVIDENCE_PHYSICAL, "Part taken from the spot", "Safety office, cabinet 2, bag with the number"},
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && rc == RC_OK; i++) {
		struct evidence evidence;
		record_clear(&evidence_record, &evidence);
		evidence.kind = kinds[i].kind;
		evidence.title = str_of(kinds[i].title);
		evidence.kept_where = str_of(kinds[i].kept);
		evidence.collected_by = t->lead->name;
		evidence.collected_at = t->at;
		if (evidence.kind == EVIDENCE_FILE)
			rc = add_note(db, t, &evidence);
		if (rc == RC_OK)
			rc = add(db, t, &evidence_entries, &evidence);
	}
	return rc;
}

/* --- methods --- */

static enum rc add_whys(struct db *db, struct telling *t)
{
	static const char *const columns[] = {"why1", "why2", "why3", "why4"};
	static const char *const cited[] = {"1", "1,2", "3", ""};
	struct why_chain chain;

	record_clear(&why_chain_record, &chain);
	chain.problem = cell(t, "problem");
	enum rc rc = add(db, t, &why_chain_entries, &chain);
	for (size_t i = 0; i < 4 && rc == RC_OK && (t->stage > STAGE_BEGUN || i < 2); i++) {
		struct why why;
		record_clear(&why_record, &why);
		why.chain_id = chain.entry.id;
		why.answer = cell(t, columns[i]);
		why.evidence = str_of(cited[i]);
		why.is_assumption = i == 3;
		rc = add(db, t, &why_entries, &why);
		t->last_why_id = why.entry.id;
	}
	return rc;
}

static enum rc add_item(struct db *db, struct telling *t, int branch, int64_t parent_id, struct str text, int64_t *id)
{
	struct fishbone_item item;

	record_clear(&fishbone_item_record, &item);
	item.branch = branch;
	item.parent_id = parent_id;
	item.is_significant = str_take(&text, '+');
	item.is_assumption = !item.is_significant;
	item.evidence = item.is_significant ? STR("1,2") : STR("");
	item.text = text;
	enum rc rc = add(db, t, &fishbone_entries, &item);
	*id = item.entry.id;
	return rc;
}

/* "man:cause>cause behind it|machine:+significant one" */
static enum rc add_fishbone(struct db *db, struct telling *t)
{
	struct str rest = cell(t, "bones"), part, branch;
	enum rc rc = RC_OK;

	while (rc == RC_OK && str_split(&rest, '|', &part)) {
		struct str text;
		int64_t parent_id = 0, id;
		if (!str_split(&part, ':', &branch))
			continue;
		int bone = codes_find(&branch_codes, branch);
		while (rc == RC_OK && bone > 0 && str_split(&part, '>', &text)) {
			rc = add_item(db, t, bone, parent_id, text, &id);
			parent_id = id;
		}
	}
	return rc;
}

static enum rc add_timeline(struct db *db, struct telling *t)
{
	const struct incident *incident = &t->event->incident;
	const struct {
		moment at;
		enum event_kind kind;
		struct str what;
		const char *flag, *evidence;
	} events[] = {
		{incident->occurred_at - HOURS(3), EVENT_CONDITION, cell(t, "why3"), "barrier_missing", "3"},
		{incident->occurred_at - MINUTES(20), EVENT_EVENT, cell(t, "why2"), "gap", ""},
		{incident->occurred_at, EVENT_EVENT, cell(t, "problem"), "barrier_failed", "1,2"},
		{incident->reported_at, EVENT_EVENT, STR("The event was reported and the spot made safe"), "barrier_held", "1"},
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof events / sizeof *events && rc == RC_OK; i++) {
		struct sequence_event row;
		record_clear(&sequence_event_record, &row);
		row.happened_at = events[i].at;
		row.kind = events[i].kind;
		row.what = events[i].what;
		row.flag = codes_find(&event_flag_codes, str_of(events[i].flag));
		row.evidence = str_of(events[i].evidence);
		row.is_assumption = row.evidence.len == 0;
		row.is_approximate = i == 1;
		rc = add(db, t, &sequence_event_entries, &row);
	}
	return rc;
}

static enum rc add_causes(struct db *db, struct telling *t)
{
	const struct {
		enum cause_kind kind;
		const char *text, *factor, *evidence;
	} causes[] = {
		{CAUSE_ROOT, "why4", "root_factor", "3"},
		{CAUSE_CONTRIBUTING, "contributing", "contributing_factor", "1,2"},
		{CAUSE_IMMEDIATE, "immediate", "immediate_factor", "1"},
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof causes / sizeof *causes && rc == RC_OK; i++) {
		struct cause row;
		record_clear(&cause_record, &row);
		row.kind = causes[i].kind;
		row.text = cell(t, causes[i].text);
		row.factor = codes_find(&factor_codes, cell(t, causes[i].factor));
		row.evidence = str_of(causes[i].evidence);
		row.why_id = i == 0 ? t->last_why_id : 0;
		rc = add(db, t, &cause_entries, &row);
	}
	return rc;
}

/* --- frame and signatures --- */

static enum rc name_people(struct db *db, struct telling *t, struct incident *incident)
{
	struct incident before;
	struct actor actor = actor_command(t->demo->organization.id, "command", "muster demo", t->at);
	enum rc rc = incident_lock(db, t->arena, t->demo->organization.id, t->event->incident.id, &before);

	if (rc != RC_OK)
		return rc;
	*incident = before;
	incident->investigation_required = true;
	incident->investigation_lead_id = t->lead->person_id;
	incident->investigation_approver_id = t->approver->person_id;
	incident->investigation_due_on = zone_day(t->demo->zone, incident->reported_at) + 21;
	incident->investigation_team = investigation_team_text(t->arena, &t->member->person_id, 1);
	rc = incident_change(db, t->arena, &actor, "incident.configured", &before, incident, STR_NONE);
	t->event->incident = *(struct incident *)record_copy(t->demo->arena, &incident_record, incident);
	return rc;
}

static enum rc write_frame(struct db *db, struct telling *t, const struct incident *incident)
{
	struct actor actor = person_actor(t, t->lead);
	enum rc rc = investigation_lock(db, t->arena, &actor, incident, &t->investigation);
	struct investigation after = t->investigation;

	if (rc != RC_OK)
		return rc;
	after.has_whys = after.has_timeline = true;
	after.has_fishbone = t->stage > STAGE_BEGUN;
	after.scope = STR("The spot, the task and how it was planned. Left out: treatment and claims.");
	after.approval_due_on = incident->investigation_due_on + 7;
	rc = investigation_change(db, t->arena, &actor, "investigation.arranged", &t->investigation, &after, STR_NONE);
	t->investigation = after;
	return rc;
}

static enum rc conclude(struct db *db, struct telling *t, const struct incident *incident)
{
	struct actor actor = person_actor(t, t->lead);
	struct findings findings;
	enum rc rc = findings_load(db, t->arena, incident, &findings);

	if (rc != RC_OK)
		return rc;
	struct investigation after = findings.investigation;
	after.conclusion = draft_conclusion(t->arena, NULL, t->event->site->zone, &findings);
	rc = investigation_change(db, t->arena, &actor, "investigation.concluded", &findings.investigation, &after,
				  STR_NONE);
	t->investigation = after;
	return rc;
}

static enum rc sign(struct db *db, struct telling *t, const struct incident *incident,
		    const struct demo_account *account, int meaning, struct str reason)
{
	struct decision decision = {meaning, reason, t->event->site->row.zone};
	struct investigation now;

	t->at += HOURS(2);
	struct actor actor = person_actor(t, account);
	enum rc rc = investigation_lock_any(db, t->arena, incident->organization_id, incident->id, &now);
	if (rc == RC_OK)
		rc = signature_policy_accept(db, t->arena, &actor, str_of(signature_policy_text));
	return rc == RC_OK ? approval_sign(db, t->arena, &actor, incident, &now, &decision) : rc;
}

static enum rc sign_all(struct db *db, struct telling *t, const struct incident *incident)
{
	struct str reason = STR("The contributing causes rest on one interview. Please talk to the second shift as well.");
	enum rc rc = t->stage >= STAGE_SUBMITTED ? sign(db, t, incident, t->lead, MEANING_AUTHORED, STR_NONE) : RC_OK;

	if (rc == RC_OK && t->stage == STAGE_REJECTED)
		rc = sign(db, t, incident, t->approver, MEANING_REJECTED, reason);
	if (rc == RC_OK && t->stage == STAGE_APPROVED)
		rc = sign(db, t, incident, t->approver, MEANING_APPROVED, STR_NONE);
	return rc;
}

static enum rc tell(struct db *db, void *closure)
{
	struct telling *t = closure;
	moment begin = t->at;
	struct incident incident;
	enum rc rc = name_people(db, t, &incident);

	if (rc == RC_OK)
		rc = write_frame(db, t, &incident);
	if (rc == RC_OK)
		rc = add_evidence(db, t);
	if (rc == RC_OK)
		rc = add_whys(db, t);
	if (rc == RC_OK && t->stage > STAGE_BEGUN)
		rc = add_fishbone(db, t);
	if (rc == RC_OK)
		rc = add_timeline(db, t);
	if (rc == RC_OK && t->stage > STAGE_BEGUN)
		rc = add_causes(db, t);
	if (rc == RC_OK && t->stage > STAGE_BEGUN)
		rc = conclude(db, t, &incident);
	if (rc == RC_OK)
		rc = sign_all(db, t, &incident);
	t->at = begin; /* the transaction may run again */
	return rc;
}

/* --- which ones --- */

static size_t row_for(const struct telling *t)
{
	const struct demo *demo = t->demo;
	struct str code = STR("*");
	size_t row = 0;

	for (size_t i = 0; i < demo->category_count; i++)
		if (demo->categories[i].id == t->event->incident.category_id)
			code = demo->categories[i].code;
	for (size_t i = 0; i < t->table.count; i++) {
		struct str category = demo_table_cell(&t->table, i, "category");
		if (str_equal(category, code))
			return i;
		if (str_is(category, "*"))
			row = i;
	}
	return row;
}

static void cast(struct telling *t, size_t n)
{
	const struct demo_account *investigator = account_of(t->demo, "investigator"), *ehs = account_of(t->demo, "ehs"),
				  *supervisor = account_of(t->demo, "supervisor"),
				  *superadmin = account_of(t->demo, "superadmin");
	bool is_first_site = t->event->site == &t->demo->sites[0];

	t->lead = n % 3 == 2 ? ehs : investigator;
	t->member = n % 3 == 2 ? investigator : account_of(t->demo, "ehs.dayton");
	t->approver = is_first_site ? supervisor : t->lead == ehs ? superadmin : ehs;
}

/* RC_NOT_FOUND: this one has no investigation. */
static enum rc choose(struct telling *t, size_t *running, size_t *closed)
{
	static const enum stage stages[] = {STAGE_BEGUN, STAGE_SUBMITTED, STAGE_WRITTEN, STAGE_REJECTED};
	const struct incident *incident = &t->event->incident;
	bool is_over = incident->status == STATUS_CAPA_PENDING || incident->status == STATUS_CLOSED;

	if (incident->reg == REGISTER_OPERATIONS || incident->environment != ENVIRONMENT_PROD)
		return RC_NOT_FOUND;
	if (incident->status == STATUS_INVESTIGATION || incident->status == STATUS_UNDER_INVESTIGATION) {
		t->stage = stages[(*running)++ % 4];
		cast(t, *running);
		t->at = incident->updated_at + MINUTES(10);
		return RC_OK;
	}
	if (!is_over || !incident->investigation_required)
		return RC_NOT_FOUND;
	if (incident->status == STATUS_CLOSED && (*closed)++ >= CLOSED_MOST)
		return RC_NOT_FOUND;
	t->stage = STAGE_APPROVED;
	cast(t, *closed);
	t->at = incident->updated_at - DAYS(incident->status == STATUS_CLOSED ? 4 : 1);
	if (t->at < incident->reported_at)
		t->at = incident->reported_at;
	return RC_OK;
}

enum rc demo_investigation_load(struct demo *demo, const struct config *config)
{
	struct telling t = {.demo = demo, .arena = arena_new(0), .config = config};
	size_t running = 0, closed = 0;
	enum rc rc = demo_table_read(demo->arena, demo->folder, "investigations.csv", &t.table);

	/* The latest first. */
	for (size_t i = demo->event_count; i > 0 && rc == RC_OK; i--) {
		t.event = &demo->events[i - 1];
		if (!t.event->incident.id || choose(&t, &running, &closed) != RC_OK)
			continue;
		t.row = row_for(&t);
		rc = db_transaction(demo->db, "demo_investigation", tell, &t);
		arena_reset(t.arena);
	}
	arena_free(t.arena);
	return rc;
}
