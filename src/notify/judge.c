#include "notify/judge.h"

#include "notify/aim_store.h"

static bool speaks_of(const struct notify_rule *rule, const struct event_kind_row *kind)
{
	return rule->is_active && str_is(rule->event_kind, kind->kind);
}

bool judge_concerns(struct notify_rules rules, const struct event_kind_row *kind)
{
	for (size_t i = 0; i < rules.count; i++)
		if (speaks_of(&rules.at[i], kind))
			return true;
	return false;
}

/* The people, and whoever stands in for them. */
static enum rc load_people(const struct judging *j, const struct aims *aims)
{
	int64_t *ids = ARENA_ARRAY(j->arena, int64_t, aims->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < aims->count; i++)
		ids[i] = aims->at[i].person_id;
	enum rc rc = candidates_load(j->candidates, ids, aims->count);
	for (size_t i = 0; rc == RC_OK && i < aims->count; i++) {
		const struct candidate *who = candidates_find(j->candidates, ids[i]);
		if (who && preference_is_delegated(&who->preference, zone_day(who->zone, j->now)))
			ids[count++] = who->preference.delegate_id;
	}
	return rc == RC_OK ? candidates_load(j->candidates, ids, count) : rc;
}

static const struct candidate *find(const void *people, int64_t person_id)
{
	return candidates_find(people, person_id);
}

enum rc judge_plan(const struct judging *judging, const struct occurrence *o, struct plan *out)
{
	const struct notify_rules rules = judging->rules;
	const struct notify_rule **fit = ARENA_ARRAY(judging->arena, const struct notify_rule *, rules.count + 1);
	struct aims aims;
	size_t count = 0;

	for (size_t i = 0; i < rules.count; i++)
		if (speaks_of(&rules.at[i], o->kind) && notify_rule_fits(&rules.at[i], o, NULL))
			fit[count++] = &rules.at[i];
	*out = (struct plan){0};
	enum rc rc = aims_find(judging->db, judging->arena, o, fit, count, judging->now, &aims);
	if (rc == RC_OK)
		rc = load_people(judging, &aims);
	if (rc != RC_OK)
		return rc;
	*out = plan_make(judging->arena, &(struct plan_asked){
						 .occurrence = o,
						 .policy = judging->policy,
						 .aims = aims.at,
						 .aim_count = aims.count,
						 .find = find,
						 .people = judging->candidates,
						 .now = judging->now,
						 .delay = judging->delay,
					 });
	return RC_OK;
}
