#include "incident/anonymous_view.h"

#include <string.h>

#include "base/random.h"
#include "incident/clean_file.h"
#include "incident/receipt.h"
#include "incident/report_answers.h"
#include "incident/report_link_store.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

static const struct {
	const char *code, *label;
} languages[] = {{"en", "English"}, {"es", "Español"}};

void anonymous_language(struct request *rq)
{
	struct str wanted = pairs_get(&rq->query, "language");

	if (!wanted.len)
		wanted = pairs_get(&rq->form, "language");
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (str_is(wanted, languages[i].code))
			rq->catalogue =
				catalogue_find(config_path(rq->arena, rq->config, "paths.locale"), wanted);
}

enum rc anonymous_identify(struct request *rq)
{
	anonymous_language(rq);
	return RC_OK;
}

struct view *anonymous_page(struct request *rq)
{
	struct view *page = view_new(rq->arena);
	const char *locale = catalogue_locale(rq->catalogue);

	view_cstr(page, "language", locale);
	view_flag(page, "has_session", rq->has_session_elsewhere);
	view_text(page, "own_url", config_text(rq->config, "web.anonymous_url"));
	if (method_changes(rq->method))
		return page;
	struct view_list *list = view_list(page, "languages");
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct view *entry = view_add(list);
		view_cstr(entry, "code", languages[i].code);
		view_cstr(entry, "label", languages[i].label);
		view_printf(entry, "href", "%.*s?language=%s", STR_ARG(rq->path), languages[i].code);
		view_flag(entry, "current", strcmp(locale, languages[i].code) == 0);
	}
	return page;
}

static enum rc offer_places(struct request *rq, int64_t organization_id)
{
	struct rows places, departments;
	enum rc rc = establishment_list(rq->db, rq->arena, organization_id, true, &places);

	if (rc == RC_OK)
		rc = unit_list(rq->db, rq->arena, organization_id, UNIT_DEPARTMENT, true, &departments);
	if (rc != RC_OK)
		return rc;
	struct choice *at = ARENA_ARRAY(rq->arena, struct choice, places.count);
	for (size_t i = 0; i < places.count; i++) {
		const struct establishment *place = ROW(struct establishment, places, i);
		at[i] = (struct choice){place->id, place->name};
	}
	form_choices(rq, "establishment_id", at, places.count);
	at = ARENA_ARRAY(rq->arena, struct choice, departments.count);
	for (size_t i = 0; i < departments.count; i++) {
		const struct unit *unit = ROW(struct unit, departments, i);
		at[i] = (struct choice){unit->id, unit->name};
	}
	form_choices(rq, "department_id", at, departments.count);
	return RC_OK;
}

static enum rc find_link(struct request *rq, struct anonymous_door *door)
{
	struct establishment place;
	enum rc rc = report_link_by_token(rq->db, rq->arena, param(rq, "token"), &door->link);

	if (rc == RC_OK)
		rc = organization_by_id(rq->db, rq->arena, door->link.organization_id, &door->organization);
	if (rc != RC_OK)
		return rc;
	door->has_link = true;
	if (door->link.establishment_id) {
		rc = establishment_by_id(rq->db, rq->arena, door->link.organization_id,
					 door->link.establishment_id, &place);
		if (rc == RC_OK) {
			door->place = place.name;
			door->phone = place.emergency_phone;
			door->muster_point = place.muster_point;
		}
	}
	return rc;
}

enum rc anonymous_door_open(struct request *rq, struct anonymous_door *door)
{
	struct str code = config_text(rq->config, "anonymous.organization");
	enum rc rc;

	*door = (struct anonymous_door){.place = STR("")};
	rc = param(rq, "token").len ? find_link(rq, door)
				    : organization_find(rq->db, rq->arena, code, &door->organization);
	if (rc == RC_OK)
		rc = offer_places(rq, door->organization.id);
	if (rc == RC_UNAVAILABLE) {
		*door = (struct anonymous_door){.place = STR(""), .is_db_away = true};
		return RC_OK;
	}
	/* An unknown zone is UTC. */
	if (rc == RC_OK && zone_find(door->organization.zone, &rq->zone) != RC_OK)
		rq->zone = NULL;
	if (rc == RC_OK && door->has_link &&
	    report_link_state(&door->link, zone_day(rq->zone, rq->now)) != LINK_OPEN)
		rc = RC_GONE;
	return rc;
}

struct str anonymous_question(struct request *rq, struct view *page)
{
	uint32_t first = 2 + random_below(8), second = 2 + random_below(8);

	view_flag(page, "has_question", true);
	view_int(page, "first", first);
	view_int(page, "second", second);
	return arena_printf(rq->arena, "%u", first + second);
}

enum rc anonymous_files(struct request *rq, struct attachment **files, size_t *count)
{
	*files = ARENA_ARRAY(rq->arena, struct attachment, rq->upload_count);
	*count = 0;
	for (size_t i = 0; i < rq->upload_count; i++) {
		struct upload *upload = &rq->uploads[i];
		const char *why = NULL;
		if (!str_is(upload->field, "files") || upload->size == 0)
			continue;
		if (*count == ANSWERS_FILES_MOST)
			return problem_add(
				rq, "files",
				N_("At most ten files at once. You can send more with your receipt."));
		enum rc rc = clean_file_take(rq->arena, rq->config, upload_fd(upload), upload->size,
					     upload->file_name, rq->now, &(*files)[*count], &why);
		if (rc == RC_INVALID)
			problem_add_text(rq, "files",
					 arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(upload->file_name),
						      STR_ARG(rq_tr(rq, why))));
		else if (rc != RC_OK)
			return rc;
		else
			(*count)++;
	}
	return rq->problem_count ? RC_INVALID : RC_OK;
}

enum rc anonymous_receipt_hash(struct request *rq, struct str digits, struct str *hash)
{
	struct secret key;
	enum rc rc = secret_load(rq->arena, config_path(rq->arena, rq->config, "anonymous.receipt_key_file"),
				 &key);

	if (rc == RC_OK)
		*hash = receipt_hash(rq->arena, key.bytes, digits);
	return rc;
}
