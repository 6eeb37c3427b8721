#include "organization/choices_view.h"

#include <limits.h>

#include "identity/viewer.h"
#include "organization/people_store.h"
#include "organization/place_store.h"
#include "organization/tree.h"

/* A label that tells codes and names apart: "DAY1 · Dayton plant". */
static struct str label_of(struct request *rq, struct str code, struct str name)
{
	return arena_printf(rq->arena, "%.*s · %.*s", STR_ARG(code), STR_ARG(name));
}

enum rc choices_establishments(struct request *rq, const char *field, int64_t keep_id)
{
	struct rows rows;
	enum rc rc = establishment_list(rq->db, rq->arena, rq->viewer->organization_id, false, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count);
	size_t count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct establishment *at = ROW(struct establishment, rows, i);
		if (at->is_active || at->id == keep_id)
			choices[count++] = (struct choice){at->id, label_of(rq, at->code, at->name)};
	}
	form_choices(rq, field, choices, count);
	return RC_OK;
}

enum rc choices_areas(struct request *rq, const char *field, int64_t establishment_id, int64_t keep_id)
{
	struct rows rows = {NULL, 0};
	enum rc rc = RC_OK;

	if (establishment_id)
		rc = area_list(rq->db, rq->arena, rq->viewer->organization_id, establishment_id, &rows);
	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count);
	struct tree_node *nodes = ARENA_ARRAY(rq->arena, struct tree_node, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct area *area = ROW(struct area, rows, i);
		nodes[i] = (struct tree_node){area->id, area->parent_id};
	}
	struct tree_place *order = tree_order(rq->arena, nodes, rows.count);
	size_t count = 0;
	/* Depth of the retired area below which the walk is; what is below it is out of use with it. */
	const int NOWHERE = INT_MAX;
	int retired = NOWHERE;
	for (size_t i = 0; i < rows.count; i++) {
		const struct area *area = ROW(struct area, rows, order[i].index);
		struct text label = TEXT_IN(rq->arena);
		if (order[i].depth <= retired)
			retired = area->is_active ? NOWHERE : order[i].depth;
		if (retired != NOWHERE && area->id != keep_id)
			continue;
		/* Blanks at the front of an option would be dropped. */
		for (int depth = 0; depth < order[i].depth; depth++)
			text_cstr(&label, "– ");
		text_add(&label, area->name);
		choices[count++] = (struct choice){area->id, text_str(&label)};
	}
	form_choices(rq, field, choices, count);
	return RC_OK;
}

enum rc choices_units(struct request *rq, const char *field, enum unit_kind kind, int64_t keep_id)
{
	struct rows rows;
	enum rc rc = unit_list(rq->db, rq->arena, rq->viewer->organization_id, kind, false, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count);
	size_t count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct unit *unit = ROW(struct unit, rows, i);
		if (unit->is_active || unit->id == keep_id)
			choices[count++] = (struct choice){unit->id, unit->name};
	}
	form_choices(rq, field, choices, count);
	return RC_OK;
}

static void add_person(struct text *text, const struct person *person)
{
	text_add(text, person->employee_number);
	text_char(text, ' ');
	text_add(text, person->given_name);
	text_char(text, ' ');
	text_add(text, person->family_name);
}

static enum rc tell_who_fits(struct request *rq, const char *key, struct rows people)
{
	enum { TOLD = 5 };
	struct text message = TEXT_IN(rq->arena);

	if (people.count == 0)
		return problem_add(rq, key, N_("Nobody of that name or number is known"));
	text_add(&message, rq_tr(rq, N_("Several people fit; type the employee number:")));
	for (size_t i = 0; i < people.count && i < TOLD; i++) {
		text_cstr(&message, i ? ", " : " ");
		add_person(&message, ROW(struct person, people, i));
	}
	if (people.count > TOLD)
		text_cstr(&message, " …");
	return problem_add_text(rq, key, text_str(&message));
}

enum rc choices_person(struct request *rq, const char *key, struct str text, int64_t *id)
{
	struct str rest = str_trim(text), number;
	struct person person;
	struct rows people;
	const int64_t organization_id = rq->viewer->organization_id;

	/* A change of the JSON interface that does not name the person leaves the one who is stored. */
	if (!text.at && rq->api)
		return RC_OK;
	*id = 0;
	if (!str_split(&rest, ' ', &number) || number.len == 0)
		return RC_OK;
	enum rc rc = person_by_number(rq->db, rq->arena, organization_id, number, &person);
	if (rc == RC_OK)
		*id = person.id;
	if (rc != RC_NOT_FOUND)
		return rc;
	const struct people_filter filter = {.words = text, .most = 6};
	rc = person_list(rq->db, rq->arena, organization_id, &filter, &people);
	if (rc == RC_OK && people.count != 1)
		return tell_who_fits(rq, key, people);
	if (rc == RC_OK)
		*id = ROW(struct person, people, 0)->id;
	return rc;
}

enum rc choices_person_text(struct request *rq, int64_t id, struct str *text)
{
	struct person person;
	struct text out = TEXT_IN(rq->arena);
	enum rc rc = RC_NOT_FOUND;

	*text = STR("");
	if (id)
		rc = person_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &person);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	add_person(&out, &person);
	*text = text_str(&out);
	return RC_OK;
}
