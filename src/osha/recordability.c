#include "osha/recordability.h"

#include "osha/citation.h"
#include "osha/criteria.h"
#include "osha/special_case.h"

const char *const recordability_rules_version = "29 CFR 1904 as of 2026-05-07, edition 1";

static struct gate_answer pass(struct str citation, const char *reason)
{
	return (struct gate_answer){.verdict = VERDICT_PASS, .citation = citation, .reason = reason};
}

/* Passes, but the question belongs into the result. */
static struct gate_answer pass_close(struct str citation, const char *reason)
{
	struct gate_answer answer = pass(citation, reason);
	answer.close = true;
	return answer;
}

static struct gate_answer stop(struct str citation, const char *reason)
{
	return (struct gate_answer){.verdict = VERDICT_STOP, .citation = citation, .reason = reason};
}

static struct gate_answer open_at(const char *field, struct str citation, const char *why)
{
	return (struct gate_answer){
		.verdict = VERDICT_OPEN, .citation = citation, .reason = why, .field = field};
}

static struct gate_answer gate_covered(const struct criteria_input *in)
{
	if (in->facts->keeps_records == ANSWER_NONE)
		return open_at("keeps_records", STR("1904.1; 1904.2"),
			       N_("Complete the establishment's industry and size first."));
	if (in->facts->keeps_records == ANSWER_NO)
		return stop(STR("1904.1; 1904.2"),
			    N_("This establishment does not have to keep OSHA records."));
	return pass(STR("1904.1; 1904.2"), N_("This establishment keeps OSHA records."));
}

static struct gate_answer gate_ours(const struct criteria_input *in)
{
	static const struct {
		bool ours, close;
		const char *citation, *reason;
	} rows[] = {
		[WORKER_PAYROLL] = {true, false, "1904.31(a)", N_("The person is on our payroll.")},
		[WORKER_TEMP_OURS] = {true, true, "1904.31(b)(2)",
				      N_("We supervise this agency worker day to day, so the case is ours.")},
		[WORKER_TEMP_AGENCY] =
			{false, true, "1904.31(b)(2), (b)(4)",
			 N_("The agency supervises its worker day to day, so the case is on its log.")},
		[WORKER_CONTRACTOR_OURS] =
			{true, true, "1904.31(b)(3)",
			 N_("We supervise this contract worker day to day, so the case is ours.")},
		[WORKER_CONTRACTOR] =
			{false, true, "1904.31(b)(3), (b)(4)",
			 N_("The contractor supervises its worker, so the case is on its log.")},
		[WORKER_SELF_EMPLOYED] = {false, true, "1904.31(a), (b)(1)",
					  N_("Self-employed people are on nobody's log.")},
		[WORKER_SOLE_OWNER] = {false, true, "1904.31(a), (b)(1)",
				       N_("The owner of a sole proprietorship is on nobody's log.")},
		[WORKER_PARTNER] = {false, true, "1904.31(a), (b)(1)", N_("A partner is on nobody's log.")},
	};
	int worker = in->facts->worker;

	if (worker == 0)
		return open_at("worker", STR("1904.31(a)"), N_("Say who employs and supervises the person."));
	struct gate_answer answer = rows[worker].ours
					    ? pass(str_of(rows[worker].citation), rows[worker].reason)
					    : stop(str_of(rows[worker].citation), rows[worker].reason);
	answer.close = rows[worker].close;
	return answer;
}

static struct gate_answer gate_condition(const struct criteria_input *in)
{
	enum answer condition = in->facts->abnormal_condition;
	int special = in->facts->special;

	if (special == SPECIAL_NEEDLESTICK || special == SPECIAL_REMOVAL)
		return pass(special == SPECIAL_REMOVAL ? STR("1904.9(a)") : STR("1904.8(a)"),
			    N_("This special case is recorded whether or not there is a condition yet."));
	if (condition == ANSWER_NONE)
		return open_at("abnormal_condition", STR("1904.46"),
			       N_("Say whether there is an injury or illness."));
	if (condition == ANSWER_NO)
		return stop(STR("1904.46"),
			    N_("There is no abnormal condition or disorder, so there is no case."));
	return pass(STR("1904.46"), N_("There is an injury or illness."));
}

