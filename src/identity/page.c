#include "identity/page.h"

#include "identity/kept.h"
#include "identity/language_pages.h"
#include "identity/oidc_pages.h"
#include "identity/sign_in.h"
#include "identity/viewer.h"

/* The main navigation; an entry shows to those who hold its permission. */
static const struct {
	const char *href;
	const char *label;
	enum permission needs;
} navigation[] = {
	{"/", N_("My work"), MAY_SIGN_IN},
	{"/incidents", N_("Incidents"), MAY_SEE_INCIDENTS},
	{"/capas", N_("Actions"), MAY_SEE_INCIDENTS},
	{"/deadlines", N_("Deadlines"), MAY_SIGN_IN},
	{"/osha", N_("OSHA"), MAY_SEE_OSHA},
	{"/dashboards", N_("Dashboards"), MAY_SEE_FIGURES},
	{"/admin", N_("Administration"), MAY_ADMINISTER},
	{"/admin/audit", N_("Audit trail"), MAY_SEE_AUDIT},
};

/* The entry stands for this page or one below it. */
static bool is_current(struct str path, struct str href)
{
	if (href.len == 1)
		return path.len == 1;
	return str_starts(path, href) && (path.len == href.len || path.at[href.len] == '/');
}

enum { ENTRIES = sizeof navigation / sizeof navigation[0] };

/* The entry that stands for this page or one above it, the nearest. */
static size_t current_entry(const struct request *rq)
{
	size_t best = ENTRIES, best_len = 0;

	for (size_t i = 0; i < ENTRIES; i++) {
		struct str href = str_of(navigation[i].href);
		if (href.len > best_len && is_current(rq->path, href)) {
			best = i;
			best_len = href.len;
		}
	}
	return best;
}

static void add_navigation(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "nav");
	const size_t current = current_entry(rq);

	for (size_t i = 0; i < ENTRIES; i++) {
		if (!viewer_may(rq->viewer, navigation[i].needs))
			continue;
		struct view *entry = view_add(list);
		view_cstr(entry, "href", navigation[i].href);
		view_text(entry, "label", rq_tr(rq, navigation[i].label));
		view_flag(entry, "current", i == current);
	}
}

/* The role that says most about what somebody does here: the last of the table that they hold. */
static int main_role(const struct viewer *viewer)
{
	for (int role = ROLE_COUNT - 1; role > ROLE_NONE; role--)
		if (viewer_has_role(viewer, (enum role)role))
			return role;
	return ROLE_NONE;
}

struct str page_initials(struct arena *arena, struct str name)
{
	struct text text = TEXT_IN(arena);
	struct str rest = name, word, first = STR_NONE, last = STR_NONE;

	while (str_split(&rest, ' ', &word)) {
		if (!word.len)
			continue;
		/* Its first character, however many bytes that has. */
		size_t len = 1;
		while (len < word.len && ((unsigned char)word.at[len] & 0xc0) == 0x80)
			len++;
		last = str_slice(word, 0, len);
		if (!first.at)
			first = last;
	}
	text_add(&text, first);
	if (last.at != first.at)
		text_add(&text, last);
	return text_str(&text);
}

void page_said(struct request *rq, struct view *page, const struct code *said)
{
	struct str code = pairs_get(&rq->query, "said");

	for (; code.len && said->code; said++) {
		if (!str_is(code, said->code))
			continue;
		struct view *flash = view_object(page, "flash");
		view_text(flash, "message", rq_tr(rq, said->label));
		view_flag(flash, "is_success", true);
	}
}

void page_decorate(struct request *rq, struct view *page)
{
	const struct viewer *viewer = rq->viewer;

	if (!viewer) {
		language_offer(rq, page);
		return;
	}
	add_navigation(rq, page);
	view_flag(page, "may_report", viewer_may(viewer, MAY_REPORT));
	view_text(page, "organization_name", viewer->organization_name);
	view_text(page, "zone_name", viewer->organization_zone);
	struct view *who = view_object(page, "viewer");
	view_text(who, "name", viewer->name);
	view_text(who, "initials", page_initials(rq->arena, viewer->name));
	view_code(who, "role", &role_codes, main_role(viewer));
}

enum rc page_challenge(struct request *rq, struct response *rs)
{
	struct text to = TEXT_IN(rq->arena);

	/* Somebody signed in whose form needs a fresh authentication: see identity_confirm_password. */
	if (rq->viewer)
		return oidc_confirm_page(rq, rs);
	if (kept_is_possible(rq))
		return sign_in_again(rq, rs);
	text_cstr(&to, "/sign-in");
	/* Files cannot be kept, but the browser still has the form. */
	if (rq->method == METHOD_POST)
		text_cstr(&to, "?said=back");
	if (rq->method == METHOD_GET && path_is_own(rq->path)) {
		struct str back = rq->raw_query.len ? arena_printf(rq->arena, "%.*s?%.*s", STR_ARG(rq->path),
								   STR_ARG(rq->raw_query))
						    : rq->path;
		text_cstr(&to, "?next=");
		text_url(&to, back);
	}
	return respond_redirect(rq, rs, text_str(&to));
}
