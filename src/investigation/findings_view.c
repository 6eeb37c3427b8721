#include "investigation/findings_view.h"

#include "base/random.h"
#include "investigation/citation.h"
#include "investigation/fishbone_view.h"

static struct str entry_href(struct request *rq, const struct investigation_shown *v, const char *part,
			     const struct entry *entry)
{
	return investigation_href(rq->arena, &v->shown.incident,
				  arena_printf(rq->arena, "/%s/%.*s", part, STR_ARG(entry->uuid)).at);
}

/* Chips: each leads to its evidence; none shows whether it is an assumption. */
static void add_cited(struct request *rq, const struct investigation_shown *v, struct view *item, struct str list,
		      bool is_assumption)
{
	struct view_list *cited = view_list(item, "cited");
	bool is_empty = true;

	for (size_t i = 0; i < v->findings.evidence_count; i++) {
		const struct evidence *e = &v->findings.evidence[i];
		if (!citation_has(list, e->entry.position))
			continue;
		struct view *chip = view_add(cited);
		view_int(chip, "n", e->entry.position);
		view_text(chip, "title", e->title);
		view_text(chip, "chip_href", entry_href(rq, v, "evidence", &e->entry));
		is_empty = false;
	}
	view_flag(item, "is_assumed", is_assumption);
	view_flag(item, "is_bare", is_empty && !is_assumption);
}

static void add_cause_mark(struct request *rq, const struct investigation_shown *v, struct view *item, int64_t why_id,
			   int64_t item_id)
{
	const struct cause *cause = findings_cause_of(&v->findings, why_id, item_id);

	if (!cause)
		return;
	view_printf(item, "cause_number", "C%lld", (long long)cause->entry.position);
	view_code(item, "cause_kind", &cause_kind_codes, cause->kind);
	view_text(item, "cause_href", entry_href(rq, v, "causes", &cause->entry));
}

static void add_why(struct request *rq, const struct investigation_shown *v, struct view_list *list,
		    const struct why *why, size_t n, bool is_last)
{
	struct view *item = view_add(list);
	const struct cause *cause = findings_cause_of(&v->findings, why->entry.id, 0);

	view_int(item, "n", (int64_t)n);
	view_record(item, "why", &why_record, why);
	view_text(item, "href", entry_href(rq, v, "whys", &why->entry));
	view_flag(item, "may_mark", v->may_edit && is_last && !cause);
	view_flag(item, "is_root", cause && cause->kind == CAUSE_ROOT);
	view_flag(item, "is_last", is_last);
	add_cause_mark(rq, v, item, why->entry.id, 0);
	add_cited(rq, v, item, why->evidence, why->is_assumption);
}

void findings_view_whys(struct request *rq, const struct investigation_shown *v, struct view *page)
{
	const struct findings *f = &v->findings;
	struct view_list *list = view_list(page, "chains");

	for (size_t c = 0; c < f->chain_count; c++) {
		const struct why_chain *chain = &f->chains[c];
		const struct why *last = findings_last_why(f, chain->entry.id);
		struct view *item = view_add(list);
		struct view_list *whys = view_list(item, "whys");
		size_t n = 0;
		view_int(item, "n", (int64_t)c + 1);
		view_record(item, "chain", &why_chain_record, chain);
		view_text(item, "href", entry_href(rq, v, "problems", &chain->entry));
		for (size_t w = 0; w < f->why_count; w++)
			if (f->whys[w].chain_id == chain->entry.id)
				add_why(rq, v, whys, &f->whys[w], ++n, &f->whys[w] == last);
		view_int(item, "next", (int64_t)n + 1);
		view_text(item, "submission", uuid_new(rq->arena, rq->now));
		findings_view_citable(f, arena_printf(rq->arena, "chain%zu-", c + 1).at, STR(""), item);
	}
}

