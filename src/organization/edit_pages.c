#include "organization/edit_pages.h"

#include <string.h>

#include "base/random.h"
#include "identity/viewer.h"

enum rc edit_param_id(const struct request *rq, const char *name, int64_t *id)
{
	return str_to_int(param(rq, name), 1, INT64_MAX, id) ? RC_OK : RC_NOT_FOUND;
}

static struct str choice_label(const struct request *rq, const struct field *field, int64_t id)
{
	for (const struct choices *at = rq->choices; at; at = at->next) {
		if (strcmp(at->field, field->name) != 0)
			continue;
		for (size_t i = 0; i < at->count; i++)
			if (at->at[i].id == id)
				return at->at[i].label;
	}
	return arena_printf(rq->arena, "%lld", (long long)id);
}

struct str edit_value(const struct request *rq, const struct field *field, const void *row)
{
	int64_t id;
	int code;

	if (field->kind == FIELD_BOOL)
		return rq_tr(rq, field_is_empty(field, row) ? N_("No") : N_("Yes"));
	if (field_is_empty(field, row))
		return STR("–");
	if (field->kind == FIELD_CODE) {
		memcpy(&code, (const char *)row + field->offset, sizeof code);
		return rq_tr(rq, codes_label(field->codes, code));
	}
	if (field->kind == FIELD_ID) {
		memcpy(&id, (const char *)row + field->offset, sizeof id);
		return choice_label(rq, field, id);
	}
	return field_text(rq->arena, field, row);
}

void edit_crumb(struct view *page, struct view_list **crumbs, const char *href, struct str label)
{
	if (!*crumbs)
		*crumbs = view_list(page, "crumbs");
	struct view *crumb = view_add(*crumbs);
	view_cstr(crumb, "href", href);
	view_text(crumb, "label", label);
}

static int64_t member(const struct edit *edit, const char *name, const void *row)
{
	const struct field *field = record_field(edit->form->record, str_of(name));
	int64_t value = 0;

	if (field && row)
		memcpy(&value, (const char *)row + field->offset, sizeof value);
	return value;
}

void edit_conflict(struct request *rq, struct view *page, const struct record *record, const void *stored_row,
		   const void *typed_row)
{
	struct view_list *list = view_list(page, "conflict");

	for (const struct field *field = record->fields; field->name; field++) {
		if (field->flags & FIELD_QUIET || !field->label)
			continue;
		struct str stored = edit_value(rq, field, stored_row), typed = edit_value(rq, field, typed_row);
		if (str_equal(stored, typed))
			continue;
		struct view *item = view_add(list);
		view_text(item, "label", rq_tr(rq, field->label));
		view_text(item, "stored", stored);
		view_text(item, "typed", typed);
	}
}

static enum rc show(struct request *rq, struct response *rs, const struct edit *edit, bool is_conflict)
{
	struct view *page = view_new(rq->arena);
	enum rc rc = RC_OK;

	view_text(page, "page_title", edit->title);
	view_flag(page, "is_new", edit->before == NULL);
	view_int(page, "version", member(edit, "version", edit->before));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", edit->cancel_href);
	if (is_conflict) {
		edit_conflict(rq, page, edit->form->record, edit->before, edit->row);
		rs->status = rc_http_status(RC_CONFLICT);
	}
	if (edit->decorate)
		rc = edit->decorate(rq, page, edit->row);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", edit->form, edit->row);
	return respond_page(rq, rs, edit->template, page);
}

enum rc edit_show(struct request *rq, struct response *rs, const struct edit *edit)
{
	return show(rq, rs, edit, false);
}

struct saving {
	struct change change;
	const struct edit *edit;
};

static enum rc save(struct db *db, void *closure)
{
	struct saving *saving = closure;
	const struct edit *edit = saving->edit;
	const struct record *record = edit->form->record;
	struct arena *arena = saving->change.rq->arena;
	void *row = arena_alloc(arena, 1, record->size);

	memcpy(row, edit->row, record->size);
	enum rc rc = edit->lock ? edit->lock(db, arena, edit) : RC_OK;
	if (rc == RC_OK)
		rc = edit->write(db, arena, edit->before, row);
	if (rc != RC_OK)
		return rc;
	int64_t id = member(edit, "id", row);
	const char *action =
		arena_printf(arena, "%s.%s", record->name, edit->before ? "updated" : "created").at;
	struct text answer = TEXT_IN(arena);
	struct str before = str_of(edit->answer), mark = STR("{id}");
	ptrdiff_t at = str_find(before, mark);
	text_add(&answer, at < 0 ? before : str_slice(before, 0, (size_t)at));
	if (at >= 0) {
		text_int(&answer, id);
		text_add(&answer, str_slice(before, (size_t)at + mark.len, before.len));
	}
	saving->change.answer = text_str(&answer);
	rc = audit_change(db, arena, &saving->change.actor, action, record, id, edit->incident_id, edit->before, row,
			  STR(""));
	return rc == RC_OK && edit->tell ? edit->tell(db, arena, edit, &saving->change.actor, row) : rc;
}

static bool is_in_form(const struct form *form, const char *name)
{
	for (const char *const *at = form->names; *at; at++)
		if (strcmp(*at, name) == 0)
			return true;
	return false;
}

static enum rc read(struct request *rq, const struct edit *edit)
{
	enum rc rc = form_read(rq, edit->form, edit->row);

	if (edit->complete && (rc == RC_OK || rc == RC_INVALID)) {
		enum rc more = edit->complete(rq, edit->row);
		rc = more == RC_OK ? rc : more;
	}
	for (const struct rule *rule = edit->rules; rc == RC_OK && rule && rule->field; rule++)
		if (is_in_form(edit->form, rule->field) && !rule->holds(edit->row))
			problem_add(rq, rule->field, rule->why);
	return rc == RC_OK && rq->problem_count ? RC_INVALID : rc;
}

/* The field of a unique key; keys are named as their last column. */
static enum rc tell_duplicate(struct request *rq, const struct edit *edit)
{
	struct str key = db_refused_by(rq->db);
	const struct field *field = record_field(edit->form->record, key);
	bool is_shown = field && is_in_form(edit->form, field->name);

	return problem_add(rq, is_shown ? field->name : "", N_("This is taken already"));
}

enum rc edit_save(struct request *rq, struct response *rs, const struct edit *edit)
{
	struct saving saving = {.change = change_of(rq), .edit = edit};
	int64_t version = 0;
	enum rc rc = read(rq, edit);

	if (rc == RC_INVALID)
		return show(rq, rs, edit, false);
	if (rc != RC_OK)
		return rc;
	if (edit->actor)
		saving.change.actor = *edit->actor;
	if (edit->before) {
		str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version);
		if (version != member(edit, "version", edit->before))
			return show(rq, rs, edit, true);
	}
	rc = change_run(&saving.change, rs, edit->form->record->name, save, &saving);
	if (rc == RC_DUPLICATE && tell_duplicate(rq, edit) == RC_INVALID)
		return show(rq, rs, edit, false);
	return rc;
}
