#include "demo/demo_capa.h"

#include "base/random.h"
#include "capa/capa_change.h"
#include "capa/capa_store.h"
#include "capa/flag_store.h"
#include "investigation/cause_store.h"
#include "signature/signature_form.h"

/* How far an action has come. */
enum fate {
	FATE_OPEN,
	FATE_LATE,
	FATE_BEGUN,
	FATE_DONE,
	FATE_VERIFIED,
	FATE_CHECK_DUE,
	FATE_EFFECTIVE,
	FATE_REOPENED,
	FATE_CANCELLED,
};

struct acting {
	struct demo *demo;
	struct arena *arena;
	struct demo_table table;
	const struct demo_event *event; /* NULL: stands for itself */
	const struct demo_site *site;
	struct capa capa;
	enum fate fate;
	size_t row, n;
	moment at;
};

enum { CLOSED_MOST = 90, CHECK_DAYS = 90 };

static const struct demo_account *account_of(const struct demo *demo, const char *name)
{
	for (size_t i = 0; i < demo->account_count; i++)
		if (str_starts(demo->accounts[i].login, arena_printf(demo->arena, "%s@", name)))
			return &demo->accounts[i];
	return &demo->accounts[0];
}

static struct str cell(const struct acting *a, const char *column)
{
	return demo_table_cell(&a->table, a->row, column);
}

static struct actor actor_at(const struct acting *a)
{
	return actor_command(a->demo->organization.id, "command", "muster demo", a->at);
}

static day on(const struct acting *a, moment at)
{
	return zone_day(a->site->zone, at);
}

/* --- what is written --- */

static enum rc put_step(struct db *db, const struct acting *a, enum capa_entry_kind kind, int64_t person_id,
			struct str name, const char *body)
{
	struct capa_entry entry = {
		.organization_id = a->capa.organization_id,
		.capa_id = a->capa.id,
		.round = a->capa.round,
		.kind = kind,
		.body = str_of(body),
		.due_before = DAY_NONE,
		.due_after = DAY_NONE,
		.made_by_id = person_id,
		.made_by = name,
		.is_outside = kind != ENTRY_CREATED && person_id == 0,
		.made_at = a->at,
	};

	return capa_step_insert(db, &entry);
}

static struct str doer_name(const struct acting *a)
{
	for (size_t i = 0; i < a->demo->person_count; i++)
		if (a->demo->people[i].id == a->capa.responsible_id)
			return arena_printf(a->arena, "%.*s %.*s", STR_ARG(a->demo->people[i].given_name),
					    STR_ARG(a->demo->people[i].family_name));
	return a->capa.outside_name.len ? a->capa.outside_name : STR("Staff");
}

/* Takes the step in the row, and writes it down. */
static enum rc take(struct db *db, struct acting *a, enum capa_step step, enum capa_entry_kind kind, int64_t person_id,
		    struct str name, const char *words)
{
	enum rc rc = put_step(db, a, kind, person_id, name, words);

	capa_take(&a->capa, step, person_id, str_of(words), a->at, on(a, a->at), CHECK_DAYS);
	a->capa.updated_at = a->at;
	a->capa.version++;
	return rc;
}

static enum rc sign(struct db *db, const struct acting *a, const struct demo_account *signer, int meaning,
		    const char *reason)
{
	const struct actor actor = {
		.organization_id = a->capa.organization_id,
		.account_id = signer->account_id,
		.kind = "account",
		.name = signer->name,
		.auth_method = STR("password"),
		.now = a->at,
	};
	struct signature signature;
	enum rc rc = signature_policy_accept(db, a->arena, &actor, str_of(signature_policy_text));

	record_clear(&signature_record, &signature);
	signature.kind = SIGNATURE_CAPA;
	signature.subject_id = a->capa.id;
	signature.incident_id = a->capa.incident_id;
	signature.round = a->capa.version;
	signature.meaning = meaning;
	signature.reason = str_of(reason);
	signature.zone = a->site->row.zone;
	if (rc == RC_OK)
		rc = capa_content(db, a->arena, &a->capa, &signature.content);
	return rc == RC_OK ? signature_sign(db, a->arena, &actor, &signature) : rc;
}

