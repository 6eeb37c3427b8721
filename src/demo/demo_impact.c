#include "demo/demo_impact.h"

#include "audit/audit.h"
#include "base/random.h"
#include "demo/demo_store.h"
#include "impact/asset_store.h"
#include "impact/cost_store.h"
#include "impact/injury_store.h"
#include "impact/training_store.h"
#include "impact/violation_store.h"

/* One incident whose impacts are made up. */
struct telling {
	struct demo *demo;
	struct arena *arena; /* reset after each incident */
	struct demo_random random;
	const struct demo_table *codes, *assets, *rules, *courses;
	struct rows stored_assets, stored_rules;
	const struct demo_event *event;
	struct str category;
	moment at;
};

static struct str category_of(const struct demo *demo, int64_t id)
{
	for (size_t i = 0; i < demo->category_count; i++)
		if (demo->categories[i].id == id)
			return demo->categories[i].code;
	return STR("");
}

static struct str code_of(const struct telling *t, const char *structure, struct str word, const char *column)
{
	for (size_t i = 0; i < t->codes->count; i++)
		if (str_is(demo_table_cell(t->codes, i, "structure"), structure) &&
		    str_equal(demo_table_cell(t->codes, i, "word"), word))
			return demo_table_cell(t->codes, i, column);
	return STR_NONE;
}

static enum rc note(const struct telling *t, const char *action, const struct record *record, int64_t id,
		    const void *row)
{
	struct actor actor = actor_command(t->demo->organization.id, "command", "muster demo", t->at);

	return audit_change(t->demo->db, t->arena, &actor, action, record, id, t->event->incident.id, NULL, row,
			    STR(""));
}

/* --- people --- */

static const char *treatment_of(enum demo_outcome outcome)
{
	static const char *const words[] = {
		[OUTCOME_FIRST_AID] = "Cleaned and dressed at the first-aid station.",
		[OUTCOME_MEDICAL] = "Seen at the clinic; prescription medication.",
		[OUTCOME_RESTRICTED] = "Seen at the clinic; splint, follow-up after one week.",
		[OUTCOME_AWAY] = "Seen at the clinic and sent home; physical therapy twice a week.",
		[OUTCOME_HOSPITAL] = "Admitted to hospital.",
	};
	return outcome < OUTCOME_DEATH && words[outcome] ? words[outcome] : "";
}

static enum rc tell_injury(struct telling *t)
{
	const struct demo_event *event = t->event;
	struct injured_person injured;
	enum rc rc = RC_OK;

	if (event->outcome == OUTCOME_UNHURT || !demo_random_permille(&t->random, 800))
		return RC_OK;
	rc = demo_store_injured(t->demo->db, t->arena, t->demo->organization.id, event->incident.id, &injured);
	if (rc != RC_OK)
		return rc;
	struct injury injury = {
		.injured_person_id = injured.id,
		.organization_id = t->demo->organization.id,
		.incident_id = event->incident.id,
		.part_code = code_of(t, "part", injured.body_part, "code"),
		.nature_code = code_of(t, "nature", injured.nature, "code"),
		.event_code = code_of(t, "event", t->category, "code"),
		.source_code = code_of(t, "source", t->category, "code"),
		.secondary_code = STR_NONE,
		.marks = code_of(t, "part", injured.body_part, "mark"),
		.treatment = str_of(treatment_of(event->outcome)),
		.returned_on = DAY_NONE,
		.version = 1,
		.created_at = t->at,
		.updated_at = t->at,
	};
	if (event->outcome == OUTCOME_RESTRICTED)
		injury.restrictions = STR("No lifting above 5 kg, no work overhead, until released.");
	rc = injury_insert(t->demo->db, &injury);
	return rc == RC_OK ? note(t, "injury.created", &injury_record, injured.id, &injury) : rc;
}

/* --- assets --- */

static const struct asset *pick_asset(struct telling *t)
{
	const struct asset *fits[64];
	size_t count = 0;

	for (size_t i = 0; i < t->assets->count; i++) {
		struct str prefix = demo_table_cell(t->assets, i, "prefix");
		struct str start = arena_printf(t->arena, "%.*s-%.*s-", STR_ARG(t->event->site->row.code),
						STR_ARG(prefix));
		if (!str_equal(demo_table_cell(t->assets, i, "industry"), t->event->site->industry) ||
		    !demo_impact_has(demo_table_cell(t->assets, i, "categories"), t->category))
			continue;
		for (size_t j = 0; j < t->stored_assets.count && count < 64; j++) {
			const struct asset *asset = ROW(struct asset, t->stored_assets, j);
			if (str_starts(asset->code, start))
				fits[count++] = asset;
		}
	}
	return count ? fits[demo_random_below(&t->random, count)] : NULL;
}

