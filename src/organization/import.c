#include "organization/import.h"

#include <string.h>

#include "base/csv.h"
#include "organization/import_private.h"

static const struct code outcome_rows[] = {
	{"", ""},
	{"new", N_("New")},
	{"changed", N_("Changed")},
	{"same", N_("Unchanged")},
	{"refused", N_("Refused")},
	{"ended", N_("Switched off")},
	{NULL, NULL},
};
const struct codes import_outcome_codes = {"import_outcome", outcome_rows};

void import_refuse_text(const struct import_work *work, struct import_row *row, struct str column,
			struct str message)
{
	struct import_problem *problem = ARENA_NEW(work->run->arena, struct import_problem);
	struct import_problem **end = &row->problems;

	*problem = (struct import_problem){column, message, NULL};
	while (*end)
		end = &(*end)->next;
	*end = problem;
	row->outcome = IMPORT_REFUSED;
}

void import_refuse(const struct import_work *work, struct import_row *row, struct str column,
		   const char *english)
{
	import_refuse_text(work, row, column, tr(work->run->catalogue, english));
}

/* What the rows are before the database is asked. */
static void plan(struct import_work *work)
{
	const struct record *record = work->kind->record;

	for (size_t i = 0; i < work->result->count; i++) {
		struct import_row *row = &work->result->rows[i];
		if (!row->problems && row->outcome == IMPORT_ENDED)
			row->outcome = IMPORT_ENDED;
		else if (!row->problems && !row->before)
			row->outcome = IMPORT_NEW;
		else if (!row->problems)
			row->outcome =
				str_is(record_diff(work->run->arena, record, row->before, row->row), "{}")
					? IMPORT_SAME
					: IMPORT_CHANGED;
		row->planned = row->outcome;
		row->planned_problems = row->problems;
	}
}

/* The column to show for a key or constraint that the database named. */
static struct str refused_column(const struct import_work *work, struct str name)
{
	const struct field *field = record_field(work->kind->record, name);
	return field ? tr(work->run->catalogue, field->label) : STR("");
}

/* What the database says against one row concerns that row alone; anything else ends the import. */
static enum rc settle_row(struct db *db, struct import_work *work, struct import_row *row, enum rc rc)
{
	static const struct {
		enum rc rc;
		const char *why;
	} refusals[] = {
		{RC_DUPLICATE, N_("Another row has this value already")},
		{RC_INVALID, N_("The database does not take this value")},
		{RC_CONFLICT, N_("Somebody else has changed this meanwhile")},
		{RC_DENIED, N_("This is not changed by an import")},
	};
	const char *own = rc == RC_DENIED && work->run->why ? *work->run->why : NULL;

	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		if (rc != refusals[i].rc)
			continue;
		bool is_by_database = rc == RC_DUPLICATE || rc == RC_INVALID;
		struct str name = is_by_database ? db_refused_by(db) : STR("");
		import_refuse(work, row, refused_column(work, name), own ? own : refusals[i].why);
		return RC_OK;
	}
	return rc;
}

static enum rc write_row(struct db *db, struct import_work *work, struct import_row *row)
{
	const struct import_kind *kind = work->kind;
	struct import_run *run = work->run;
	const struct import_reference *own = import_own_reference(kind);
	void *copy = arena_alloc(run->arena, 1, kind->record->size);

	memcpy(copy, row->row, kind->record->size);
	if (own && import_id(kind, own->field, copy) < 0) {
		const struct import_row *parent = &work->result->rows[-import_id(kind, own->field, copy) - 1];
		if (parent->outcome == IMPORT_REFUSED) {
			import_refuse(work, row, str_of(own->column),
				      N_("This names a row that was refused"));
			return RC_OK;
		}
		import_set_id(kind, own->field, copy, parent->id);
	}
	enum rc rc = kind->write(db, run, row->before, copy);
	if (rc != RC_OK)
		return settle_row(db, work, row, rc);
	row->id = import_id(kind, "id", copy);
	row->written = copy;
	const char *action =
		arena_printf(run->arena, "%s.%s", kind->record->name, row->before ? "updated" : "created").at;
	return audit_change(db, run->arena, &run->actor, action, kind->record, row->id, 0, row->before, copy,
			    STR("import"));
}

/* A parent of this file that still has to be written first. */
static bool must_wait(const struct import_work *work, const struct import_row *row)
{
	const struct import_reference *own = import_own_reference(work->kind);
	int64_t parent = own ? import_id(work->kind, own->field, row->row) : 0;

	return parent < 0 && work->result->rows[-parent - 1].outcome != IMPORT_REFUSED &&
	       work->result->rows[-parent - 1].id == 0;
}

static enum rc write_rows(struct db *db, struct import_work *work)
{
	struct import_result *result = work->result;
	bool is_changed = true;
	enum rc rc = RC_OK;