static enum rc complete(struct db *db, struct acting *a)
{
	static const char *const words[] = {
		"Done and shown to the shift lead. Nothing to photograph.",
		"Installed, tried out with the crew, and entered in the plan of upkeep.",
		"All shifts have been briefed; the lists are with the supervisor.",
	};
	moment latest = a->demo->now - HOURS(6);

	a->at += DAYS(demo_random_between(&a->demo->random, 3, 16));
	a->at = a->at > latest ? latest : a->at;
	return take(db, a, STEP_COMPLETE, ENTRY_COMPLETE, a->capa.responsible_id, doer_name(a), words[a->n % 3]);
}

static enum rc verify(struct db *db, struct acting *a)
{
	const struct demo_account *ehs = account_of(a->demo, a->n % 2 ? "ehs" : "superadmin");

	a->at += HOURS(demo_random_between(&a->demo->random, 2, 5));
	enum rc rc = take(db, a, STEP_VERIFY, ENTRY_VERIFY, ehs->person_id, ehs->name, "Seen on the spot.");
	return rc == RC_OK ? sign(db, a, ehs, MEANING_VERIFIED, "Seen on the spot.") : rc;
}

static enum rc judge(struct db *db, struct acting *a, bool is_effective)
{
	const struct demo_account *ehs = account_of(a->demo, "ehs");
	const char *words = is_effective ? "No recurrence since, and the inspection found it in order."
					 : "It was found bypassed at the inspection; the same can happen again.";
	enum rc rc;

	a->at += DAYS(is_effective ? CHECK_DAYS : 20);
	a->at = a->at > a->demo->now - HOURS(1) ? a->demo->now - HOURS(1) : a->at;
	rc = sign(db, a, ehs, is_effective ? MEANING_REVIEWED : MEANING_REJECTED, words);
	if (rc != RC_OK)
		return rc;
	return is_effective ? take(db, a, STEP_EFFECTIVE, ENTRY_EFFECTIVE, ehs->person_id, ehs->name, words)
			    : take(db, a, STEP_NOT_EFFECTIVE, ENTRY_NOT_EFFECTIVE, ehs->person_id, ehs->name, words);
}

static enum rc live(struct db *db, struct acting *a)
{
	const enum fate fate = a->fate;
	enum rc rc = RC_OK;

	if (fate == FATE_BEGUN) {
		a->at += HOURS(30);
		a->at = a->at > a->demo->now ? a->demo->now : a->at;
		rc = take(db, a, STEP_START, ENTRY_START, a->capa.responsible_id, doer_name(a), NULL);
		if (rc == RC_OK)
			rc = put_step(db, a, ENTRY_NOTE, a->capa.responsible_id, doer_name(a),
				      "Offers are in; the order goes out this week.");
	}
	if (fate == FATE_CANCELLED)
		rc = take(db, a, STEP_CANCEL, ENTRY_CANCEL, a->capa.creator_id, STR("Site management"),
			  "The equipment was taken out of service.");
	if (fate >= FATE_DONE && fate <= FATE_REOPENED)
		rc = complete(db, a);
	if (rc == RC_OK && fate >= FATE_VERIFIED && fate <= FATE_REOPENED)
		rc = verify(db, a);
	if (rc == RC_OK && (fate == FATE_EFFECTIVE || fate == FATE_REOPENED))
		rc = judge(db, a, fate == FATE_EFFECTIVE);
	return rc;
}

/* --- what it is --- */

static void cast(struct acting *a)
{
	struct demo *demo = a->demo;
	const struct demo_site *site = a->site;

	if (a->n % 23 == 11) {
		a->capa.outside_name = STR("Harborline Doors and Docks");
		a->capa.outside_email = STR("service@harborline.example");
	} else if (a->n % 9 == 2 && site == &demo->sites[0]) {
		a->capa.responsible_id = account_of(demo, a->n % 2 ? "employee" : "supervisor")->person_id;
	} else {
		a->capa.responsible_id =
			demo->people[site->first_person + demo_random_below(&demo->random, site->person_count)].id;
	}
	a->capa.creator_id = account_of(demo, a->n % 3 ? "ehs" : "ehs.dayton")->person_id;
	if (a->n % 2)
		a->capa.verifier_id = account_of(demo, "ehs")->person_id;
	if (a->capa.verifier_id == a->capa.responsible_id)
		a->capa.verifier_id = 0;
}

