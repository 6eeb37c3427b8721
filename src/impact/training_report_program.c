#include "impact/training_report_program.h"

#include <stddef.h>
#include <stdio.h>

#include "base/command.h"
#include "base/log.h"
#include "identity/viewer_store.h"
#include "impact/training_requirement_store.h"
#include "impact/training_store.h"
#include "organization/names_store.h"
#include "organization/organization.h"
#include "report/sheet.h"

struct wishes {
	const char *organization, *account, *establishment, *department, *course, *file, *announce;
};

struct job {
	struct arena *arena;
	struct db *db;
	struct organization organization;
	struct viewer viewer;
	struct training_completion completion;
	struct rows courses;
	struct names *names;
	moment now;
};

/* A shell sees everything, as its operator could by other means. */
static enum rc find_viewer(struct job *job, const struct wishes *wishes, day today)
{
	static const struct grant everything[] = {{ROLE_SUPERADMIN, 0, 0}};
	int64_t account;

	job->viewer = (struct viewer){.organization_id = job->organization.id, .grants = everything, .grant_count = 1,
				      .roles = 1u << ROLE_SUPERADMIN};
	if (!wishes->account)
		return RC_OK;
	if (!str_to_int(str_of(wishes->account), 1, INT64_MAX, &account))
		return RC_NOT_FOUND;
	enum rc rc = viewer_load(job->db, job->arena, account, today, &job->viewer);
	if (rc != RC_OK)
		return rc;
	return job->viewer.organization_id == job->organization.id && viewer_may(&job->viewer, MAY_SEE_PEOPLE) ? RC_OK : RC_DENIED;
}

static int64_t id_of(const char *text)
{
	int64_t id;

	return text && str_to_int(str_of(text), 1, INT64_MAX, &id) ? id : 0;
}

static enum rc load_names(struct job *job)
{
	const struct training_completion *completion = &job->completion;
	const struct {
		enum names_kind kind;
		const struct training_sums *sums;
	} parts[] = {{NAMES_ESTABLISHMENT, &completion->by_establishment}, {NAMES_UNIT, &completion->by_department}};
	enum rc rc = training_course_list(job->db, job->arena, job->organization.id, true, &job->courses);

	job->names = names_new(job->db, job->arena, job->organization.id);
	for (size_t i = 0; rc == RC_OK && i < sizeof parts / sizeof *parts; i++)
		rc = names_load_column(job->names, parts[i].kind, (struct rows){parts[i].sums->at, parts[i].sums->count},
				       sizeof(struct training_sum), offsetof(struct training_sum, id));
	return rc;
}

static enum rc prepare(struct job *job, const struct wishes *wishes)
{
	const struct zone *zone = NULL;
	enum rc rc = organization_find(job->db, job->arena, str_of(wishes->organization ? wishes->organization : ""),
				       &job->organization);

	if (rc != RC_OK)
		return rc;
	if (zone_find(job->organization.zone, &zone) != RC_OK)
		zone = NULL;
	job->now = moment_now();
	const struct training_question question = {
		.establishment_id = id_of(wishes->establishment),
		.department_id = id_of(wishes->department),
		.course_id = id_of(wishes->course),
		.is_overdue_only = true,
		.today = zone_day(zone, job->now),
	};
	rc = find_viewer(job, wishes, question.today);
	if (rc == RC_OK)
		rc = training_completion_collect(job->db, job->arena, &job->viewer, &question, true, &job->completion);
	return rc == RC_OK ? load_names(job) : rc;
}

static struct str course_name(const struct job *job, int64_t id)
{
	for (size_t i = 0; i < job->courses.count; i++)
		if (ROW(struct training_course, job->courses, i)->id == id)
			return ROW(struct training_course, job->courses, i)->name;
	return STR("");
}

static const struct sheet_column sum_columns[] = {
	{"Name", 36}, {"People", 10}, {"Up to date", 12}, {"Rate %", 10}, {"Required", 10}, {"Current", 10}, {"Not due yet", 12},
	{"Overdue", 10},
};
enum { SUM_COLUMNS = sizeof sum_columns / sizeof *sum_columns };

static void put_sum(const struct job *job, struct sheet *sheet, int row, unsigned look, struct str name,
		    const struct training_sum *sum)
{
	const char *rate = arena_printf(job->arena, "=IF(B%d=0,\"\",C%d/B%d*100)", row + 1, row + 1, row + 1).at;

	sheet_text(sheet, row, 0, look, name.len ? name : STR("not given"));
	sheet_int(sheet, row, 1, look, sum->people);
	sheet_int(sheet, row, 2, look, sum->up_to_date);
	sheet_formula(sheet, row, 3, look, SHEET_DECIMAL, rate,
		      sum->people ? (double)sum->up_to_date * 100 / (double)sum->people : 0);
	sheet_int(sheet, row, 4, look, sum->needs);
	sheet_int(sheet, row, 5, look, sum->current);
	sheet_int(sheet, row, 6, look, sum->pending);
	sheet_int(sheet, row, 7, look, sum->overdue);
}

/* One table below the other; returns the row behind it. */
static int put_sums(const struct job *job, struct sheet *sheet, int row, const char *title, enum names_kind kind,
		    const struct training_sums *sums)
{
	sheet_cstr(sheet, row++, 0, SHEET_BOLD, title);
	for (size_t i = 0; i < sums->count; i++, row++) {
		const struct training_sum *sum = &sums->at[i];
		put_sum(job, sheet, row, SHEET_PLAIN,
			kind == NAMES_KIND_COUNT ? course_name(job, sum->id) : names_get(job->names, kind, sum->id), sum);
	}
	return row + 1;
}

