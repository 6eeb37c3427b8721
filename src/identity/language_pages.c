#include "identity/language_pages.h"

#include <string.h>

static const struct {
	const char *code, *label;
} languages[] = {{"en", "English"}, {"es", "Español"}};

static const char cookie_name[] = "language";
enum { YEAR_SECONDS = 365 * 24 * 3600 };

static bool is_language(struct str code)
{
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (str_is(code, languages[i].code))
			return true;
	return false;
}

void language_take(struct request *rq)
{
	struct str chosen = request_cookie(rq, cookie_name);

	if (chosen.len && is_language(chosen))
		rq->catalogue = catalogue_find(config_path(rq->arena, rq->config, "paths.locale"), chosen);
}

void language_offer(struct request *rq, struct view *page)
{
	if (method_changes(rq->method))
		return;
	struct view_list *list = view_list(page, "languages");
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct view *entry = view_add(list);
		struct text href = TEXT_IN(rq->arena);
		text_printf(&href, "/language?code=%s&next=", languages[i].code);
		text_url(&href, rq->path);
		if (rq->raw_query.len) {
			text_cstr(&href, "%3F");
			text_url(&href, rq->raw_query);
		}
		view_cstr(entry, "code", languages[i].code);
		view_cstr(entry, "label", languages[i].label);
		view_text(entry, "href", text_str(&href));
		view_flag(entry, "current", strcmp(catalogue_locale(rq->catalogue), languages[i].code) == 0);
	}
}

static enum rc language_get(struct request *rq, struct response *rs)
{
	struct str code = pairs_get(&rq->query, "code"), next = pairs_get(&rq->query, "next");

	if (!is_language(code))
		return RC_NOT_FOUND;
	response_cookie(rq, rs, cookie_name, code, YEAR_SECONDS);
	return respond_redirect(rq, rs, path_is_own(next) ? next : STR("/"));
}

const struct route language_routes[] = {
	{.method = METHOD_GET,
	 .path = "/language",
	 .flags = ROUTE_PUBLIC | ROUTE_WITHOUT_DB,
	 .handle = language_get,
	 .help = "choose the language before signing in"},
	ROUTE_END,
};