static enum rc tell_order(struct telling *t, const struct incident_asset *asset)
{
	bool is_done = t->at + DAYS(20) < t->demo->now;
	struct work_order order = {
		.organization_id = asset->organization_id,
		.uuid = uuid_new(t->arena, t->at),
		.incident_id = asset->incident_id,
		.incident_asset_id = asset->id,
		.task = STR("Inspect, repair and release for use."),
		.state = is_done ? WORK_ORDER_DONE : WORK_ORDER_OPEN,
		.opened_by_id = t->event->site->safety_manager_id,
		.opened_at = t->at,
		.done_on = is_done ? zone_day(t->event->site->zone, t->at + DAYS(9)) : DAY_NONE,
		.done_note = is_done ? STR("Damaged parts replaced, guard checked, released.") : STR_NONE,
		.version = 1,
		.updated_at = t->at,
		.forward = FORWARD_INTERNAL,
	};
	enum rc rc = work_order_insert(t->demo->db, t->arena, &order);

	return rc == RC_OK ? note(t, "work_order.created", &work_order_record, order.id, &order) : rc;
}

static enum rc tell_asset(struct telling *t)
{
	static const char *const damages[] = {"Guard bent, interlock out of line.", "Frame cracked at the weld.",
					      "Hydraulic line leaking at the fitting.", "Housing dented, runs unevenly.",
					      "Control panel damaged."};
	const struct asset *asset = demo_random_permille(&t->random, 350) ? pick_asset(t) : NULL;

	if (!asset)
		return RC_OK;
	struct incident_asset damaged = {
		.organization_id = asset->organization_id,
		.uuid = uuid_new(t->arena, t->at),
		.incident_id = t->event->incident.id,
		.asset_id = asset->id,
		.name = asset_text(t->arena, asset),
		.damage = str_of(damages[demo_random_below(&t->random, sizeof damages / sizeof *damages)]),
		.damage_severity = (int)demo_random_between(&t->random, DAMAGE_MINOR, DAMAGE_MAJOR),
		.out_from = MOMENT_NONE,
		.out_until = MOMENT_NONE,
		.repair_estimate = demo_random_between(&t->random, 3, 90) * 10000,
		.removed_at = MOMENT_NONE,
		.version = 1,
		.created_at = t->at,
		.updated_at = t->at,
	};
	if (damaged.damage_severity == DAMAGE_MAJOR) {
		damaged.out_from = t->event->incident.occurred_at;
		if (t->at + DAYS(20) < t->demo->now)
			damaged.out_until = t->at + DAYS(9);
	}
	enum rc rc = incident_asset_insert(t->demo->db, &damaged);
	if (rc == RC_OK)
		rc = note(t, "incident_asset.created", &incident_asset_record, damaged.id, &damaged);
	if (rc == RC_OK && demo_random_permille(&t->random, 800))
		rc = tell_order(t, &damaged);
	return rc;
}

/* --- violations --- */

/* What a course teaches matters where it is given. */
static bool is_given_here(const struct telling *t, struct str course)
{
	for (size_t i = 0; i < t->courses->count; i++)
		if (str_equal(demo_table_cell(t->courses, i, "code"), course))
			return demo_impact_has(demo_table_cell(t->courses, i, "industries"), t->event->site->industry);
	return false;
}

static const struct safety_rule *pick_rule(struct telling *t)
{
	for (size_t i = 0; i < t->rules->count; i++) {
		if (!demo_impact_has(demo_table_cell(t->rules, i, "categories"), t->category) ||
		    !is_given_here(t, demo_table_cell(t->rules, i, "course")) ||
		    demo_random_permille(&t->random, 300))
			continue;
		for (size_t j = 0; j < t->stored_rules.count; j++) {
			const struct safety_rule *rule = ROW(struct safety_rule, t->stored_rules, j);
			if (str_equal(rule->code, demo_table_cell(t->rules, i, "code")))
				return rule;
		}
	}
	return NULL;
}

static enum rc look_at_training(struct telling *t, const struct safety_rule *rule, struct incident_violation *violation)
{
	struct rows rows;
	day on = zone_day(t->event->site->zone, t->event->incident.occurred_at);
	enum rc rc = training_of_person(t->demo->db, t->arena, violation->organization_id, violation->person_id, on, &rows);

	violation->training = TRAINING_ABSENT;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct training_row *row = ROW(struct training_row, rows, i);
		const struct training_record record = {.completed_on = row->completed_on, .expires_on = row->expires_on};
		if (row->course_id != rule->course_id || training_state_on(&record, on) == TRAINING_ABSENT)
			continue;
		violation->training = (int)training_state_on(&record, on);
		violation->training_record_id = row->id;
		break;
	}
	return rc;
}

static enum rc tell_violation(struct telling *t)
{
	const struct safety_rule *rule = demo_random_permille(&t->random, 180) ? pick_rule(t) : NULL;
	enum rc rc = RC_OK;

	if (!rule)
		return RC_OK;
	struct incident_violation violation = {
		.organization_id = t->demo->organization.id,
		.uuid = uuid_new(t->arena, t->at),
		.incident_id = t->event->incident.id,
		.rule_id = rule->id,
		.person_id = t->event->injured.person_id,
		.description = STR("The rule was known at the workplace and was not followed in this case."),
		.training = TRAINING_UNCHECKED,
		.removed_at = MOMENT_NONE,
		.version = 1,
		.created_at = t->at,
		.updated_at = t->at,
	};
	if (violation.person_id)
		rc = look_at_training(t, rule, &violation);
	if (rc == RC_OK)
		rc = incident_violation_insert(t->demo->db, &violation);
	return rc == RC_OK ? note(t, "incident_violation.created", &incident_violation_record, violation.id, &violation)
			   : rc;
}

