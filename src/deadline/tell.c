#include "deadline/tell.h"

#include "base/log.h"
#include "base/text.h"
#include "deadline/refresh.h"
#include "event/event.h"
#include "organization/people_store.h"

enum { TELL_MOST = 500, CHAIN_MOST = 30 };

/* The responsible person and those above, without who has left. */
struct chain {
	int64_t responsible_id;
	int64_t above[CHAIN_MOST];
	size_t count;
};

static enum rc load_chain(const struct refresh *refresh, const struct deadline *deadline, struct chain *chain)
{
	struct rows rows = {NULL, 0};
	enum rc rc = RC_OK;

	*chain = (struct chain){0};
	if (deadline->responsible_id)
		rc = person_chain(refresh->db, refresh->arena, refresh->organization_id, deadline->responsible_id, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count && chain->count < CHAIN_MOST; i++) {
		const struct person *person = ROW(struct person, rows, i);
		if (person->is_active && person->id == deadline->responsible_id)
			chain->responsible_id = person->id;
		else if (person->is_active)
			chain->above[chain->count++] = person->id;
	}
	return rc;
}

static void put_id(struct text *out, const char *name, int64_t id)
{
	if (id)
		text_printf(out, ",\"%s\":%lld", name, (long long)id);
	else
		text_printf(out, ",\"%s\":null", name);
}

static void put_people(struct text *out, const struct chain *chain, int64_t stage)
{
	const size_t step = (size_t)stage_step(stage);
	const char *comma = "";

	text_cstr(out, ",\"person_ids\":[");
	if (step) {
		if (step < chain->count)
			text_int(out, chain->above[step]);
	} else {
		if (chain->responsible_id) {
			text_int(out, chain->responsible_id);
			comma = ",";
		}
		if (stage == STAGE_OVERDUE && chain->count)
			text_printf(out, "%s%lld", comma, (long long)chain->above[0]);
	}
	text_cstr(out, "]");
}

static const char *stage_code(int64_t stage)
{
	return codes_code(&deadline_stage_codes, stage > STAGE_ESCALATED ? STAGE_ESCALATED : (int)stage);
}

static struct str payload_of(struct arena *arena, const struct deadline *d, const struct chain *chain, int64_t stage)
{
	struct text out = TEXT_IN(arena);
	const size_t step = (size_t)stage_step(stage);
	const bool is_capa = d->kind == DEADLINE_CAPA || d->kind == DEADLINE_EFFECT;

	text_printf(&out, "{\"deadline_id\":%lld,\"deadline\":\"%s\",\"stage\":\"%s\",\"step\":%zu,\"round\":%lld",
		    (long long)d->id, codes_code(&deadline_kind_codes, d->kind), stage_code(stage), step,
		    (long long)d->round);
	put_id(&out, "incident_id", d->incident_id);
	put_id(&out, "capa_id", is_capa ? d->subject_id : 0);
	put_id(&out, "establishment_id", d->establishment_id);
	put_id(&out, "department_id", d->department_id);
	put_id(&out, "responsible_id", chain->responsible_id);
	put_id(&out, "manager_id", chain->count ? chain->above[0] : 0);
	put_id(&out, "escalated_to_id", step && step < chain->count ? chain->above[step] : 0);
	put_people(&out, chain, stage);
	text_printf(&out, ",\"due_at\":\"%.*s\"", STR_ARG(moment_text(arena, d->due_at)));
	if (d->due_on != DAY_NONE)
		text_printf(&out, ",\"due_on\":\"%.*s\"}", STR_ARG(day_text(arena, d->due_on)));
	else
		text_cstr(&out, ",\"due_on\":null}");
	return text_str(&out);
}

static enum rc write_events(const struct refresh *refresh, const struct deadline *d, int64_t stage)
{
	struct arena *arena = refresh->arena;
	const struct actor actor = actor_command(d->organization_id, "system", "deadlines", refresh->now);
	struct chain chain;
	enum rc rc = load_chain(refresh, d, &chain);