static day due_on(const struct acting *a)
{
	day today = a->demo->today;

	switch (a->fate) {
	case FATE_LATE:
		return today - (day)(1 + a->n % 19);
	case FATE_OPEN:
	case FATE_BEGUN:
	case FATE_REOPENED:
		return today + (day)(3 + a->n * 5 % 40);
	default:
		/* Most are done in time. */
		return on(a, a->at) + (day)(a->n % 6 == 0 ? 5 : 21);
	}
}

static enum rc add_cause(struct db *db, struct acting *a)
{
	struct rows causes;

	if (!a->capa.incident_id)
		return RC_OK;
	enum rc rc = cause_list(db, a->arena, a->capa.organization_id, a->capa.incident_id, &causes);
	if (rc == RC_OK && causes.count)
		a->capa.cause_id = ROW(struct cause, causes, a->n % causes.count)->entry.id;
	return rc;
}

static enum rc begin(struct db *db, struct acting *a)
{
	struct capa *capa = &a->capa;
	int64_t serial;
	int year = day_civil(on(a, a->at)).year;
	enum rc rc;

	record_clear(&capa_record, capa);
	capa->organization_id = a->demo->organization.id;
	capa->environment = ENVIRONMENT_PROD;
	capa->establishment_id = a->site->row.id;
	if (a->event) {
		capa->incident_id = a->event->incident.id;
		capa->department_id = a->event->incident.department_id;
	}
	capa->uuid = uuid_new(a->arena, a->at);
	capa->title = cell(a, "title");
	capa->description = cell(a, "description");
	capa->type = codes_find(&capa_type_codes, cell(a, "type"));
	capa->strength = codes_find(&capa_strength_codes, cell(a, "strength"));
	capa->priority = a->n % 4 == 0 ? PRIORITY_HIGH : a->n % 4 == 3 ? PRIORITY_LOW : PRIORITY_MEDIUM;
	capa->status = CAPA_OPEN;
	capa->round = capa->version = 1;
	capa->is_settled = true;
	capa->created_at = capa->updated_at = a->at;
	cast(a);
	capa->due_on = due_on(a);
	rc = capa_serial_next(db, capa->organization_id, year, &serial);
	if (rc == RC_OK)
		capa->number = capa_number(a->arena, year, serial);
	return rc == RC_OK ? add_cause(db, a) : rc;
}

static enum rc tell(struct db *db, void *closure)
{
	struct acting *a = closure;
	const struct actor actor = actor_at(a);
	enum rc rc = begin(db, a);

	if (rc == RC_OK)
		rc = capa_insert(db, &a->capa);
	if (rc == RC_OK)
		rc = put_step(db, a, ENTRY_CREATED, a->capa.creator_id, STR("EHS"), NULL);
	if (rc == RC_OK)
		rc = audit_change(db, a->arena, &actor, "capa.created", &capa_record, a->capa.id, a->capa.incident_id,
				  NULL, &a->capa, STR(""));
	if (rc == RC_OK)
		rc = live(db, a);
	if (rc == RC_OK && a->capa.version > 1)
		rc = capa_update(db, &a->capa, 1);
	return rc;
}

/* --- which ones --- */

static bool fits(const struct acting *a, size_t row, struct str code)
{
	return str_equal(demo_table_cell(&a->table, row, "category"), code);
}

/* The nth action for the category, or one for any. */
static size_t row_for(const struct acting *a, struct str code, size_t nth)
{
	size_t own = 0, found = 0;

	for (size_t i = 0; i < a->table.count; i++)
		own += fits(a, i, code);
	if (!own)
		return row_for(a, STR("*"), nth);
	for (size_t i = 0; i < a->table.count; i++)
		if (fits(a, i, code) && found++ == nth % own)
			return i;
	return 0;
}

