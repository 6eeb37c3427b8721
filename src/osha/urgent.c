#include "osha/urgent.h"

#include <assert.h>

enum { DEATH_DAYS = 30, DEATH_HOURS = 8, SEVERE_HOURS = 24 };

const char *urgent_event_label(enum urgent_event event)
{
	static const char *const labels[URGENT_COUNT] = {N_("Death"), N_("In-patient hospitalization"),
							 N_("Amputation"), N_("Loss of an eye")};
	assert(event < URGENT_COUNT);
	return labels[event];
}

static moment latest(moment a, moment b)
{
	return a > b ? a : b; /* MOMENT_NONE is the smallest */
}

static struct urgent_answer not_due(struct urgent_answer answer, const char *citation, const char *reason)
{
	answer.duty = URGENT_NOT;
	answer.citation = citation;
	answer.reason = reason;
	return answer;
}

static struct urgent_answer judge(struct urgent_answer answer, const char *citation, const char *reason)
{
	answer.duty = URGENT_JUDGE;
	answer.citation = citation;
	answer.reason = reason;
	return answer;
}

/* What rules a duty out whatever the event. */
static struct urgent_answer screen(struct urgent_answer answer, const struct case_facts *facts,
				   enum verdict ours)
{
	if (ours == VERDICT_STOP)
		return not_due(answer, "1904.39(a)", N_("It is not a work-related case of our worker."));
	if (facts->scene == SCENE_PUBLIC_ROAD)
		return not_due(
			answer, "1904.39(b)(3)",
			N_("Motor-vehicle accidents on public roads outside work zones need not be told."));
	if (facts->scene == SCENE_PUBLIC_TRANSPORT)
		return not_due(answer, "1904.39(b)(4)",
			       N_("Accidents on public transport need not be told."));
	if (ours == VERDICT_OPEN)
		return judge(answer, "1904.39(b)(8)",
			     N_("Judge at once whether it is work-related: the clock starts when you know."));
	return answer;
}

static struct urgent_answer start_clock(struct urgent_answer answer, moment event_at, moment known_at,
					moment work_related_at, int hours)
{
	moment start = latest(latest(event_at, known_at), work_related_at);

	if (start == MOMENT_NONE)
		return judge(answer, "1904.39(b)(7)",
			     N_("Enter when you learned of it: the clock starts there."));
	answer.duty = URGENT_REPORT;
	answer.start_at = start;
	answer.deadline_at = start + HOURS(hours);
	answer.citation = hours == DEATH_HOURS ? "1904.39(a)(1)" : "1904.39(a)(2)";
	answer.reason = hours == DEATH_HOURS ? N_("A work-related death must be told to OSHA within 8 hours.")
					     : N_("This must be told to OSHA within 24 hours.");
	return answer;
}

static struct urgent_answer decide_death(const struct case_facts *facts, enum verdict ours,
					 const struct zone *zone)
{
	struct urgent_answer answer = {URGENT_DEATH, URGENT_NONE,     MOMENT_NONE,
				       MOMENT_NONE,  "1904.39(a)(1)", NULL};
	day incident_on =
		facts->incident_at != MOMENT_NONE ? zone_day(zone, facts->incident_at) : facts->injury_on;

	if (facts->death_on == DAY_NONE)
		return answer;
	answer = screen(answer, facts, ours);
	if (answer.duty == URGENT_NOT)
		return answer;
	if (incident_on != DAY_NONE && facts->death_on > incident_on + DEATH_DAYS)
		return not_due(answer, "1904.39(b)(6)",
			       N_("The death came more than 30 days after the incident."));
	if (answer.duty == URGENT_JUDGE)
		return answer;
	return start_clock(answer, MOMENT_NONE, facts->death_known_at, facts->work_related_known_at,
			   DEATH_HOURS);
}

static struct urgent_answer decide_severe(const struct case_facts *facts, enum verdict ours,
					  enum urgent_event event, moment event_at)
{
	struct urgent_answer answer = {event, URGENT_NONE, MOMENT_NONE, MOMENT_NONE, "1904.39(a)(2)", NULL};

	if (event_at == MOMENT_NONE)
		return answer;
	answer = screen(answer, facts, ours);
	if (answer.duty == URGENT_NOT)
		return answer;
	if (event == URGENT_HOSPITAL && facts->hospitalized_for_care == ANSWER_NO)
		return not_due(answer, "1904.39(b)(10)",
			       N_("An admission for observation or tests alone need not be told."));
	if (facts->incident_at != MOMENT_NONE && event_at > facts->incident_at + HOURS(SEVERE_HOURS))
		return not_due(answer, "1904.39(b)(6)", N_("It came more than 24 hours after the incident."));
	if (answer.duty == URGENT_JUDGE)
		return answer;
	return start_clock(answer, event_at, facts->severe_known_at, facts->work_related_known_at,
			   SEVERE_HOURS);
}

void urgent_decide(struct arena *arena, const struct case_facts *facts, const struct zone *zone,
		   struct urgent_answer out[URGENT_COUNT])
{
	enum verdict ours = recordability_work_related(arena, facts);

	out[URGENT_DEATH] = decide_death(facts, ours, zone);
	out[URGENT_HOSPITAL] = decide_severe(facts, ours, URGENT_HOSPITAL, facts->hospitalized_at);
	out[URGENT_AMPUTATION] = decide_severe(facts, ours, URGENT_AMPUTATION, facts->amputation_at);
	out[URGENT_EYE] = decide_severe(facts, ours, URGENT_EYE, facts->eye_loss_at);
}