	if (rc != RC_OK)
		return rc;
	const struct event event = {
		.kind = arena_printf(arena, "deadline.%s", stage_code(stage)).at,
		.subject = "deadline",
		.subject_id = d->id,
		.payload = payload_of(arena, d, &chain, stage),
	};
	if (d->kind != DEADLINE_CAPA || stage != STAGE_OVERDUE)
		return event_add(refresh->db, arena, &actor, &event);
	const struct event late = {
		.kind = "capa.overdue", .subject = "capa", .subject_id = d->subject_id, .payload = event.payload};
	return event_add_both(refresh->db, arena, &actor, &event, &late);
}

struct telling {
	struct arena *arena;
	moment now;
	const struct deadline_due *due;
};

/* Asks the source once more. Years, training and roles are looked at by the sweep. */
static enum rc look_again(struct refresh *refresh, const struct deadline *d)
{
	if (d->incident_id)
		return refresh_incident(refresh, d->incident_id);
	if (d->kind == DEADLINE_CAPA || d->kind == DEADLINE_EFFECT)
		return refresh_capa(refresh, d->subject_id);
	return RC_OK;
}

static enum rc tell_stage(struct refresh *refresh, const struct deadline *d)
{
	const struct stage_facts facts = refresh_stage_facts(refresh, d);
	const int64_t stage = stage_now(&facts, refresh->now);
	struct deadline after = *d;
	enum rc rc = RC_OK;

	if (stage > d->stage) {
		rc = deadline_told_insert(refresh->db, d, stage, refresh->now);
		if (rc == RC_OK)
			rc = write_events(refresh, d, stage);
		else if (rc == RC_DUPLICATE)
			rc = RC_OK;
		after.stage = stage;
	}
	if (rc != RC_OK)
		return rc;
	const struct stage_facts next = refresh_stage_facts(refresh, &after);
	after.next_at = stage_next_at(&next);
	return deadline_update(refresh->db, d, &after);
}

static enum rc write_told(struct db *db, void *closure)
{
	const struct telling *t = closure;
	const int64_t organization_id = t->due->organization_id;
	struct refresh refresh;
	struct deadline d;
	enum rc rc = deadline_lock(db, t->arena, organization_id, t->due->id, &d);

	if (rc != RC_OK || d.next_at == MOMENT_NONE || d.next_at > t->now)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = refresh_begin(db, t->arena, organization_id, t->now, &refresh);
	if (rc == RC_OK)
		rc = look_again(&refresh, &d);
	if (rc == RC_OK)
		rc = deadline_by_id(db, t->arena, organization_id, t->due->id, &d);
	if (rc != RC_OK || !deadline_is_open(&d))
		return rc;
	return tell_stage(&refresh, &d);
}

enum rc tell_one(struct db *db, struct arena *arena, moment now, const struct deadline_due *due)
{
	struct telling telling = {arena, now, due};

	return db_transaction(db, "deadline.tell", write_told, &telling);
}

/* One that cannot be told now holds no other back. */
static enum rc run(const struct worker_call *call)
{
	struct rows rows;
	enum rc rc = deadline_due_list(call->db, call->arena, call->now, TELL_MOST, &rows), failed = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct deadline_due *due = ROW(struct deadline_due, rows, i);
		struct arena *arena = arena_new(0);
		enum rc told = tell_one(call->db, arena, call->now, due);
		arena_free(arena);
		if (told == RC_UNAVAILABLE)
			return told;
		if (told != RC_OK) {
			LOG(LOG_WARN, "deadline.tell", "%lld: %s", (long long)due->id, rc_name(told));
			failed = told;
		}
	}
	return rc == RC_OK ? failed : rc;
}

const struct worker_task tell_task = {
	.name = "deadlines",
	.every = SECONDS(10),
	.run = run,
	.help = "tells of deadlines that approach, are due or overdue, and escalates",
};
