#include "osha/case_decide.h"

#include "base/random.h"
#include "event/event.h"
#include "incident/injured_store.h"
#include "organization/place_store.h"
#include "osha/case_store.h"
#include "osha/special_case.h"
#include "osha/report_items.h"

int64_t case_log_establishment(int64_t event_establishment_id, int64_t home_establishment_id)
{
	return event_establishment_id ? event_establishment_id : home_establishment_id;
}

static enum rc decide(struct db *db, struct arena *arena, struct case_change *change,
		      struct case_facts *facts, struct recordability *verdict)
{
	struct establishment place;
	struct osha_case *c = change->c;
	enum rc rc = establishment_by_id(db, arena, c->organization_id, c->establishment_id, &place);

	if (rc != RC_OK)
		return rc;
	*facts = *change->facts;
	facts->keeps_records = place.keeps_records == KEEPS_RECORDS_YES ? ANSWER_YES : ANSWER_NO;
	recordability_decide(arena, facts, change->today, verdict);
	case_apply(c, verdict);
	/* The rules make no entry for what they do not find recordable; its kind and privacy are facts all the same. */
	if (c->recordable == RECORDABLE_YES && verdict->recordable != RECORDABLE_YES) {
		c->type = (int)special_case_kind(facts);
		c->is_privacy = privacy_decide(arena, facts, (enum osha_type)c->type).is_case;
	}
	c->injury_on = facts->injury_on;
	return RC_OK;
}

static enum rc give_number(struct db *db, struct arena *arena, const struct case_change *change)
{
	struct osha_case *c = change->c;
	int64_t number;
	enum rc rc;

	if (change->case_number.len) {
		c->case_number = change->case_number;
		if (str_to_int(c->case_number, 1, 999999999, &number)) {
			c->case_position = number;
			return case_number_used(db, c->organization_id, c->establishment_id, c->year, number);
		}
	}
	rc = case_number_next(db, arena, c->organization_id, c->establishment_id, c->year, &number);
	if (rc != RC_OK)
		return rc;
	c->case_position = number;
	if (!c->case_number.len)
		c->case_number = arena_printf(arena, "%lld", (long long)number);
	return RC_OK;
}

/* A line appears when the case is first recordable, is lined out when it is not any more, and comes back with
 * its number. */
static enum rc place_on_log(struct db *db, struct arena *arena, const struct case_change *change, moment now)
{
	struct osha_case *c = change->c;

	if (c->recordable == RECORDABLE_YES) {
		c->lined_out_at = MOMENT_NONE;
		return c->case_number.len ? RC_OK : give_number(db, arena, change);
	}
	if (c->case_number.len && c->lined_out_at == MOMENT_NONE)
		c->lined_out_at = now;
	return RC_OK;
}

static struct osha_decision decision_of(struct arena *arena, const struct actor *actor,
					const struct case_change *change, const struct case_facts *facts,
					const struct recordability *verdict)
{
	const struct osha_case *c = change->c;
	return (struct osha_decision){
		.organization_id = c->organization_id,
		.case_id = c->id,
		.recordable = c->recordable,
		.outcome = c->outcome,
		.days_away = c->days_away,
		.days_restricted = c->days_restricted,
		.type = c->type,
		.is_privacy = c->is_privacy,
		.paragraph = c->paragraph,
		.reason = c->reason,
		.answers = case_answers(arena, facts, verdict),
		.rules_version = c->rules_version,
		.override = c->override,
		.override_reason = c->override_reason,
		.decided_at = actor->now,
		.decided_by_id = change->decided_by_id,
		.decided_by_name = actor->name,
	};
}

static enum rc write_row(struct db *db, struct arena *arena, const struct actor *actor, struct case_change *change)
{
	struct osha_case *c = change->c;

	c->decided_at = c->updated_at = actor->now;
	c->decided_by_id = change->decided_by_id;
	if (c->id)
		return case_update(db, c);
	c->uuid = uuid_new(arena, actor->now);
	c->created_at = actor->now;
	c->version = 1;
	return case_insert(db, c);
}

/* Lists of incidents find it by the outcomes of its recordable cases. */
static enum rc mark_incident(struct db *db, struct arena *arena, const struct osha_case *c)
{
	struct rows cases;
	unsigned outcomes = 0;
	enum rc rc = case_list_of_incident(db, arena, c->organization_id, c->incident_id, &cases);

	for (size_t i = 0; rc == RC_OK && i < cases.count; i++) {
		const struct osha_case *other = ROW(struct osha_case, cases, i);
		if (other->recordable == RECORDABLE_YES && other->outcome)
			outcomes |= 1u << other->outcome;
	}
	return rc == RC_OK ? injured_mark_outcomes(db, c->organization_id, c->incident_id, outcomes) : rc;
}

/* The name is masked on the incident's pages from the moment on which the log masks it. */
static enum rc write_case(struct db *db, struct arena *arena, const struct actor *actor,
			  struct case_change *change)
{
	const struct osha_case *c = change->c;
	enum rc rc = write_row(db, arena, actor, change);

