#include "osha/recordability.h"

/*
 * Which single fact would turn the outcome around? Every other value of every enumeration and yes-or-no
 * fact is tried by deciding again; texts and days have a few telling values each.
 */

enum { CHANGES_MOST = 64 };

struct search {
	struct arena *arena;
	const struct case_facts *facts;
	day as_of;
	enum recordable now;
	struct recordability_change *changes;
	size_t count;
};

static void try(struct search *search, const struct field *field, const struct case_facts *changed,
		const char *value)
{
	struct recordability result;

	recordability_decide(search->arena, changed, search->as_of, &result);
	if (result.recordable == search->now || result.recordable == RECORDABLE_UNDECIDED ||
	    search->count == CHANGES_MOST)
		return;
	search->changes[search->count++] =
		(struct recordability_change){field, value, result.recordable, result.column};
}

static void try_codes(struct search *search, const struct field *field)
{
	for (int value = 1; value < codes_count(field->codes); value++) {
		struct case_facts changed = *search->facts;
		if (*FIELD_AT(int, &changed, field) == value)
			continue;
		*FIELD_AT(int, &changed, field) = value;
		try(search, field, &changed, codes_label(field->codes, value));
	}
}

static void try_answers(struct search *search, const struct field *field)
{
	static const char *const labels[] = {[ANSWER_YES] = N_("Yes"), [ANSWER_NO] = N_("No")};

	for (enum answer value = ANSWER_YES; value <= ANSWER_NO; value++) {
		struct case_facts changed = *search->facts;
		if (*FIELD_AT(enum answer, &changed, field) == value)
			continue;
		*FIELD_AT(enum answer, &changed, field) = value;
		try(search, field, &changed, labels[value]);
	}
}

/* The day after the injury, the first that can count. */
static struct str next_day(const struct search *search)
{
	day injury_on = search->facts->injury_on;
	return day_text(search->arena, injury_on != DAY_NONE ? injury_on + 1 : day_of(2000, 1, 1));
}

static void try_away(struct search *search, const struct field *field)
{
	struct case_facts changed = *search->facts;

	changed.away = STR("none");
	try(search, field, &changed, N_("No day away"));
	changed.away = next_day(search);
	try(search, field, &changed, N_("A day away after the day of the injury"));
}

static void try_restricted(struct search *search, const struct field *field)
{
	struct case_facts changed = *search->facts;

	changed.restricted = STR("none");
	try(search, field, &changed, N_("No restricted day"));
	changed.restricted = next_day(search);
	try(search, field, &changed, N_("A restricted day after the day of the injury"));
}

static void try_treatments(struct search *search, const struct field *field)
{
	struct case_facts changed = *search->facts;
	treatment_set set = case_facts_treatments(search->facts);
	treatment_set beyond = treatment_of_class(set, TREATMENT_BEYOND);

	changed.treatments = set == beyond ? STR("none") : treatment_text(search->arena, set & ~beyond);
	try(search, field, &changed, N_("First aid only"));
	changed.treatments = STR("rx");
	try(search, field, &changed,
	    N_("Treatment beyond first aid, such as one dose of a prescription medicine"));
}

static void try_death(struct search *search, const struct field *field)
{
	struct case_facts changed = *search->facts;

	changed.death_on = search->facts->death_on == DAY_NONE ? search->facts->injury_on + 1 : DAY_NONE;
	if (search->facts->injury_on != DAY_NONE)
		try(search, field, &changed,
		    search->facts->death_on == DAY_NONE ? N_("The person dies of it") : N_("No death"));
}

static const struct {
	const char *field;
	void (*try)(struct search *search, const struct field *field);
} probes[] = {
	{"away", try_away},
	{"restricted", try_restricted},
	{"treatments", try_treatments},
	{"death_on", try_death},
};

static void try_field(struct search *search, const struct field *field)
{
	/* Notes of what was considered decide nothing. */
	if (field->offset == offsetof(struct case_facts, exception_considered))
		return;
	if (field->kind == FIELD_CODE)
		try_codes(search, field);
	else if (field->kind == FIELD_ANSWER)
		try_answers(search, field);
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
		if (str_is(str_of(field->name), probes[i].field))
			probes[i].try(search, field);
}

const struct recordability_change *recordability_changes(struct arena *arena, const struct case_facts *facts,
							 day as_of, size_t *count)
{
	struct recordability now;

	recordability_decide(arena, facts, as_of, &now);
	struct search search = {
		.arena = arena,
		.facts = facts,
		.as_of = as_of,
		.now = now.recordable,
		.changes = ARENA_ARRAY(arena, struct recordability_change, CHANGES_MOST),
	};
	for (const struct field *field = case_facts_record.fields; field->name; field++)
		try_field(&search, field);
	*count = search.count;
	return search.changes;
}
