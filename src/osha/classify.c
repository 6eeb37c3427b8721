#include "osha/classify.h"

#include "osha/narrative.h"
#include "osha/recordability.h"

/* Short keys of the files and the field each stands for. */
static const struct {
	const char *key, *field;
} short_keys[] = {
	{"condition", "abnormal_condition"},
	{"injury_date", "injury_on"},
	{"death_date", "death_on"},
	{"treatment", "treatments"},
	{"loc", "lost_consciousness"},
	{"baseline", "hearing_baseline"},
	{"current", "hearing_current"},
	{"retest", "hearing_retest"},
	{"age_adj", "hearing_age_correction"},
};

enum { SHORT_KEYS = sizeof short_keys / sizeof *short_keys };

/* Other words that files use for a value. */
static const struct {
	const char *field, *word, *code;
} synonyms[] = {
	{"left_reason", "related", "injury"},
	{"left_reason", "injury_related", "injury"},
	{"left_reason", "because_of_injury", "injury"},
	{"left_reason", "retirement", "retired"},
};

static const char *field_of_key(struct str key, struct arena *arena)
{
	for (size_t i = 0; i < SHORT_KEYS; i++)
		if (str_is(key, short_keys[i].key))
			return short_keys[i].field;
	return arena_cstr(arena, key);
}

static const char *key_of_field(const char *field)
{
	for (size_t i = 0; i < SHORT_KEYS; i++)
		if (str_is(str_of(field), short_keys[i].field))
			return short_keys[i].key;
	return field;
}

static struct str value_of_word(const struct field *field, struct str word)
{
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
		if (str_is(word, synonyms[i].word) && str_is(str_of(field->name), synonyms[i].field))
			return str_of(synonyms[i].code);
	return word;
}

/* A diagnosis that is no code is kept in words. */
static bool take_diagnosis(const struct field *field, struct str value, struct case_facts *out)
{
	if (field->codes != &diagnosis_codes || codes_find(&diagnosis_codes, value) >= 0)
		return false;
	out->diagnosis = DIAGNOSIS_OTHER;
	out->diagnosis_text = value;
	return true;
}

/* seen has a bit for every field that was given. */
static enum rc take_fact(struct arena *arena, struct str key, struct str value, struct case_facts *out,
			 uint64_t *seen, const char **why)
{
	const struct field *field = record_field(&case_facts_record, str_of(field_of_key(key, arena)));
	/* Files may hold past and planned days alike: nothing is in the future here. */
	const moment no_limit = INT64_MAX / 2;

	if (!field) {
		*why = "is not a fact that the rules know";
		return RC_INVALID;
	}
	uint64_t bit = UINT64_C(1) << (field - case_facts_record.fields);
	if (*seen & bit) {
		*why = "is given twice";
		return RC_INVALID;
	}
	*seen |= bit;
	if (take_diagnosis(field, value, out))
		return RC_OK;
	return field_parse(arena, field, value_of_word(field, value), NULL, no_limit, out, why);
}

/* Names the treatment that is wrong in a list of several. */
static const char *why_in_full(struct arena *arena, const struct fact_problem *problem,
			       const struct case_facts *facts)
{
	treatment_set set;
	bool said_none;
	struct str unknown;

	if (!str_is(str_of(problem->field), "treatments") ||
	    treatment_parse(facts->treatments, &set, &said_none, &unknown) == RC_OK)
		return problem->why;
	return arena_printf(arena, "there is no treatment \"%.*s\"", STR_ARG(unknown)).at;
}

enum rc classify_facts(struct arena *arena, struct str cell, struct case_facts *out, struct str *key,
		       const char **why)
{
	struct fact_problem problems[FACT_PROBLEMS_MOST];
	struct str rest = str_trim(cell), pair;
	uint64_t seen = 0;

	record_clear(&case_facts_record, out);
	while (rest.len > 0 && str_split(&rest, '|', &pair)) {
		ptrdiff_t equals = str_find(pair, STR("="));
		*key = str_trim(equals < 0 ? pair : str_slice(pair, 0, (size_t)equals));
		if (equals < 0) {
			*why = "lacks its value; write key=value";
			return RC_INVALID;
		}
		struct str value = str_trim(str_slice(pair, (size_t)equals + 1, pair.len));
		enum rc rc = take_fact(arena, *key, value, out, &seen, why);
		if (rc != RC_OK)
			return rc;
	}
	case_facts_assume(out);
	if (case_facts_check(arena, out, problems) > 0) {
		*key = str_of(key_of_field(problems[0].field));
		*why = why_in_full(arena, &problems[0], out);
		return RC_INVALID;
	}
	return RC_OK;
}

static const char *const result_columns[] = {
	"recordable",  "column",  "days_away", "days_restricted",
	"type_column", "privacy", "paragraph", "reason",
};

static void put_header(struct csv_writer *writer, const struct csv_row *header)
{
	for (size_t i = 0; i < header->count; i++)
		csv_put(writer, header->cells[i]);
	for (size_t i = 0; i < sizeof result_columns / sizeof *result_columns; i++)
		csv_put(writer, str_of(result_columns[i]));
	csv_end(writer);
}

