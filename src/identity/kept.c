#include "identity/kept.h"

#include "base/random.h"
#include "http/pairs.h"
#include "http/urlencoded.h"
#include "identity/kept_form_store.h"
#include "identity/session.h"

enum { FIELDS_MOST = 5000 };
static const moment waiting_time = MINUTES(15);

static const char prefix[] = "kept:";
static const char path_name[] = "kept_path";

/* The browser itself says that one of our pages sent it, or the form's token does. */
static bool is_ours(const struct request *rq)
{
	return str_is(request_header(rq, "sec-fetch-site"), "same-origin") || session_sent_form(rq);
}

bool kept_is_possible(const struct request *rq)
{
	return rq->method == METHOD_POST && rq->form.count > 0 && path_is_own(rq->path) && is_ours(rq);
}

static bool is_left_out(struct str name)
{
	return str_is(name, "csrf") || str_is(name, "signing_proof") || str_find(name, STR("password")) >= 0;
}

static void add(struct view_list *list, struct str name, struct str value)
{
	struct view *item = view_add(list);

	view_text(item, "name", name);
	view_text(item, "value", value.at ? value : STR(""));
}

void kept_begin(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "kept");
	size_t characters = 0;

	view_text(page, "kept_path", rq->path);
	for (size_t i = 0; i < rq->form.count; i++) {
		const struct pair *pair = &rq->form.at[i];
		if (is_left_out(pair->name))
			continue;
		add(list, arena_concat(rq->arena, str_of(prefix), pair->name), pair->value);
		/* Hidden ids and the codes of choices are not what people fear to lose. */
		if (str_find(pair->value, STR(" ")) >= 0)
			characters += str_points(pair->value);
	}
	view_int(page, "kept_characters", (int64_t)characters);
	view_flag(page, "has_kept", true);
}

bool kept_is_there(const struct request *rq)
{
	return path_is_own(pairs_get(&rq->form, path_name));
}

void kept_on(struct request *rq, struct view *page)
{
	if (!kept_is_there(rq))
		return;
	struct view_list *list = view_list(page, "kept");
	view_text(page, "kept_path", pairs_get(&rq->form, path_name));
	for (size_t i = 0; i < rq->form.count; i++)
		if (str_starts(rq->form.at[i].name, str_of(prefix)))
			add(list, rq->form.at[i].name, rq->form.at[i].value);
	view_flag(page, "has_kept", true);
}

enum rc kept_offer(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "kept");

	view_text(page, "action", pairs_get(&rq->form, path_name));
	view_flag(page, "is_confirmed", pairs_has(&rq->form, "kept:signing_proof"));
	for (size_t i = 0; i < rq->form.count; i++) {
		struct str name = rq->form.at[i].name;
		if (str_starts(name, str_of(prefix)))
			add(list, str_slice(name, sizeof prefix - 1, name.len), rq->form.at[i].value);
	}
	return respond_page(rq, rs, "identity/send-again", page);
}

static void add_field(struct text *fields, struct str name, struct str value)
{
	if (fields->len)
		text_char(fields, '&');
	text_url(fields, name);
	text_char(fields, '=');
	text_url(fields, value.at ? value : STR(""));
}

/* The fields as they will be brought along, each with its prefix. */
static struct str fields_of(struct request *rq, bool is_brought)
{
	struct text fields = TEXT_IN(rq->arena);

	for (size_t i = 0; i < rq->form.count; i++) {
		const struct pair *pair = &rq->form.at[i];
		if (is_brought && str_starts(pair->name, str_of(prefix)))
			add_field(&fields, pair->name, pair->value);
		if (!is_brought && !is_left_out(pair->name))
			add_field(&fields, arena_concat(rq->arena, str_of(prefix), pair->name), pair->value);
	}
	return text_str(&fields);
}

enum rc kept_store(struct request *rq, struct str *token)
{
	const bool is_brought = kept_is_there(rq);
	struct kept_form form = {
		.path = is_brought ? pairs_get(&rq->form, path_name) : rq->path,
		.expires_at = rq->now + waiting_time,
	};

	*token = STR_NONE;
	if (!is_brought && !kept_is_possible(rq))
		return RC_OK;
	form.fields = fields_of(rq, is_brought);
	*token = token_new(rq->arena);
	return kept_form_insert(rq->db, sha256(rq->arena, *token), &form);
}

enum rc kept_take(struct request *rq, struct str token)
{
	struct kept_form form;
	enum rc rc = kept_form_take(rq->db, rq->arena, sha256(rq->arena, token), rq->now, &form);

	if (rc == RC_OK)
		rc = urlencoded_parse(rq->arena, form.fields, FIELDS_MOST, &rq->form);
	if (rc == RC_OK)
		pairs_add(rq->arena, &rq->form, str_of(path_name), form.path);
	return rc;
}

void kept_add(struct request *rq, const char *name, struct str value)
{
	pairs_add(rq->arena, &rq->form, arena_printf(rq->arena, "%s%s", prefix, name), value);
}
