#include "identity/page.h"

#include "identity/viewer.h"

/* The main navigation; an entry shows to those who hold its permission. */
static const struct {
	const char *href;
	const char *label;
	enum permission needs;
} navigation[] = {
	{"/", N_("My work"), MAY_SIGN_IN},
	{"/incidents", N_("Incidents"), MAY_SEE_INCIDENTS},
	{"/osha", N_("OSHA"), MAY_SEE_OSHA},
	{"/dashboards", N_("Dashboards"), MAY_SEE_FIGURES},
	{"/admin", N_("Administration"), MAY_ADMINISTER},
};

/* The entry stands for this page or one below it. */
static bool is_current(struct str path, struct str href)
{
	if (href.len == 1)
		return path.len == 1;
	return str_starts(path, href) && (path.len == href.len || path.at[href.len] == '/');
}

static void add_navigation(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "nav");

	for (size_t i = 0; i < sizeof navigation / sizeof navigation[0]; i++) {
		if (!viewer_may(rq->viewer, navigation[i].needs))
			continue;
		struct view *entry = view_add(list);
		view_cstr(entry, "href", navigation[i].href);
		view_text(entry, "label", rq_tr(rq, navigation[i].label));
		view_flag(entry, "current", is_current(rq->path, str_of(navigation[i].href)));
	}
}

/* The character that begins at that byte. */
static struct str letter_at(struct str name, size_t at)
{
	size_t end = at + (at < name.len);

	while (end < name.len && ((unsigned char)name.at[end] & 0xc0) == 0x80)
		end++;
	return str_slice(name, at, end - at);
}

/* First letters of the first and the last word of a name. */
static struct str initials(struct arena *arena, struct str name)
{
	struct text out = TEXT_IN(arena);
	size_t last = name.len;

	while (last > 0 && name.at[last - 1] != ' ')
		last--;
	text_add(&out, letter_at(name, 0));
	if (last > 0)
		text_add(&out, letter_at(name, last));
	return text_str(&out);
}

/* The role that says most about what somebody does here: the last of the table that they hold. */
static int main_role(const struct viewer *viewer)
{
	for (int role = ROLE_COUNT - 1; role > ROLE_NONE; role--)
		if (viewer_has_role(viewer, (enum role)role))
			return role;
	return ROLE_NONE;
}

void page_decorate(struct request *rq, struct view *page)
{
	const struct viewer *viewer = rq->viewer;

	if (!viewer)
		return;
	add_navigation(rq, page);
	view_flag(page, "may_report", viewer_may(viewer, MAY_REPORT));
	view_text(page, "organization_name", viewer->organization_name);
	view_text(page, "zone_name", viewer->organization_zone);
	struct view *who = view_object(page, "viewer");
	view_text(who, "name", viewer->name);
	view_text(who, "initials", initials(rq->arena, viewer->name));
	view_code(who, "role", &role_codes, main_role(viewer));
}

enum rc page_challenge(struct request *rq, struct response *rs)
{
	struct text to = TEXT_IN(rq->arena);

	text_cstr(&to, "/sign-in");
	if (rq->method == METHOD_GET && path_is_own(rq->path)) {
		struct str back = rq->raw_query.len ? arena_printf(rq->arena, "%.*s?%.*s", STR_ARG(rq->path),
								   STR_ARG(rq->raw_query))
						    : rq->path;
		text_cstr(&to, "?next=");
		text_url(&to, back);
	}
	return respond_redirect(rq, rs, text_str(&to));
}