static bool is_mental(const struct case_facts *facts)
{
	return facts->exception == EXCEPTION_MENTAL || facts->diagnosis == DIAGNOSIS_PTSD ||
	       facts->diagnosis == DIAGNOSIS_MENTAL;
}

/* Exceptions that hold only if the cause lies solely outside work. */
static bool is_sole_cause(int exception)
{
	return exception == EXCEPTION_NONWORK_SYMPTOMS || exception == EXCEPTION_WELLNESS ||
	       exception == EXCEPTION_FOOD || exception == EXCEPTION_PERSONAL_OFF_HOURS ||
	       exception == EXCEPTION_GROOMING;
}

static bool exception_holds(const struct case_facts *facts)
{
	if (is_mental(facts))
		return facts->mental_opinion != MENTAL_OPINION_VOLUNTEERED;
	if (facts->exception <= EXCEPTION_ABSENT)
		return false;
	return !(is_sole_cause(facts->exception) && facts->cause == CAUSE_AGGRAVATED);
}

static bool is_away_from_site(const struct case_facts *facts)
{
	return facts->setting > SETTING_SITE;
}

static struct gate_answer gate_work_related(const struct criteria_input *in)
{
	const struct case_facts *facts = in->facts;

	if (exception_holds(facts))
		return pass(STR("1904.5(a)"), N_("It surfaced at work; the exceptions decide."));
	if (is_away_from_site(facts) && facts->work_env != ANSWER_YES)
		return pass(STR("1904.5(b)(6)-(7)"), N_("The rules for travel and home decide."));
	if (facts->work_env == ANSWER_NONE)
		return open_at("work_env", STR("1904.5(b)(1)"),
			       N_("Say whether it happened in the work environment."));
	if (facts->work_env == ANSWER_NO)
		return stop(STR("1904.5(a), (b)(1)"), N_("It did not come from the work environment."));
	switch (facts->cause) {
	case CAUSE_WORK:
		return pass(STR("1904.5(a)"),
			    N_("Something in the work environment caused it or contributed to it."));
	case CAUSE_AGGRAVATED:
		return pass_close(STR("1904.5(b)(4)"),
				  N_("Work significantly aggravated an earlier condition."));
	case CAUSE_NONWORK_ONLY:
		if (facts->special == SPECIAL_HEARING)
			return stop(STR("1904.10(b)(6)"),
				    N_("A professional found that the hearing loss is not from work."));
		return stop(STR("1904.5(a)"),
			    N_("Nothing in the work environment caused it or contributed to it."));
	default:
		return open_at("cause", STR("1904.5(b)(3)"),
			       N_("Somebody has to look at the duties and the workplace and judge whether "
				  "work had a part."));
	}
}

static struct str exception_citation(struct arena *arena, const char *before, int exception)
{
	struct text citation = TEXT_IN(arena);
	text_cstr(&citation, before);
	citation_items(&citation, "1904.5(b)(2)", UINT32_C(1) << (exception - EXCEPTION_PUBLIC),
		       CITATION_ROMAN);
	return text_str(&citation);
}

static struct gate_answer travel_and_home(const struct case_facts *facts)
{
	switch (facts->setting) {
	case SETTING_HOTEL_OFF_DUTY:
		return stop(STR("1904.5(b)(6)"), N_("Off duty on a trip, the hotel counts as home."));
	case SETTING_HOME_ENVIRONMENT:
		return stop(STR("1904.5(b)(7)"), N_("The home did the harm, not the work done there."));
	case SETTING_HOME_WORK:
		return pass_close(STR("1904.5(b)(7)"),
				  N_("The work itself did the harm, though done at home."));
	default:
		return pass(STR("1904.5(b)(2)"), N_("None of the nine exceptions holds."));
	}
}

static struct gate_answer gate_exceptions(const struct criteria_input *in)
{
	const struct case_facts *facts = in->facts;
	int exception = is_mental(facts) ? EXCEPTION_MENTAL : facts->exception;

