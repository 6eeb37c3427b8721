#include "environment/release_rule.h"

#include "base/text.h"

#include "environment/release_compare.h"

void release_found(struct release_work *work, const char *text, const char *citation, struct str a,
		   struct str b, struct str c, struct str d)
{
	struct release_verdict *out = work->out;

	if (out->finding_count < RELEASE_FINDINGS_MOST)
		out->findings[out->finding_count++] = (struct release_finding){text, citation, a, b, c, d};
}

static void say(struct release_work *work, const char *text, const char *citation)
{
	release_found(work, text, citation, STR_NONE, STR_NONE, STR_NONE, STR_NONE);
}

/* Did anything enter the environment at all? */
static bool is_released(struct release_work *work)
{
	const struct release *release = work->c->release;

	if (release_has_medium(release)) {
		say(work,
		    N_("Some of it entered the environment; what is recovered later does not undo that"),
		    "42 USC 9601(8), (22)");
		return true;
	}
	if (release->is_contained == ANSWER_YES) {
		say(work,
		    N_("All of it stayed in intact containment: nothing entered the environment, so there is no release to report"),
		    "42 USC 9601(8), (22)");
		return false;
	}
	say(work, N_("Whether any of it entered the environment is not known: it is taken to have"),
	    "42 USC 9601(22)");
	return true;
}

/* Kinds for which neither CERCLA nor EPCRA asks for a report. */
static bool is_excluded(struct release_work *work)
{
	static const struct {
		const char *text, *citation;
	} kinds[] = {
		[EXCLUSION_EXHAUST] = {N_("Exhaust of an engine is not a release"), "42 USC 9601(22)(B)"},
		[EXCLUSION_FERTILIZER] = {N_("Normal application of fertilizer is not a release"),
					  "42 USC 9601(22)(D)"},
		[EXCLUSION_NUCLEAR] = {N_("Nuclear material under its own law is not a release"),
				       "42 USC 9601(22)(C)"},
		[EXCLUSION_PESTICIDE] =
			{N_("A registered pesticide applied as directed is exempt; a spill of it is not"),
			 "42 USC 9603(e); 40 CFR 355.31(c)"},
		[EXCLUSION_FARM] =
			{N_("Air emissions from animal waste at a farm are exempt at present; ask counsel"),
			 "42 USC 9603(e); 40 CFR 355.31(g)"},
		[EXCLUSION_PETROLEUM] = {NULL, NULL},
	};
	const struct release *release = work->c->release;
	const int kind = release->exclusion;

	if (kind > EXCLUSION_NONE && kinds[kind].text) {
		say(work, kinds[kind].text, kinds[kind].citation);
		return true;
	}
	if (release->permit == PERMIT_WITHIN) {
		say(work, N_("All of it lies within a federal permit for this substance and point: exempt"),
		    "42 USC 9601(10); 40 CFR 355.31(b)");
		return true;
	}
	return false;
}

static void note_gates(struct release_work *work)
{
	const struct release *release = work->c->release;

	work->is_petroleum = release->exclusion == EXCLUSION_PETROLEUM;
	work->is_estimate = release->certainty != CERTAINTY_CONFIRMED;
	work->is_exempt_off_site = release->is_off_site == ANSWER_NO;
	if (work->is_petroleum)
		say(work,
		    N_("Petroleum without added or picked-up contaminants is excluded from CERCLA; extremely hazardous "
		       "substances and PCBs in it are compared all the same"),
		    "42 USC 9601(14)");
	if (release->permit == PERMIT_UNKNOWN)
		say(work, N_("Whether a permit covers it is not known: it is taken not to"),
		    "42 USC 9601(10)");
}

/* EPCRA adds: exposure beyond the boundary, and transport. */
static void note_epcra(struct release_work *work)
{
	const struct release *release = work->c->release;

	if (release->is_off_site == ANSWER_NO) {
		say(work,
		    N_("Nobody outside the site can be exposed: exempt from EPCRA. Of a gas or vapor make sure of it"),
		    "40 CFR 355.31(a)");
	} else if (release_is_reportable(work->out->epcra) && release->is_off_site == ANSWER_NONE) {
		say(work, N_("Whether anybody outside the site may be exposed is not known: it is assumed"),
		    "42 USC 11004(a)");
	}
	if (release->is_transport == ANSWER_YES) {
		work->out->no_followup = true;
		say(work,
		    N_("In transport 911 is enough for EPCRA, without a written follow-up; the duty to call the NRC stays, "
		       "and the rules for hazardous materials in transport apply too"),
		    "40 CFR 355.42(b); 49 CFR 171.15");
	}
}

/* Any oil, any amount: what it does to water decides. */
static void decide_oil(struct release_work *work)
{
	const struct release *release = work->c->release;
	const bool is_oil = release->is_oil == ANSWER_YES || release->exclusion == EXCLUSION_PETROLEUM;

	if (!is_oil || release->reached_water == ANSWER_NO)
		return;
	if (release->reached_water == ANSWER_NONE && release->has_sheen != ANSWER_YES) {
		say(work,
		    N_("Whether oil reached water, a drain or a shoreline is not known: it cannot be ruled out"),
		    "40 CFR 110.3");
		work->out->oil = RELEASE_TREAT;
	} else if (release->has_sheen == ANSWER_YES) {
		say(work,
		    N_("Oil with a sheen, film, sludge or emulsion on water or shoreline is reported whatever its amount"),
		    "40 CFR 110.3, 110.6");
		work->out->oil = RELEASE_REPORT;
	} else if (release->has_sheen == ANSWER_NONE) {
		say(work, N_("Nobody looked for a sheen, or it was dark: it cannot be ruled out"),
		    "40 CFR 110.3");
		work->out->oil = RELEASE_TREAT;
	} else {
		say(work,
		    N_("Oil reached water without a sheen: reported only where a water quality standard is violated"),
		    "40 CFR 110.3(a)");
	}
}

static void decide_substances(struct release_work *work)
{
	const struct release *release = work->c->release;

	release_weigh(work);
	if (work->c->part_count == 0 && !work->is_petroleum) {
		say(work, N_("What it consists of is not known: it cannot be ruled out"), "40 CFR 302.4");
		work->out->cercla = RELEASE_TREAT;
		work->out->epcra = release->is_off_site == ANSWER_NO ? RELEASE_NO : RELEASE_TREAT;
	}
	release_compare(work);
	note_epcra(work);
}

void release_decide(struct arena *arena, const struct release_case *c, struct release_verdict *out)
{
	struct release_work work = {.arena = arena, .c = c, .out = out};

	*out = (struct release_verdict){
		.cercla = RELEASE_NO,
		.epcra = RELEASE_NO,
		.oil = RELEASE_NO,
		.findings = ARENA_ARRAY(arena, struct release_finding, RELEASE_FINDINGS_MOST),
	};
	for (size_t i = 0; i < c->part_count; i++)
		c->parts[i].counted = 0;
	if (!is_released(&work))
		return;
	if (!is_excluded(&work)) {
		note_gates(&work);
		decide_substances(&work);
	}
	decide_oil(&work);
}
