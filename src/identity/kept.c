#include "identity/kept.h"

#include "identity/session.h"

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
	return str_is(name, "csrf") || str_find(name, STR("password")) >= 0;
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
	for (size_t i = 0; i < rq->form.count; i++) {
		struct str name = rq->form.at[i].name;
		if (str_starts(name, str_of(prefix)))
			add(list, str_slice(name, sizeof prefix - 1, name.len), rq->form.at[i].value);
	}
	return respond_page(rq, rs, "identity/send-again", page);
}
