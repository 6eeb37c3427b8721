#include "investigation/gaps.h"

#include <string.h>

#include "investigation/citation.h"

struct listing {
	struct arena *arena;
	struct gaps gaps;
	size_t room;
};

static void add(struct listing *list, const char *text, struct str what, const char *part, struct str uuid)
{
	if (list->gaps.count == list->room) {
		struct gap *more = ARENA_ARRAY(list->arena, struct gap, list->room * 2 + 16);
		if (list->gaps.count)
			memcpy(more, list->gaps.at, list->gaps.count * sizeof *more);
		list->gaps.at = more;
		list->room = list->room * 2 + 16;
	}
	list->gaps.at[list->gaps.count++] = (struct gap){text, what, part, uuid};
}

static void frame(struct listing *list, const struct incident *incident, const struct findings *f)
{
	const struct investigation *i = &f->investigation;

	if (!incident->investigation_lead_id)
		add(list, N_("Nobody is named who leads the investigation"), STR_NONE, "/settings", STR_NONE);
	if (!incident->investigation_approver_id)
		add(list, N_("Nobody is named who approves the investigation"), STR_NONE, "/settings", STR_NONE);
	if (!i->has_whys && !i->has_fishbone && !i->has_timeline)
		add(list, N_("No method is chosen"), STR_NONE, "/settings", STR_NONE);
}

/* The first words, to recognise it by. */
static struct str start_of(struct arena *arena, struct str text)
{
	enum { WORDS = 60 };
	size_t end = text.len < WORDS ? text.len : WORDS;

	while (end < text.len && end > 0 && ((unsigned char)text.at[end] & 0xC0) == 0x80)
		end--;
	return end < text.len ? arena_printf(arena, "%.*s…", (int)end, text.at) : text;
}

static void whys(struct listing *list, const struct findings *f)
{
	if (!f->investigation.has_whys)
		return;
	if (f->chain_count == 0)
		add(list, N_("5 Whys: there is no problem yet"), STR_NONE, "/whys", STR_NONE);
	for (size_t c = 0; c < f->chain_count; c++) {
		const struct why_chain *chain = &f->chains[c];
		const struct why *last = findings_last_why(f, chain->entry.id);
		const struct cause *cause = last ? findings_cause_of(f, last->entry.id, 0) : NULL;
		struct str what = start_of(list->arena, chain->problem);
		if (!last)
			add(list, N_("5 Whys: “{what}” has no answer yet"), what, "/whys", STR_NONE);
		else if (!cause || cause->kind != CAUSE_ROOT)
			add(list, N_("5 Whys: the last answer to “{what}” is not marked as a root cause"), what, "/whys",
			    STR_NONE);
	}
}

static void fishbone(struct listing *list, const struct findings *f)
{
	bool is_significant = false;

	if (!f->investigation.has_fishbone)
		return;
	for (size_t i = 0; i < f->item_count; i++)
		is_significant = is_significant || f->items[i].is_significant;
	if (f->item_count == 0)
		add(list, N_("Fishbone: there is no possible cause yet"), STR_NONE, "/fishbone", STR_NONE);
	else if (!is_significant)
		add(list, N_("Fishbone: no cause is marked as significant"), STR_NONE, "/fishbone", STR_NONE);
}

static void causes(struct listing *list, const struct findings *f)
{
	bool has_root = false;

	for (size_t i = 0; i < f->cause_count; i++) {
		const struct cause *cause = &f->causes[i];
		struct str what = arena_printf(list->arena, "C%lld", (long long)cause->entry.position);
		has_root = has_root || cause->kind == CAUSE_ROOT;
		if (!cause->is_assumption && citation_clean(list->arena, f, cause->evidence).len == 0)
			add(list, N_("{what} cites no evidence and is not marked as an assumption"), what, "/causes",
			    cause->entry.uuid);
		if (cause->factor == 0)
			add(list, N_("{what} has no contributing factor"), what, "/causes", cause->entry.uuid);
	}
	if (!has_root)
		add(list, N_("No root cause is named"), STR_NONE, "/causes", STR_NONE);
}

struct gaps gaps_of(struct arena *arena, const struct incident *incident, const struct findings *findings)
{
	struct listing list = {.arena = arena};

	frame(&list, incident, findings);
	whys(&list, findings);
	fishbone(&list, findings);
	if (findings->investigation.has_timeline && findings->event_count == 0)
		add(&list, N_("Timeline: there is no event yet"), STR_NONE, "/timeline", STR_NONE);
	causes(&list, findings);
	if (str_trim(findings->investigation.conclusion).len == 0)
		add(&list, N_("The conclusion is empty"), STR_NONE, "/conclusion", STR_NONE);
	return list.gaps;
}
