#include "osha/form300a_sheet.h"

enum { COLUMN_LABEL, COLUMN_VALUE, COLUMN_LETTER };

struct pen {
	struct sheet *sheet;
	struct arena *arena;
	int row;
};

static void heading(struct pen *pen, const char *text)
{
	pen->row++;
	for (int i = COLUMN_LABEL; i <= COLUMN_LETTER; i++)
		sheet_cstr(pen->sheet, pen->row, i, SHEET_HEADER, i == COLUMN_LABEL ? text : "");
	pen->row++;
}

static void text_row(struct pen *pen, const char *label, struct str value)
{
	sheet_cstr(pen->sheet, pen->row, COLUMN_LABEL, SHEET_PLAIN, label);
	sheet_text(pen->sheet, pen->row++, COLUMN_VALUE, SHEET_WRAP, value);
}

static void number_row(struct pen *pen, const char *label, const char *letter, int64_t value)
{
	sheet_cstr(pen->sheet, pen->row, COLUMN_LABEL, SHEET_PLAIN, label);
	if (value != OSHA_UNKNOWN)
		sheet_int(pen->sheet, pen->row, COLUMN_VALUE, SHEET_PLAIN, value);
	sheet_cstr(pen->sheet, pen->row++, COLUMN_LETTER, SHEET_CENTRE, letter);
}

/* Adds up the rows from first to the one above. */
static void sum_row(struct pen *pen, const char *label, int first, int64_t value)
{
	sheet_cstr(pen->sheet, pen->row, COLUMN_LABEL, SHEET_TOTAL, label);
	sheet_sum(pen->sheet, pen->row, COLUMN_VALUE, SHEET_TOTAL, first, pen->row - 1, value);
	pen->row++;
}

static void write_totals(struct pen *pen, const struct osha_totals *totals)
{
	heading(pen, "Number of Cases");
	int first = pen->row;
	number_row(pen, "Total number of deaths", "(G)", totals->outcomes[OSHA_DEATH]);
	number_row(pen, "Total number of cases with days away from work", "(H)",
		   totals->outcomes[OSHA_DAYS_AWAY]);
	number_row(pen, "Total number of cases with job transfer or restriction", "(I)",
		   totals->outcomes[OSHA_RESTRICTED]);
	number_row(pen, "Total number of other recordable cases", "(J)", totals->outcomes[OSHA_OTHER]);
	sum_row(pen, "All cases", first,
		totals->outcomes[OSHA_DEATH] + totals->outcomes[OSHA_DAYS_AWAY] +
			totals->outcomes[OSHA_RESTRICTED] + totals->outcomes[OSHA_OTHER]);

	heading(pen, "Number of Days");
	number_row(pen, "Total number of days away from work", "(K)", totals->days_away);
	number_row(pen, "Total number of days of job transfer or restriction", "(L)",
		   totals->days_restricted);

	heading(pen, "Injury and Illness Types");
	first = pen->row;
	int64_t sum = 0;
	for (int i = OSHA_INJURY; i < OSHA_TYPES; i++) {
		number_row(pen, osha_type_label((enum osha_type)i),
			   arena_printf(pen->arena, "(M) (%d)", i).at, totals->types[i]);
		sum += totals->types[i];
	}
	sum_row(pen, "All types", first, sum);
}

static void write_establishment(struct pen *pen, const struct osha_log *log)
{
	const struct osha_establishment *e = &log->establishment;

	heading(pen, "Establishment information");
	text_row(pen, "Your establishment name", e->name);
	text_row(pen, "Company", e->company);
	text_row(pen, "Street", e->street);
	text_row(pen, "City", e->city);
	text_row(pen, "State", e->state);
	text_row(pen, "ZIP", e->zip);
	text_row(pen, "Industry description", e->industry);
	text_row(pen, "North American Industrial Classification (NAICS)", e->naics);
	text_row(pen, "Employer identification number (EIN)", e->ein);
	heading(pen, "Employment information");
	number_row(pen, "Annual average number of employees", "", log->average_employees);
	number_row(pen, "Total hours worked by all employees last year", "", log->hours_worked);
}

static void write_certification(struct pen *pen, const struct osha_certification *c)
{
	heading(pen, "Sign here");
	sheet_cstr(pen->sheet, pen->row++, COLUMN_LABEL, SHEET_BOLD,
		   "Knowingly falsifying this document may result in a fine.");
	sheet_cstr(pen->sheet, pen->row++, COLUMN_LABEL, SHEET_PLAIN,
		   "I certify that I have examined this document and that to the best of my knowledge the "
		   "entries are true, accurate, and complete.");
	text_row(pen, "Company executive", c ? c->executive : STR_NONE);
	text_row(pen, "Title", c ? c->title : STR_NONE);
	text_row(pen, "Phone", c ? c->phone : STR_NONE);
	sheet_cstr(pen->sheet, pen->row, COLUMN_LABEL, SHEET_PLAIN, "Date");
	sheet_day(pen->sheet, pen->row++, COLUMN_VALUE, SHEET_PLAIN, c ? c->certified_on : DAY_NONE);
	if (c && c->changed_since)
		sheet_cstr(pen->sheet, pen->row++, COLUMN_LABEL, SHEET_BOLD,
			   "The Log was changed after this certification.");
}

void form300a_sheet(struct sheet_book *book, struct arena *arena, const struct osha_log *log)
{
	const struct sheet_setup setup = {
		.footer = arena_printf(arena, "OSHA Form 300A, %.*s, %d", STR_ARG(log->establishment.name),
				       log->year)
				  .at,
		.freeze_rows = 1,
		.portrait = true,
	};
	const struct osha_totals totals = osha_log_totals(log->cases, log->case_count);
	struct pen pen = {sheet_add(book, "300A", &setup), arena, 0};

	sheet_width(pen.sheet, COLUMN_LABEL, COLUMN_LABEL, 56);
	sheet_width(pen.sheet, COLUMN_VALUE, COLUMN_VALUE, 40);
	sheet_width(pen.sheet, COLUMN_LETTER, COLUMN_LETTER, 10);
	sheet_text(pen.sheet, pen.row++, COLUMN_LABEL, SHEET_TITLE,
		   arena_printf(
			   arena,
			   "OSHA\xE2\x80\x99s Form 300A (Rev. 04/2004) Summary of Work-Related Injuries and "
			   "Illnesses, Year %d",
			   log->year));
	write_totals(&pen, &totals);
	write_establishment(&pen, log);
	write_certification(&pen, log->certification);
	pen.row++;
	sheet_cstr(pen.sheet, pen.row, COLUMN_LABEL, SHEET_BOLD,
		   "Post this Summary page from February 1 to April 30 of the year following the year "
		   "covered by the form.");
}