	if (exception_holds(facts)) {
		struct gate_answer answer = stop(exception_citation(in->arena, "", exception),
						 N_("An exception makes it not work-related."));
		answer.detail = codes_label(&exception_codes, exception);
		return answer;
	}
	if (is_mental(facts))
		return pass_close(exception_citation(in->arena, "", EXCEPTION_MENTAL),
				  N_("The person volunteered a qualified opinion that the mental illness is "
				     "work-related."));
	if (exception > EXCEPTION_ABSENT)
		return pass_close(exception_citation(in->arena, "", exception),
				  N_("Work contributed as well, so the exception falls away."));
	if (is_away_from_site(facts))
		return travel_and_home(facts);
	if (facts->exception_considered > EXCEPTION_ABSENT)
		return pass_close(exception_citation(in->arena, "1904.5(a); ", facts->exception_considered),
				  N_("The exception that comes to mind does not hold, because not all of its "
				     "conditions are met."));
	if (exception == 0)
		return open_at("exception", STR("1904.5(b)(2)"),
			       N_("Say whether one of the nine exceptions holds."));
	return travel_and_home(facts);
}

static struct gate_answer gate_new_case(const struct criteria_input *in)
{
	const struct case_facts *facts = in->facts;
	bool chronic = facts->diagnosis == DIAGNOSIS_CANCER || facts->diagnosis == DIAGNOSIS_CHRONIC ||
		       facts->diagnosis == DIAGNOSIS_SILICOSIS;

	if (facts->new_case == ANSWER_NONE)
		return open_at("new_case", STR("1904.6(a)"), N_("Say whether it is a new case."));
	if (facts->new_case == ANSWER_YES)
		return pass(STR("1904.6(a)"), N_("It is a new case."));
	if (chronic)
		return stop(STR("1904.6(b)(1)"), N_("A chronic illness is recorded once; update the old "
						    "entry if the outcome changed."));
	return stop(
		STR("1904.6(a)(2)"),
		N_("The earlier case has not ended; update its entry if the outcome or the days changed."));
}

static const struct {
	const char *question;
	struct gate_answer (*answer)(const struct criteria_input *in); /* NULL: criteria_decide */
} gates[GATE_COUNT] = {
	[GATE_COVERED] = {N_("Does this establishment keep OSHA records?"), gate_covered},
	[GATE_OURS] = {N_("Is the person ours to record?"), gate_ours},
	[GATE_CONDITION] = {N_("Is there an injury or illness?"), gate_condition},
	[GATE_WORK_RELATED] = {N_("Did work cause it, contribute to it or make it clearly worse?"),
			       gate_work_related},
	[GATE_EXCEPTIONS] = {N_("Is it free of the exceptions, and of the travel and home rules?"),
			     gate_exceptions},
	[GATE_NEW_CASE] = {N_("Is it a new case?"), gate_new_case},
	[GATE_CRITERIA] = {N_("Is its outcome serious enough, or is it a special case?"), NULL},
};

static void add_open(struct recordability *out, const char *field, const char *why, bool blocking)
{
	if (out->open_count < OPEN_FACTS_MOST)
		out->open[out->open_count++] = (struct open_fact){field, why, blocking};
}

/* Asks the gates in order; says which one decides. */
static void ask_gates(const struct criteria_input *in, struct recordability *out)
{
	int first_open = -1;

	for (int i = 0; i < GATE_COUNT; i++)
		out->gates[i].question = gates[i].question;
	for (int i = 0; i < GATE_COUNT; i++) {
		out->gates[i] = gates[i].answer ? gates[i].answer(in) : criteria_decide(in, out->criteria);
		out->gates[i].question = gates[i].question;
		if (out->gates[i].verdict == VERDICT_STOP) {
			out->recordable = RECORDABLE_NO;
			out->decided_by = (enum gate_id)i;
			return;
		}
		if (out->gates[i].verdict == VERDICT_OPEN && first_open < 0)
			first_open = i;
	}
	out->recordable = first_open < 0 ? RECORDABLE_YES : RECORDABLE_UNDECIDED;
	out->decided_by = first_open < 0 ? GATE_CRITERIA : (enum gate_id)first_open;
}