static void put_completion(const struct job *job, struct sheet *sheet)
{
	const struct training_completion *completion = &job->completion;

	sheet_cstr(sheet, 0, 0, SHEET_TITLE, "Training completion");
	sheet_text(sheet, 1, 0, SHEET_MUTED,
		   arena_printf(job->arena, "%.*s, %.*s. Up to date: every required course, or still time for it.",
				STR_ARG(job->organization.name), STR_ARG(day_text(job->arena, completion->question.today))));
	sheet_header(sheet, 3, sum_columns, SUM_COLUMNS);
	put_sum(job, sheet, 4, SHEET_TOTAL, STR("All"), &completion->all);
	int row = put_sums(job, sheet, 6, "By establishment", NAMES_ESTABLISHMENT, &completion->by_establishment);
	row = put_sums(job, sheet, row, "By department", NAMES_UNIT, &completion->by_department);
	put_sums(job, sheet, row, "By course", NAMES_KIND_COUNT, &completion->by_course);
}

static const struct sheet_column need_columns[] = {
	{"Number", 14}, {"Family name", 22}, {"Given name", 20}, {"Course", 36}, {"Standing", 12}, {"Due", 12},
	{"Completed", 12}, {"Establishment", 30}, {"Department", 26},
};
enum { NEED_COLUMNS = sizeof need_columns / sizeof *need_columns };

static void put_needs(const struct job *job, struct sheet *sheet)
{
	const struct training_completion *completion = &job->completion;

	sheet_header(sheet, 0, need_columns, NEED_COLUMNS);
	for (size_t i = 0; i < completion->need_count; i++) {
		const struct training_need *need = &completion->needs[i];
		const int row = (int)i + 1;
		sheet_text(sheet, row, 0, SHEET_PLAIN, need->employee_number);
		sheet_text(sheet, row, 1, SHEET_PLAIN, need->family_name);
		sheet_text(sheet, row, 2, SHEET_PLAIN, need->given_name);
		sheet_text(sheet, row, 3, SHEET_PLAIN, course_name(job, need->course_id));
		sheet_cstr(sheet, row, 4, SHEET_PLAIN, codes_label(&training_standing_codes, need->standing));
		sheet_day(sheet, row, 5, SHEET_PLAIN, need->due_on);
		sheet_day(sheet, row, 6, SHEET_PLAIN, need->completed_on);
		sheet_text(sheet, row, 7, SHEET_PLAIN, names_get(job->names, NAMES_ESTABLISHMENT, need->establishment_id));
		sheet_text(sheet, row, 8, SHEET_PLAIN, names_get(job->names, NAMES_UNIT, need->department_id));
	}
	sheet_filter(sheet, 0, (int)completion->need_count, NEED_COLUMNS);
}

static enum rc render(const struct job *job, struct str *bytes)
{
	const struct sheet_info info = {
		.title = "Training completion",
		.author = arena_cstr(job->arena, job->organization.name),
		.created_at = job->now,
	};
	const struct sheet_setup sums = {.footer = "Training completion", .portrait = true},
				 table = {.footer = "Overdue training", .freeze_rows = 1, .freeze_columns = 1};
	struct sheet_book *book = sheet_book_new(job->arena, &info);

	put_completion(job, sheet_add(book, "Completion", &sums));
	put_needs(job, sheet_add(book, "Overdue", &table));
	return sheet_save(book, bytes);
}

static int run(struct arena *arena, const struct wishes *wishes)
{
	struct job job = {.arena = arena};
	const struct config *config;
	struct str bytes = STR_NONE;

	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	job.db = db_open(arena, config, "report");
	enum rc rc = prepare(&job, wishes);
	if (rc == RC_OK)
		rc = render(&job, &bytes);
	db_close(job.db);
	if (rc != RC_OK) {
		fprintf(stderr, "training-report: %s\n", rc_meaning(rc));
		return EXIT_FAILED;
	}
	if (wishes->announce)
		bytes = arena_concat(arena, arena_printf(arena, "%zu\n", job.completion.need_count), bytes);
	return command_write("training-report", wishes->file, bytes);
}

int training_report_main(int argc, char **argv)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"organization", 0, "CODE", "the organization; not needed where there is only one", &wishes.organization},
		{"account", 0, "ID", "only people whom this account may see (everybody)", &wishes.account},
		{"establishment", 0, "ID", "only people there", &wishes.establishment},
		{"department", 0, "ID", "only people there and in departments below it", &wishes.department},
		{"course", 0, "ID", "only this course", &wishes.course},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{"announce", 0, NULL, "write the number of overdue entries in a line before the file", &wishes.announce},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct command command = {
		.name = "training-report",
		.usage = "[--establishment ID] [--department ID] [--course ID] [-o FILE]",
		.help = "Writes a workbook: the share of people who have all training that they need, by establishment,"
			" department and course, and who lacks what.",
		.options = options,
	};
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	log_start("training-report", LOG_WARN);
	struct arena *arena = arena_new((size_t)256 * 1024);
	status = run(arena, &wishes);
	arena_free(arena);
	return status;
}
