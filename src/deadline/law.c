#include "deadline/law.h"

enum { RECORD_DAYS = 7, DEATH_HOURS = 8, SEVERE_HOURS = 24 };

static const struct law_clock no_clock = {MOMENT_NONE, MOMENT_NONE, false};

day law_record_by(const struct zone *zone, moment learned_at)
{
	return zone_day(zone, learned_at) + RECORD_DAYS;
}

static moment event_at(const struct case_facts *facts, enum urgent_event event)
{
	switch (event) {
	case URGENT_HOSPITAL:
		return facts->hospitalized_at;
	case URGENT_AMPUTATION:
		return facts->amputation_at;
	case URGENT_EYE:
		return facts->eye_loss_at;
	default:
		return MOMENT_NONE; /* of a death only the day is kept */
	}
}

static moment later(moment a, moment b)
{
	return a > b ? a : b; /* MOMENT_NONE is the smallest */
}

static struct law_clock from(moment starts_at, bool is_death, bool is_provisional)
{
	return (struct law_clock){starts_at, starts_at + HOURS(is_death ? DEATH_HOURS : SEVERE_HOURS), is_provisional};
}

struct law_clock law_urgent(const struct urgent_answer *answer, const struct case_facts *facts, moment learned_at)
{
	const bool is_death = answer->event == URGENT_DEATH;

	if (answer->duty == URGENT_REPORT)
		return from(answer->start_at, is_death, false);
	if (answer->duty != URGENT_JUDGE)
		return no_clock;
	const moment known = later(is_death ? facts->death_known_at : facts->severe_known_at,
				   facts->work_related_known_at);
	const moment start = later(event_at(facts, answer->event), known != MOMENT_NONE ? known : learned_at);
	return from(start, is_death, true);
}

struct law_clock law_urgent_unkept(bool has_died, bool is_hospitalized, moment learned_at)
{
	return has_died || is_hospitalized ? from(learned_at, has_died, true) : no_clock;
}

int law_first_year(day today)
{
	return day_civil(today).year - 1;
}