static void list_open_facts(const struct criteria_input *in, struct recordability *out)
{
	const struct case_facts *facts = in->facts;
	bool settled = out->recordable != RECORDABLE_UNDECIDED;

	for (int i = 0; i < GATE_CRITERIA; i++)
		if (out->gates[i].verdict == VERDICT_OPEN)
			add_open(out, out->gates[i].field, out->gates[i].reason, !settled);
	for (int i = 0; i < CRITERION_COUNT; i++)
		if (out->criteria[i].verdict == VERDICT_OPEN)
			add_open(out, out->criteria[i].field, out->criteria[i].reason, !settled);
	if (facts->diagnosis == DIAGNOSIS_OTHER)
		add_open(out, "diagnosis",
			 N_("Check that it is no cancer, chronic irreversible disease, fracture or "
			    "punctured eardrum."),
			 false);
	if (in->spans.restricted.count > 0 && facts->restriction_affects_routine == 0)
		add_open(out, "restriction_affects_routine",
			 N_("Say whether the restriction touched the normal job; until then it counts."),
			 false);
	if (facts->left_on != DAY_NONE && facts->left_reason == 0)
		add_open(out, "left_reason", N_("Say why the person left; until then counting stops there."),
			 false);
	if (out->days.estimated)
		add_open(out, in->days.away > 0 ? "away" : "restricted",
			 N_("The days are an estimate; enter the real ones when known."), false);
	if (out->recordable != RECORDABLE_YES)
		return;
	if (facts->injury_on == DAY_NONE)
		add_open(out, "injury_on", N_("The log needs the day of the injury."), true);
	if (facts->kind == 0)
		add_open(out, "kind", N_("The log needs the kind of injury or illness."), true);
	if (out->column == OSHA_UNDECIDED)
		add_open(out, "restricted",
			 N_("A medical removal is entered with its days away or restricted, never without."),
			 true);
}

static void make_entry(const struct criteria_input *in, struct recordability *out)
{
	out->type = special_case_kind(in->facts);
	out->privacy = privacy_decide(in->arena, in->facts, out->type);
	if (in->facts->death_on != DAY_NONE) {
		out->column = OSHA_DEATH; /* K and L stay blank */
	} else if (in->days.away > 0) {
		out->column = OSHA_DAYS_AWAY;
		out->days_away = in->days.away;
		out->days_restricted = in->days.restricted;
	} else if (in->days.restricted > 0) {
		out->column = OSHA_RESTRICTED;
		out->days_restricted = in->days.restricted;
	} else if (in->facts->special != SPECIAL_REMOVAL) {
		out->column = OSHA_OTHER;
	}
}

/* The close questions on the way, then what it was recorded for, then privacy. */
static void cite(const struct criteria_input *in, struct recordability *out)
{
	struct text paragraph = TEXT_IN(in->arena);
	const struct gate_answer *decisive = &out->gates[out->decided_by];
	const struct gate_answer *exceptions = &out->gates[GATE_EXCEPTIONS];

	out->reason = decisive->reason;
	out->detail = decisive->detail;
	if (out->recordable != RECORDABLE_YES) {
		out->paragraph = decisive->citation;
		return;
	}
	for (int i = 0; i < GATE_CRITERIA; i++)
		if (out->gates[i].close)
			citation_join(&paragraph, out->gates[i].citation);
	/* Where an exception was the question, what made the case serious enough was not. */
	bool weighed = exceptions->close && str_find(exceptions->citation, STR("1904.5(b)(2)")) >= 0;
	if (!weighed)
		citation_join(&paragraph, decisive->citation);
	if (out->privacy.is_case)
		citation_join(&paragraph, out->privacy.citation);
	out->paragraph = text_str(&paragraph);
}

void recordability_decide(struct arena *arena, const struct case_facts *facts, day as_of,
			  struct recordability *out)
{
	struct criteria_input in = criteria_prepare(arena, facts, as_of);

	*out = (struct recordability){.days = in.days, .rules_version = recordability_rules_version};
	ask_gates(&in, out);
	if (out->recordable == RECORDABLE_YES)
		make_entry(&in, out);
	list_open_facts(&in, out);
	cite(&in, out);
}

enum verdict recordability_work_related(struct arena *arena, const struct case_facts *facts)
{
	static const enum gate_id needed[] = {GATE_OURS, GATE_WORK_RELATED, GATE_EXCEPTIONS};
	struct criteria_input in = {.arena = arena, .facts = facts};
	enum verdict worst = VERDICT_PASS;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		enum verdict verdict = gates[needed[i]].answer(&in).verdict;
		if (verdict == VERDICT_STOP)
			return VERDICT_STOP;
		if (verdict == VERDICT_OPEN)
			worst = VERDICT_OPEN;
	}
	return worst;
}
