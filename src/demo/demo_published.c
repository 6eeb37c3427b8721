#include "demo/demo_published.h"

#include <stdio.h>

/*
 * Tales of injuries from published collections: severe injuries that employers reported to OSHA, abstracts of
 * fatal accidents, and texts of emergency departments. The facts of a case follow from what its tale tells.
 */

/* Industries of the collection (NAICS, leading digits) that a site's industry stands for. */
static const struct {
	const char *industry;
	const char *naics;
} industries[] = {
	{"food", "311|312"},         {"metal", "331|332|333"}, {"warehouse", "493|492|484|488"},
	{"hospital", "622|621|623"}, {"construction", "23"},   {"chemical", "325|324|326"},
	{"retail", "44|45"},         {"water", "221|562"},     {"office", "51|54|55|56"},
};

struct published {
	struct demo *demo;
	struct demo_table severe, fatal, emergency;
	size_t next_severe,
		next_emergency; /* rows are taken in turn, so that none comes twice before all were told */
};

static bool is_of_industry(struct str naics, struct str industry)
{
	for (size_t i = 0; i < sizeof industries / sizeof *industries; i++) {
		struct str prefixes = str_of(industries[i].naics), prefix;
		if (!str_is(industry, industries[i].industry))
			continue;
		while (str_split(&prefixes, '|', &prefix))
			if (str_starts(naics, prefix))
				return true;
	}
	return false;
}

/* At most so many bytes, never half of a character. */
static struct str cut(struct str s, size_t most)
{
	size_t len = s.len < most ? s.len : most;

	while (len > 0 && len < s.len && ((unsigned char)s.at[len] & 0xc0) == 0x80)
		len--;
	return str_slice(s, 0, len);
}

static void retell(struct demo_event *event, struct str title, struct str text)
{
	struct incident *incident = &event->report.incident;

	incident->title = cut(str_trim(title), 190);
	incident->description = text;
	incident->immediate_actions = STR_NONE;
	incident->specific_location = STR_NONE;
	event->injured.body_part = STR_NONE;
	event->task = STR_NONE;
}

static void name_wound(struct demo *demo, struct demo_event *event, struct str nature, struct str source)
{
	struct injured_person *hurt = &event->injured;

	hurt->nature = cut(nature, 110);
	event->object = source;
	event->wound = str_find(nature, STR("ractur")) >= 0 ? STR("fracture") : STR_NONE;
	hurt->injury = cut(arena_printf(demo->arena, "%.*s: %.*s", STR_ARG(nature), STR_ARG(source)), 240);
}

/* Those who were taken to hospital or lost a part of the body. */
static void tell_severe(struct published *p, struct demo_event *event)
{
	const struct demo_table *t = &p->severe;

	for (size_t tries = 0; tries < t->count; tries++) {
		size_t row = p->next_severe++ % t->count;
		if (!is_of_industry(demo_table_cell(t, row, "naics"), event->site->industry))
			continue;
		bool is_amputation = demo_table_number(t, row, "amputation") > 0;
		bool is_hospital = demo_table_number(t, row, "hospitalized") > 0;
		retell(event, demo_table_cell(t, row, "event_title"), demo_table_cell(t, row, "narrative"));
		name_wound(p->demo, event, demo_table_cell(t, row, "nature_title"),
			   demo_table_cell(t, row, "source_title"));
		event->outcome = is_hospital ? OUTCOME_HOSPITAL : OUTCOME_AWAY;
		event->injured.care = is_hospital ? CARE_HOSPITAL : CARE_EMERGENCY_ROOM;
		event->scenario = is_amputation ? STR("amputation") : STR("published");
		if (is_amputation)
			event->wound = STR("amputation");
		return;
	}
}

static void tell_fatal(struct published *p, struct demo_event *event)
{
	const struct demo_table *t = &p->fatal;

	for (size_t row = 0; row < t->count; row++) {
		if (!str_is(demo_table_cell(t, row, "degree_of_injury"), "Fatal"))
			continue;
		retell(event, demo_table_cell(t, row, "event_description"),
		       demo_table_cell(t, row, "abstract"));
		return;
	}
}

static void tell_emergency(struct published *p, struct demo_event *event)
{
	const struct demo_table *t = &p->emergency;
	size_t row = p->next_emergency++ % t->count;

	struct str text = demo_table_cell(t, row, "text");
	retell(event, demo_table_cell(t, row, "event_title"), text);
	event->injured.nature = event->object = event->wound = STR_NONE;
	event->injured.injury = cut(text, 240);
}

/* Some tales carry facts of their own that no other text would fit. */
static bool is_special(const struct demo_event *event)
{
	return str_is(event->scenario, "needle") || str_is(event->scenario, "hearing") ||
	       str_is(event->scenario, "covid");
}

enum rc demo_published_apply(struct demo *demo)
{
	struct published p = {.demo = demo};
	enum rc rc = demo_table_read(demo->arena, demo->from, "osha_severe_injury_narratives.csv", &p.severe);

	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->from, "osha_fatality_catastrophe_abstracts.csv",
				     &p.fatal);
	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->from, "niosh_neiss_work_event_narratives.csv",
				     &p.emergency);
	if (rc == RC_OK && (p.severe.count == 0 || p.emergency.count == 0))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK) {
		fprintf(stderr,
			"muster demo: the folder %.*s does not hold the three collections of narratives\n",
			STR_ARG(demo->from));
		return rc;
	}
	for (size_t i = 0; i < demo->event_count; i++) {
		struct demo_event *event = &demo->events[i];
		if (event->outcome == OUTCOME_DEATH)
			tell_fatal(&p, event);
		else if (event->outcome >= OUTCOME_AWAY && !is_special(event))
			tell_severe(&p, event);
		else if (event->outcome != OUTCOME_UNHURT && !is_special(event))
			tell_emergency(&p, event);
	}
	return RC_OK;
}
