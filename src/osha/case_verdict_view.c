#include "osha/case_verdict_view.h"

#include <string.h>

#include "osha/case_store.h"

const char *case_verdict_citation(const char *field)
{
	static const struct {
		const char *field, *citation;
	} rows[] = {
		{"worker", "1904.31"},
		{"abnormal_condition", "1904.46"},
		{"kind", "1904.46"},
		{"injury_on", "1904.7(b)(3)(i)"},
		{"work_env", "1904.5(b)(1)"},
		{"cause", "1904.5(a)"},
		{"exception", "1904.5(b)(2)"},
		{"exception_considered", "1904.5(b)(2)"},
		{"setting", "1904.5(b)(6)-(7)"},
		{"mental_opinion", "1904.5(b)(2)(ix)"},
		{"new_case", "1904.6"},
		{"death_on", "1904.7(b)(2)"},
		{"has_away", "1904.7(b)(3)"},
		{"has_restricted", "1904.7(b)(4)"},
		{"treatments", "1904.7(b)(5)"},
		{"other_treatment", "1904.7(b)(5)(iii)"},
		{"other_treatment_beyond", "1904.7(b)(5)(iii)"},
		{"lost_consciousness", "1904.7(b)(6)"},
		{"diagnosis", "1904.7(b)(7)"},
		{"special", "1904.8-1904.11"},
		{"hearing_baseline", "1904.10"},
		{"hearing_current", "1904.10"},
		{"hearing_retest", "1904.10(b)(4)"},
		{"hearing_retest_on", "1904.10(b)(4)"},
		{"hearing_age_correction", "1904.10(b)(3)"},
		{"body", "1904.29(b)(7)(i)"},
		{"assault", "1904.29(b)(7)(ii)"},
		{"privacy_request", "1904.29(b)(7)(vi)"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].field, field) == 0)
			return rows[i].citation;
	return "";
}

static void add_answer(struct request *rq, struct view_list *list, const char *question, enum verdict verdict,
		       struct str citation, const char *reason, const char *detail)
{
	if (verdict == VERDICT_NOT_REACHED)
		return;
	struct view *item = view_add(list);
	view_text(item, "question", rq_tr(rq, question));
	view_flag(item, "is_pass", verdict == VERDICT_PASS);
	view_flag(item, "is_stop", verdict == VERDICT_STOP);
	view_flag(item, "is_open", verdict == VERDICT_OPEN);
	view_text(item, "paragraph", citation);
	view_text(item, "why", case_view_words(rq, reason));
	view_text(item, "detail", case_view_words(rq, detail));
}

static void add_answers(struct request *rq, const struct recordability *verdict, struct view *page)
{
	struct view_list *gates = view_list(page, "gates"), *criteria = view_list(page, "criteria");

	for (int i = 0; i < GATE_COUNT; i++) {
		const struct gate_answer *gate = &verdict->gates[i];
		add_answer(rq, gates, gate->question, gate->verdict, gate->citation, gate->reason,
			   gate->detail);
	}
	for (int i = 0; i < CRITERION_COUNT; i++) {
		const struct criterion_answer *at = &verdict->criteria[i];
		add_answer(rq, criteria, at->label, at->verdict, at->citation, at->reason, at->detail);
	}
}

/* Days are answered on their own page, everything else on this one. */
static struct str place_of(struct request *rq, const struct case_view *v, const char *field)
{
	if (strcmp(field, "away") == 0 || strcmp(field, "restricted") == 0)
		return arena_printf(rq->arena, "#f-has_%s", field);
	if (strcmp(field, "treatments") == 0)
		return STR("#f-treatments");
	if (strcmp(field, "left_on") == 0 || strcmp(field, "left_reason") == 0)
		return arena_printf(rq->arena, "%.*s/days#f-%s", STR_ARG(v->href), field);
	return arena_printf(rq->arena, "#f-%s", field);
}

static void add_open(struct request *rq, const struct case_view *v, const struct recordability *verdict,
		     struct view *page)
{
	struct view_list *list = view_list(page, "open");

	for (size_t i = 0; i < verdict->open_count; i++) {
		const struct open_fact *open = &verdict->open[i];
		const struct field *field = record_field(&case_facts_record, str_of(open->field));
		if (!field || !field->label)
			continue;
		struct view *item = view_add(list);
		view_text(item, "to", place_of(rq, v, open->field));
		view_text(item, "question", rq_tr(rq, field->label));
		view_text(item, "why", case_view_words(rq, open->why));
		view_flag(item, "is_blocking", open->blocking);
	}
}

static void add_changes(struct request *rq, const struct case_view *v, struct view *page)
{
	struct view_list *list = view_list(page, "turns");
	size_t count;
	const struct recordability_change *changes =
		recordability_changes(rq->arena, &v->facts, v->today, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_add(list);
		view_text(item, "question", rq_tr(rq, changes[i].field->label));
		view_text(item, "answer", rq_tr(rq, changes[i].value));
		view_flag(item, "to_recordable", changes[i].becomes == RECORDABLE_YES);
		view_cstr(item, "turn_column", osha_outcome_letter(changes[i].column));
	}
}

static enum rc add_history(struct request *rq, const struct case_view *v, struct view *page)
{
	struct rows rows = {NULL, 0};
	struct view_list *list = view_list(page, "decisions");
	enum rc rc = v->c.id ? case_decision_list(rq->db, rq->arena, &v->c, &rows) : RC_OK;

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct osha_decision *decision = ROW(struct osha_decision, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &osha_decision_record, decision);
		view_text(item, "why", case_view_words(rq, arena_cstr(rq->arena, decision->reason)));
		view_cstr(item, "column", osha_outcome_letter((enum osha_outcome)decision->outcome));
		view_flag(item, "is_overridden", decision->override != ANSWER_NONE);
	}
	return rc;
}

enum rc case_verdict_view(struct request *rq, const struct case_view *v, struct view *page)
{
	struct recordability verdict;
	struct osha_case *now = ARENA_NEW(rq->arena, struct osha_case);
	struct view *shown = view_object(page, "verdict");

	*now = v->c;
	recordability_decide(rq->arena, &v->facts, v->today, &verdict);
	case_apply(now, &verdict);
	case_view_entry(rq, shown, now);
	view_text(shown, "why", case_view_words(rq, verdict.reason));
	view_text(shown, "detail", case_view_words(rq, verdict.detail));
	view_text(shown, "paragraph", verdict.paragraph);
	view_flag(shown, "is_overridden", now->override != ANSWER_NONE);
	view_flag(shown, "is_days_capped", verdict.days.capped);
	view_text(shown, "privacy_why", case_view_words(rq, verdict.privacy.reason));
	view_text(shown, "privacy_paragraph", verdict.privacy.citation);
	view_cstr(shown, "rules", recordability_rules_version);
	add_answers(rq, &verdict, page);
	add_open(rq, v, &verdict, page);
	add_changes(rq, v, page);
	return add_history(rq, v, page);
}