/* --- costs --- */

static enum rc tell_cost(struct telling *t, int kind, int basis, int64_t units, const char *words)
{
	struct incident_cost cost = {
		.organization_id = t->demo->organization.id,
		.uuid = uuid_new(t->arena, t->at),
		.incident_id = t->event->incident.id,
		.kind = kind,
		.basis = basis,
		.amount = units * 100,
		.currency = t->demo->organization.currency,
		.incurred_on = zone_day(t->event->site->zone, t->at),
		.note = str_of(words),
		.removed_at = MOMENT_NONE,
		.version = 1,
		.created_at = t->at,
		.updated_at = t->at,
	};
	enum rc rc = cost_insert(t->demo->db, &cost);

	return rc == RC_OK ? note(t, "incident_cost.created", &incident_cost_record, cost.id, &cost) : rc;
}

/* Least and most in whole units of money by how the injury ended; made up. */
static const struct {
	int64_t medical_least, medical_most, wages_least, wages_most;
} prices[] = {
	[OUTCOME_UNHURT] = {0, 0, 0, 0},          [OUTCOME_FIRST_AID] = {20, 120, 0, 0},
	[OUTCOME_MEDICAL] = {250, 1800, 80, 300}, [OUTCOME_RESTRICTED] = {600, 4200, 300, 1800},
	[OUTCOME_AWAY] = {1500, 16000, 900, 9500}, [OUTCOME_HOSPITAL] = {14000, 82000, 4000, 22000},
	[OUTCOME_DEATH] = {9000, 40000, 5000, 20000},
};

static enum rc tell_costs(struct telling *t)
{
	const enum demo_outcome outcome = t->event->outcome;
	bool is_old = t->at + DAYS(60) < t->demo->now;
	int basis = is_old ? COST_ACTUAL : COST_ESTIMATED;
	enum rc rc = RC_OK;

	if (outcome > OUTCOME_FIRST_AID && demo_random_permille(&t->random, 850)) {
		rc = tell_cost(t, COST_MEDICAL, basis,
			       demo_random_between(&t->random, prices[outcome].medical_least, prices[outcome].medical_most),
			       "Clinic and therapy");
		if (rc == RC_OK)
			rc = tell_cost(t, COST_WAGES, basis,
				       demo_random_between(&t->random, prices[outcome].wages_least,
							   prices[outcome].wages_most),
				       "Lost hours and cover");
	}
	if (rc == RC_OK && t->event->incident.reg == REGISTER_ENVIRONMENT && demo_random_permille(&t->random, 500))
		rc = tell_cost(t, COST_CLEANUP, basis, demo_random_between(&t->random, 400, 26000), "Contractor");
	if (rc == RC_OK && t->event->incident.reg == REGISTER_OPERATIONS && demo_random_permille(&t->random, 400))
		rc = tell_cost(t, COST_PRODUCTION, basis, demo_random_between(&t->random, 500, 48000), "Hours of standstill");
	if (rc == RC_OK && t->event->incident.severity == SEVERITY_CRITICAL && demo_random_permille(&t->random, 500))
		rc = tell_cost(t, COST_INVESTIGATION, basis, demo_random_between(&t->random, 800, 7000),
			       "Outside expert");
	return rc;
}

static enum rc tell_all(struct telling *t)
{
	enum rc rc = tell_injury(t);

	if (rc == RC_OK)
		rc = tell_asset(t);
	if (rc == RC_OK)
		rc = tell_violation(t);
	return rc == RC_OK ? tell_costs(t) : rc;
}

enum rc demo_impact_load(struct demo *demo)
{
	struct demo_table codes, assets, rules, courses;
	struct telling t = {.demo = demo,
			    .random = {DEMO_IMPACT_SEED},
			    .codes = &codes,
			    .assets = &assets,
			    .rules = &rules,
			    .courses = &courses};
	enum rc rc = demo_table_read(demo->arena, demo->folder, "codes.csv", &codes);

	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->folder, "assets.csv", &assets);
	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->folder, "rules.csv", &rules);
	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->folder, "courses.csv", &courses);
	if (rc == RC_OK)
		rc = asset_all(demo->db, demo->arena, demo->organization.id, &t.stored_assets);
	if (rc == RC_OK)
		rc = safety_rule_list(demo->db, demo->arena, demo->organization.id, true, &t.stored_rules);
	t.arena = arena_new(0);
	for (size_t i = 0; rc == RC_OK && i < demo->event_count; i++) {
		t.event = &demo->events[i];
		t.at = t.event->incident.reported_at + HOURS(30);
		if (t.event->incident.id == 0 || t.event->incident.status == STATUS_NEW || t.at > demo->now)
			continue;
		t.category = category_of(demo, t.event->incident.category_id);
		rc = tell_all(&t);
		arena_reset(t.arena);
	}
	arena_free(t.arena);
	return rc;
}