	while (is_changed && rc == RC_OK) {
		is_changed = false;
		for (size_t i = 0; i < result->count && rc == RC_OK; i++) {
			struct import_row *row = &result->rows[i];
			bool is_due = row->outcome == IMPORT_NEW || row->outcome == IMPORT_CHANGED ||
				      row->outcome == IMPORT_ENDED;
			if (!is_due || row->id != 0 || must_wait(work, row))
				continue;
			rc = write_row(db, work, row);
			is_changed = true;
		}
	}
	return rc;
}

static void count_outcomes(struct import_result *result)
{
	memset(result->outcomes, 0, sizeof result->outcomes);
	for (size_t i = 0; i < result->count; i++)
		result->outcomes[result->rows[i].outcome]++;
}

struct attempt {
	struct import_work *work;
	bool is_dry;
	bool is_kept; /* the body ended as it should, whether or not that is rolled back */
	enum rc (*after)(struct db *db, void *closure, const struct import_result *result);
	void *closure;
};

static enum rc try_all(struct db *db, void *closure)
{
	struct attempt *attempt = closure;
	struct import_result *result = attempt->work->result;

	attempt->is_kept = false;
	for (size_t i = 0; i < result->count; i++) {
		result->rows[i].outcome = result->rows[i].planned;
		result->rows[i].problems = result->rows[i].planned_problems;
		result->rows[i].id = 0;
	}
	enum rc rc = write_rows(db, attempt->work);
	if (rc != RC_OK)
		return rc;
	count_outcomes(result);
	attempt->is_kept = true;
	if (attempt->is_dry || result->held.len || (result->outcomes[IMPORT_REFUSED] && !attempt->work->run->skip_refused))
		return RC_INVALID;
	attempt->is_kept = false;
	rc = import_record(db, attempt->work);
	if (rc != RC_OK)
		return rc;
	result->is_done = true;
	rc = attempt->after ? attempt->after(db, attempt->closure, result) : RC_OK;
	result->is_done = rc == RC_OK;
	return rc;
}

enum rc import_file(struct import_run *run, const struct import_kind *kind, struct str file, bool is_dry,
		    struct import_result *result,
		    enum rc (*after)(struct db *db, void *closure, const struct import_result *result),
		    void *closure)
{
	struct import_work work = {.run = run, .kind = kind, .result = result};
	struct attempt attempt = {.work = &work, .is_dry = is_dry, .after = after, .closure = closure};

	*result = (struct import_result){.ignored = STR(""), .held = STR("")};
	struct str ignored = STR_NONE;
	if (kind->rewrite)
		file = kind->rewrite(run, file, &ignored);
	enum rc rc = import_read(&work, file);
	if (ignored.at)
		result->ignored = ignored;
	if (rc != RC_OK || result->problems)
		return rc;
	import_link(&work);
	rc = import_miss(&work);
	if (rc != RC_OK)
		return rc;
	plan(&work);
	rc = db_transaction(run->db, "import", try_all, &attempt);
	if (rc != RC_OK)
		result->is_done = false;
	/* A dry run, or one with refused rows, was rolled back on purpose. */
	return rc == RC_INVALID && attempt.is_kept ? RC_OK : rc;
}

struct str import_template(struct arena *arena, const struct import_kind *kind)
{
	struct text out = TEXT_IN(arena);
	struct csv_writer csv = CSV_WRITER(&out, false);

	for (const char *const *name = kind->fields; *name; name++)
		csv_put(&csv, str_of(*name));
	for (const struct import_reference *at = kind->references; at->field; at++)
		csv_put(&csv, str_of(at->column));
	csv_end(&csv);
	return text_str(&out);
}

static void put_result(struct csv_writer *csv, const struct import_row *row,
		       const struct import_problem *problem)
{
	csv_put_int(csv, (int64_t)row->line);
	csv_put(csv, str_of(codes_code(&import_outcome_codes, (int)row->outcome)));
	csv_put(csv, row->what);
	csv_put(csv, problem ? problem->column : STR(""));
	csv_put(csv, problem ? problem->message : STR(""));
	csv_end(csv);
}

struct str import_result_csv(struct arena *arena, const struct import_result *result)
{
	static const char *const titles[] = {"line", "outcome", "what", "column", "problem"};
	struct text out = TEXT_IN(arena);
	struct csv_writer csv = CSV_WRITER(&out, true);

	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		csv_put(&csv, str_of(titles[i]));
	csv_end(&csv);
	for (size_t i = 0; i < result->count; i++) {
		const struct import_row *row = &result->rows[i];
		if (!row->problems)
			put_result(&csv, row, NULL);
		for (const struct import_problem *at = row->problems; at; at = at->next)
			put_result(&csv, row, at);
	}
	return text_str(&out);
}