	if (rc == RC_OK)
		rc = injured_mark_private(db, c->organization_id, c->injured_person_id, c->is_privacy);
	return rc == RC_OK ? mark_incident(db, arena, c) : rc;
}

/* Case and facts as they were; all "not given" for a new case. */
struct before {
	struct osha_case c;
	struct case_facts facts;
	bool exists;
};

static enum rc load_before(struct db *db, struct arena *arena, const struct osha_case *c,
			   struct before *before)
{
	before->exists = c->id != 0;
	record_clear(&case_facts_record, &before->facts);
	if (!before->exists)
		return RC_OK;
	enum rc rc = case_by_uuid(db, arena, c->organization_id, c->uuid, &before->c);
	return rc == RC_OK ? case_facts_load(db, arena, c, &before->facts) : rc;
}

/* A case that moves to another log takes a number there; its old number is not given again. */
static void leave_old_log(struct osha_case *c, const struct before *before)
{
	if (!before->exists ||
	    (before->c.establishment_id == c->establishment_id && before->c.year == c->year))
		return;
	c->case_number = STR_NONE;
	c->case_position = NUMBER_NONE;
	c->lined_out_at = MOMENT_NONE;
}

static enum rc tell(struct db *db, struct arena *arena, const struct actor *actor,
		    const struct case_change *change, const struct before *before,
		    const struct case_facts *facts)
{
	const struct osha_case *c = change->c;
	const char *action = before->exists ? "osha_case.decided" : "osha_case.created";
	enum rc rc = audit_change(db, arena, actor, action, &osha_case_record, c->id, c->incident_id,
				  before->exists ? &before->c : NULL, c, change->reason);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "osha_case.facts", &case_facts_record, c->id,
				  c->incident_id, &before->facts, facts, change->reason);
	struct event event = {
		.kind = action,
		.subject = "osha_case",
		.subject_id = c->id,
		.payload =
			arena_printf(arena, "{\"incident_id\":%lld,\"recordable\":\"%s\",\"outcome\":\"%s\"}",
				     (long long)c->incident_id, codes_code(&recordable_codes, c->recordable),
				     codes_code(&outcome_codes, c->outcome)),
	};
	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}

/* The duty of 1904.29(b)(3) is done with the decision and, when it is yes, a complete Form 301; it stays done from then on. */
static enum rc settle_recording(struct db *db, struct arena *arena, const struct case_change *change, moment now)
{
	struct osha_case *c = change->c;
	struct case_report stored;
	struct report_gap gaps[REPORT_GAPS_MOST];
	enum rc rc = RC_OK;

	record_clear(&case_report_record, &stored);
	if (!change->report && c->id)
		rc = case_report_load(db, arena, c, &stored);
	if (rc != RC_OK)
		return rc;
	const bool is_done = c->recordable == RECORDABLE_NO ||
			     (c->recordable == RECORDABLE_YES &&
			      report_items_missing(c, change->report ? change->report : &stored, gaps) == 0);
	c->recorded_at = !is_done ? MOMENT_NONE : c->recorded_at != MOMENT_NONE ? c->recorded_at : now;
	return RC_OK;
}

enum rc case_keep(struct db *db, struct arena *arena, const struct actor *actor, struct case_change *change)
{
	struct osha_case *c = change->c;
	struct case_facts facts;
	struct recordability verdict;
	struct before before;

	if (!case_is_editable(c->year, change->today))
		return RC_DENIED;
	enum rc rc = load_before(db, arena, c, &before);
	if (rc == RC_OK)
		leave_old_log(c, &before);
	if (rc == RC_OK)
		rc = decide(db, arena, change, &facts, &verdict);
	if (rc == RC_OK)
		rc = place_on_log(db, arena, change, actor->now);
	if (rc == RC_OK)
		rc = settle_recording(db, arena, change, actor->now);
	if (rc == RC_OK)
		rc = write_case(db, arena, actor, change);
	if (rc == RC_OK)
		rc = case_facts_save(db, c, &facts);
	if (rc == RC_OK && change->report)
		rc = case_report_save(db, c, change->report);
	if (rc != RC_OK)
		return rc;
	struct osha_decision decision = decision_of(arena, actor, change, &facts, &verdict);
	rc = case_decision_add(db, &decision);
	return rc == RC_OK ? tell(db, arena, actor, change, &before, &facts) : rc;
}

enum rc case_recount(struct db *db, struct arena *arena, const struct actor *actor, struct osha_case *c, day today)
{
	const struct osha_case before = *c;
	struct case_facts stored, facts;
	struct recordability verdict;
	struct case_change change = {.c = c, .facts = &stored, .today = today};
	enum rc rc = case_facts_load(db, arena, c, &stored);

	if (rc == RC_OK)
		rc = decide(db, arena, &change, &facts, &verdict);
	if (rc != RC_OK)
		return rc;
	if (c->days_away == before.days_away && c->days_restricted == before.days_restricted &&
	    c->is_days_running == before.is_days_running)
		return RC_OK;
	c->updated_at = actor->now;
	rc = case_update(db, c);
	return rc == RC_OK ? audit_change(db, arena, actor, "osha_case.counted", &osha_case_record, c->id,
					  c->incident_id, &before, c, STR(""))
			   : rc;
}