static void add_item(struct request *rq, const struct investigation_shown *v, struct view_list *list,
		     const struct fishbone_item *item, bool is_first, bool is_last)
{
	struct view *view = view_add(list);
	struct view_list *twigs = item->parent_id ? NULL : view_list(view, "twigs");
	const struct findings *f = &v->findings;
	size_t last = 0, seen = 0;

	view_record(view, "item", &fishbone_item_record, item);
	view_text(view, "href", entry_href(rq, v, "fishbone", &item->entry));
	view_flag(view, "may_up", !is_first);
	view_flag(view, "may_down", !is_last);
	view_flag(view, "is_significant", item->is_significant);
	add_cause_mark(rq, v, view, 0, item->entry.id);
	add_cited(rq, v, view, item->evidence, item->is_assumption);
	if (!twigs)
		return;
	for (size_t i = 0; i < f->item_count; i++)
		last += f->items[i].parent_id == item->entry.id;
	for (size_t i = 0; i < f->item_count; i++)
		if (f->items[i].parent_id == item->entry.id) {
			seen++;
			add_item(rq, v, twigs, &f->items[i], seen == 1, seen == last);
		}
}

void findings_view_fishbone(struct request *rq, const struct investigation_shown *v, struct view *page)
{
	const struct findings *f = &v->findings;
	struct view_list *bones = view_list(page, "bones");

	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++) {
		struct view *bone = view_add(bones);
		struct view_list *items = view_list(bone, "items");
		size_t count = 0, seen = 0;
		view_code(bone, "branch", &branch_codes, branch);
		for (size_t i = 0; i < f->item_count; i++)
			count += f->items[i].branch == branch && !f->items[i].parent_id;
		for (size_t i = 0; i < f->item_count; i++)
			if (f->items[i].branch == branch && !f->items[i].parent_id) {
				seen++;
				add_item(rq, v, items, &f->items[i], seen == 1, seen == count);
			}
	}
	view_html(page, "svg", fishbone_svg(rq, f));
}

void findings_view_timeline(struct request *rq, const struct investigation_shown *v, struct view *page)
{
	struct view_list *list = view_list(page, "events");

	for (size_t i = 0; i < v->findings.event_count; i++) {
		const struct sequence_event *event = &v->findings.events[i];
		struct view *item = view_add(list);
		view_record(item, "event", &sequence_event_record, event);
		view_text(item, "href", entry_href(rq, v, "timeline", &event->entry));
		add_cited(rq, v, item, event->evidence, event->is_assumption);
	}
}

void findings_view_evidence(struct request *rq, const struct investigation_shown *v, struct view *page)
{
	struct view_list *list = view_list(page, "register");

	for (size_t i = 0; i < v->findings.evidence_count; i++) {
		const struct evidence *e = &v->findings.evidence[i];
		struct view *item = view_add(list);
		view_int(item, "n", e->entry.position);
		view_record(item, "evidence", &evidence_record, e);
		view_text(item, "href", entry_href(rq, v, "evidence", &e->entry));
		if (e->sha256.at)
			view_text(item, "fingerprint", str_slice(hex(rq->arena, e->sha256), 0, 16));
	}
}

void findings_view_causes(struct request *rq, const struct investigation_shown *v, struct view *page)
{
	struct view_list *list = view_list(page, "causes");

	for (size_t i = 0; i < v->findings.cause_count; i++) {
		const struct cause *cause = &v->findings.causes[i];
		struct view *item = view_add(list);
		view_int(item, "n", cause->entry.position);
		view_record(item, "cause", &cause_record, cause);
		view_text(item, "href", entry_href(rq, v, "causes", &cause->entry));
		view_text(item, "source", cause->why_id  ? rq_tr(rq, N_("5 Whys"))
					  : cause->item_id ? rq_tr(rq, N_("Fishbone"))
							   : STR(""));
		add_cited(rq, v, item, cause->evidence, cause->is_assumption);
	}
}

void findings_view_citable(const struct findings *findings, const char *prefix, struct str list, struct view *page)
{
	struct view_list *boxes = view_list(page, "cite");

	for (size_t i = 0; i < findings->evidence_count; i++) {
		const struct evidence *e = &findings->evidence[i];
		struct view *box = view_add(boxes);
		view_int(box, "n", e->entry.position);
		view_text(box, "title", e->title);
		view_printf(box, "id", "f-%sE%lld", prefix, (long long)e->entry.position);
		view_flag(box, "checked", citation_has(list, e->entry.position));
	}
}