static struct str category_of(const struct acting *a)
{
	for (size_t i = 0; i < a->demo->category_count; i++)
		if (a->demo->categories[i].id == a->event->incident.category_id)
			return a->demo->categories[i].code;
	return STR("*");
}

static enum rc act(struct acting *a, struct str category, size_t nth, enum fate fate, moment at)
{
	a->row = row_for(a, category, nth);
	a->fate = fate;
	a->at = at < a->demo->now ? at : a->demo->now;
	a->n++;
	enum rc rc = db_transaction(a->demo->db, "demo_capa", tell, a);
	arena_reset(a->arena);
	return rc;
}

static enum rc act_on_pending(struct acting *a)
{
	static const enum fate fates[] = {FATE_OPEN, FATE_LATE, FATE_BEGUN, FATE_DONE, FATE_OPEN, FATE_BEGUN};
	moment at = a->event->incident.updated_at + HOURS(1);
	struct str category = category_of(a);
	enum rc rc = act(a, category, 0, fates[a->n % 6], at);

	return rc == RC_OK ? act(a, category, 1, a->n % 3 ? FATE_OPEN : FATE_VERIFIED, at + HOURS(1)) : rc;
}

static enum rc act_on_closed(struct acting *a)
{
	static const enum fate fates[] = {FATE_VERIFIED, FATE_EFFECTIVE, FATE_CHECK_DUE, FATE_VERIFIED, FATE_CANCELLED,
					  FATE_EFFECTIVE, FATE_DONE, FATE_REOPENED};
	const struct incident *incident = &a->event->incident;
	enum fate fate = fates[a->n % 8];
	moment at = incident->closed_at - DAYS(20);

	if (at < incident->reported_at)
		at = incident->reported_at + HOURS(3);
	/* There must have been time for it. */
	if (fate == FATE_EFFECTIVE && at > a->demo->now - DAYS(CHECK_DAYS + 30))
		fate = FATE_VERIFIED;
	if (fate == FATE_REOPENED && at > a->demo->now - DAYS(40))
		fate = FATE_VERIFIED;
	return act(a, category_of(a), a->n, fate, at);
}

enum rc demo_capa_load(struct demo *demo)
{
	struct acting a = {.demo = demo, .arena = arena_new(0)};
	size_t closed = 0;
	enum rc rc = demo_table_read(demo->arena, demo->folder, "actions.csv", &a.table);

	for (size_t i = demo->event_count; i > 0 && rc == RC_OK; i--) {
		a.event = &demo->events[i - 1];
		a.site = a.event->site;
		const struct incident *incident = &a.event->incident;
		if (!incident->id || incident->reg == REGISTER_OPERATIONS || incident->environment != ENVIRONMENT_PROD)
			continue;
		if (incident->status == STATUS_CAPA_PENDING)
			rc = act_on_pending(&a);
		else if (incident->status == STATUS_CLOSED && i % 31 == 0 && closed++ < CLOSED_MOST)
			rc = act_on_closed(&a);
	}
	a.event = NULL;
	for (size_t i = 0; rc == RC_OK && i < 3; i++) {
		static const enum fate fates[] = {FATE_BEGUN, FATE_LATE, FATE_OPEN};
		a.site = &demo->sites[i % demo->site_count];
		rc = act(&a, STR("free"), i, fates[i], demo->now - DAYS(30));
	}
	arena_free(a.arena);
	return rc;
}

struct comparing {
	struct demo *demo;
	bool is_behind;
};

static enum rc compare(struct db *db, void *closure)
{
	struct comparing *c = closure;
	int64_t count;

	return flag_compare(db, c->demo->arena, c->demo->organization.id, c->demo->now, &count, &c->is_behind);
}

enum rc demo_capa_compare(struct demo *demo)
{
	struct comparing comparing = {demo, true};
	enum rc rc = RC_OK;

	while (rc == RC_OK && comparing.is_behind)
		rc = db_transaction(demo->db, "demo.compare", compare, &comparing);
	return rc;
}