/* "The treatment goes beyond first aid: Stitches." */
static struct str full_reason(struct arena *arena, const struct recordability *result)
{
	struct str reason = str_of(result->reason);

	if (!result->detail)
		return reason;
	return arena_printf(arena, "%.*s: %s.", STR_ARG(str_slice(reason, 0, reason.len - 1)),
			    result->detail);
}

static void put_result(struct csv_writer *writer, const struct recordability *result)
{
	static const char *const words[] = {"undecided", "yes", "no"};
	bool recorded = result->recordable == RECORDABLE_YES;

	csv_put(writer, str_of(words[result->recordable]));
	csv_put(writer, str_of(osha_outcome_letter(result->column)));
	if (recorded) {
		csv_put_int(writer, result->days_away);
		csv_put_int(writer, result->days_restricted);
		csv_put_int(writer, result->type);
	} else {
		for (int i = 0; i < 3; i++)
			csv_put(writer, STR(""));
	}
	csv_put(writer, recorded && result->privacy.is_case ? STR("yes") : STR("no"));
	csv_put(writer, result->paragraph);
	csv_put(writer, full_reason(writer->out->arena, result));
}

struct job {
	struct arena *arena;
	struct csv_writer writer;
	struct text *errors;
	size_t columns;
	ptrdiff_t facts, situation;
	day as_of;
};

static void tell(struct job *job, size_t line, struct str key, const char *why)
{
	text_printf(job->errors, "line %zu: ", line);
	if (key.len > 0)
		text_printf(job->errors, "%.*s: ", STR_ARG(key));
	text_printf(job->errors, "%s\n", why);
}

static bool classify_row(struct job *job, const struct csv_row *row)
{
	struct case_facts facts;
	struct recordability result;
	struct str key = STR_NONE;
	const char *why;

	if (row->count > job->columns) {
		tell(job, row->line, STR_NONE, "the row has more cells than the header");
		return false;
	}
	if (classify_facts(job->arena, csv_cell(row, (size_t)job->facts), &facts, &key, &why) != RC_OK) {
		tell(job, row->line, key, why);
		return false;
	}
	if (job->situation >= 0 && facts.exception_considered == 0 && facts.exception == EXCEPTION_ABSENT)
		facts.exception_considered =
			narrative_exception(job->arena, csv_cell(row, (size_t)job->situation));
	recordability_decide(job->arena, &facts, job->as_of, &result);
	for (size_t i = 0; i < job->columns; i++)
		csv_put(&job->writer, csv_cell(row, i));
	put_result(&job->writer, &result);
	csv_end(&job->writer);
	return true;
}

enum rc classify_csv(struct arena *arena, struct str input, bool guard, day as_of, struct text *out,
		     struct text *errors, size_t *bad)
{
	struct job job = {.arena = arena, .writer = CSV_WRITER(out, guard), .errors = errors, .as_of = as_of};
	struct csv_reader reader = csv_reader(arena, input);
	struct csv_row row;
	const char *why;
	enum rc rc = csv_next(&reader, &row, &why);

	*bad = 0;
	job.facts = rc == RC_OK ? csv_column(&row, "facts") : -1;
	if (job.facts < 0) {
		tell(&job, 1, STR_NONE, rc == RC_INVALID ? why : "the header has no column \"facts\"");
		return RC_INVALID;
	}
	job.situation = csv_column(&row, "situation");
	job.columns = row.count;
	job.writer.separator = reader.separator;
	put_header(&job.writer, &row);
	while ((rc = csv_next(&reader, &row, &why)) != RC_NOT_FOUND) {
		if (rc == RC_OK) {
			*bad += !classify_row(&job, &row);
		} else {
			tell(&job, row.line, STR_NONE, why);
			++*bad;
		}
	}
	return RC_OK;
}

static void put_codes(struct text *out, const struct codes *codes)
{
	for (int i = 1; i < codes_count(codes); i++)
		text_printf(out, "      %-26s %s\n", codes_code(codes, i), codes_label(codes, i));
}

static void put_treatments(struct text *out)
{
	static const char *const classes[] = {"first aid", "observation", "diagnosis", "beyond first aid"};

	for (size_t i = 0; i < treatment_count(); i++) {
		const struct treatment *treatment = treatment_at(i);
		text_printf(out, "      %-26s %s (%s", treatment->code, treatment->label,
			    classes[treatment->class]);
		if (treatment->class == TREATMENT_FIRST_AID)
			text_printf(out, " %c", treatment->item);
		text_cstr(out, ")\n");
	}
}

void classify_vocabulary(struct text *out)
{
	static const char *const kinds[] = {
		[FIELD_TEXT] = "text",
		[FIELD_DECIMAL] = "number",
		[FIELD_ANSWER] = "yes, no",
		[FIELD_MOMENT] = "date and time",
		[FIELD_DAY] = "date, YYYY-MM-DD",
		[FIELD_CODE] = "one of",
	};

	for (const struct field *field = case_facts_record.fields; field->name; field++) {
		text_printf(out, "  %s (%s): %s\n", key_of_field(field->name), kinds[field->kind],
			    field->label);
		if (field->kind == FIELD_CODE)
			put_codes(out, field->codes);
		if (field->offset == offsetof(struct case_facts, treatments))
			put_treatments(out);
	}
}
