#include "organization/place_view.h"

#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/place_store.h"

enum rc place_of_address(struct request *rq, struct establishment *out)
{
	int64_t id;
	enum rc rc = edit_param_id(rq, "place", &id);

	return rc == RC_OK ? establishment_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, out)
			   : rc;
}

void place_frame(struct request *rq, struct view *page, const struct establishment *place, const char *tab)
{
	static const struct code tabs[] = {{"", N_("Details")},
					   {"areas", N_("Areas")},
					   {"hours", N_("Hours and headcount")},
					   {NULL, NULL}};
	struct view_list *crumbs = NULL, *list = view_list(page, "tabs");

	view_record(page, "place", &establishment_record, place);
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "/admin/places", rq_tr(rq, N_("Establishments")));
	edit_crumb(page, &crumbs, "", place->name);
	for (size_t i = 0; tabs[i].code; i++) {
		struct view *item = view_add(list);
		view_printf(item, "href", "/admin/places/%lld%s%s", (long long)place->id, i ? "/" : "",
			    tabs[i].code);
		view_text(item, "label", rq_tr(rq, tabs[i].label));
		view_flag(item, "current", str_is(str_of(tab), tabs[i].code));
	}
}
