#include "osha/form300_sheet.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
	COLUMN_NUMBER,
	COLUMN_NAME,
	COLUMN_JOB,
	COLUMN_DATE,
	COLUMN_WHERE,
	COLUMN_DESCRIPTION,
	COLUMN_OUTCOMES,
	COLUMN_AWAY = COLUMN_OUTCOMES + OSHA_OUTCOMES - 1,
	COLUMN_RESTRICTED,
	COLUMN_TYPES,
	COLUMN_ESTIMATED = COLUMN_TYPES + OSHA_TYPES - 1,
	COLUMN_LINED_OUT,
	COLUMNS
};
enum { ROW_TITLE, ROW_PLACE, ROW_NOTICE, ROW_HEADER, ROW_FIRST };

static const struct sheet_column columns[] = {
	{"(A) Case no.", 10}, {"(B) Employee\xE2\x80\x99s name", 24}, {"(C) Job title", 18},
	{"(D) Date of injury or onset of illness", 12}, {"(E) Where the event occurred", 26},
	{"(F) Injury or illness, parts of body affected, object or substance", 52},
	{"(G) Death", 8}, {"(H) Days away from work", 9}, {"(I) Job transfer or restriction", 10},
	{"(J) Other recordable cases", 11}, {"(K) Days away from work", 9},
	{"(L) Days on job transfer or restriction", 11}, {"(M) (1) Injury", 8}, {"(M) (2) Skin disorder", 9},
	{"(M) (3) Respiratory condition", 11}, {"(M) (4) Poisoning", 10}, {"(M) (5) Hearing loss", 8},
	{"(M) (6) All other illnesses", 9}, {"Days are estimated", 10}, {"Lined out", 8},
};
_Static_assert(COUNT(columns) == COLUMNS, "one label per column");

static const char notice[] =
	"Attention: This form contains information relating to employee health and must be used in a manner "
	"that protects the confidentiality of employees to the extent possible while the information is "
	"being used for occupational safety and health purposes.";

static void write_head(struct sheet *sheet, struct arena *arena, const struct osha_log *log)
{
	const struct osha_establishment *e = &log->establishment;
	struct str place = arena_printf(arena, "Year %d. Establishment name: %.*s. City: %.*s. State: %.*s.",
					log->year, STR_ARG(e->name), STR_ARG(e->city), STR_ARG(e->state));

	if (log->as_of != DAY_NONE)
		place = arena_printf(arena, "%.*s Log as of %.*s.", STR_ARG(place),
				     STR_ARG(day_text(arena, log->as_of)));
	sheet_cstr(sheet, ROW_TITLE, 0, SHEET_TITLE,
		   "OSHA\xE2\x80\x99s Form 300 (Rev. 04/2004) Log of Work-Related Injuries and Illnesses");
	sheet_text(sheet, ROW_PLACE, 0, SHEET_BOLD, place);
	sheet_cstr(sheet, ROW_NOTICE, 0, SHEET_MUTED, notice);
	sheet_height(sheet, ROW_HEADER, 66);
	sheet_header(sheet, ROW_HEADER, columns, COLUMNS);
}

static void write_case(struct sheet *sheet, int row, const struct osha_log_case *c)
{
	const unsigned look = c->is_lined_out ? SHEET_STRUCK : SHEET_PLAIN;

	sheet_text(sheet, row, COLUMN_NUMBER, look, c->number);
	sheet_text(sheet, row, COLUMN_NAME, look | SHEET_WRAP, osha_log_name(c));
	sheet_text(sheet, row, COLUMN_JOB, look | SHEET_WRAP, c->job_title);
	sheet_day(sheet, row, COLUMN_DATE, look, c->injury_on);
	sheet_text(sheet, row, COLUMN_WHERE, look | SHEET_WRAP, c->where);
	sheet_text(sheet, row, COLUMN_DESCRIPTION, look | SHEET_WRAP, c->description);
	for (int i = OSHA_DEATH; i < OSHA_OUTCOMES; i++)
		if (c->outcome == (enum osha_outcome)i)
			sheet_cstr(sheet, row, COLUMN_OUTCOMES + i - 1, look | SHEET_CENTRE, "X");
	if (c->days_away > 0)
		sheet_int(sheet, row, COLUMN_AWAY, look, c->days_away);
	if (c->days_restricted > 0)
		sheet_int(sheet, row, COLUMN_RESTRICTED, look, c->days_restricted);
	for (int i = OSHA_INJURY; i < OSHA_TYPES; i++)
		if (c->type == (enum osha_type)i)
			sheet_cstr(sheet, row, COLUMN_TYPES + i - 1, look | SHEET_CENTRE, "X");
	if (c->days_are_estimated)
		sheet_cstr(sheet, row, COLUMN_ESTIMATED, look | SHEET_CENTRE, "yes");
	if (c->is_lined_out)
		sheet_cstr(sheet, row, COLUMN_LINED_OUT, SHEET_CENTRE, "yes");
}

/* Counts the X, or adds up the days, of entries that are not lined out. */
static void write_total(struct sheet *sheet, struct arena *arena, int column, int last_row, int64_t value)
{
	const char letter = (char)('A' + column), lined_out = (char)('A' + COLUMN_LINED_OUT);
	const int from = ROW_FIRST + 1, to = last_row + 1;
	const bool days = column == COLUMN_AWAY || column == COLUMN_RESTRICTED;
	const struct str formula =
		days ? arena_printf(arena, "=SUMIFS(%c%d:%c%d,%c%d:%c%d,\"<>yes\")", letter, from, letter, to,
				    lined_out, from, lined_out, to)
		     : arena_printf(arena, "=COUNTIFS(%c%d:%c%d,\"X\",%c%d:%c%d,\"<>yes\")", letter, from,
				    letter, to, lined_out, from, lined_out, to);

	sheet_formula(sheet, last_row + 1, column, SHEET_TOTAL | SHEET_CENTRE, SHEET_INT, formula.at,
		      (double)value);
}

static void write_totals(struct sheet *sheet, struct arena *arena, const struct osha_log *log, int last_row)
{
	const struct osha_totals totals = osha_log_totals(log->cases, log->case_count);

	for (int i = 0; i < COLUMN_OUTCOMES; i++)
		sheet_cstr(sheet, last_row + 1, i, SHEET_TOTAL, i == 0 ? "Totals" : "");
	for (int i = OSHA_DEATH; i < OSHA_OUTCOMES; i++)
		write_total(sheet, arena, COLUMN_OUTCOMES + i - 1, last_row, totals.outcomes[i]);
	write_total(sheet, arena, COLUMN_AWAY, last_row, totals.days_away);
	write_total(sheet, arena, COLUMN_RESTRICTED, last_row, totals.days_restricted);
	for (int i = OSHA_INJURY; i < OSHA_TYPES; i++)
		write_total(sheet, arena, COLUMN_TYPES + i - 1, last_row, totals.types[i]);
}

void form300_sheet(struct sheet_book *book, struct arena *arena, const struct osha_log *log)
{
	const struct sheet_setup setup = {
		.paper = SHEET_LEGAL,
		.repeat_from = ROW_HEADER,
		.repeat_to = ROW_HEADER,
		.footer = arena_printf(arena, "OSHA Form 300, %.*s, %d", STR_ARG(log->establishment.name),
				       log->year)
				  .at,
		.freeze_rows = ROW_FIRST,
		.freeze_columns = COLUMN_NAME,
	};
	struct sheet *sheet = sheet_add(book, "300", &setup);
	/* A year without cases keeps one empty line, so that the totals have something to count. */
	const int last_row = ROW_FIRST + (log->case_count > 0 ? log->case_count : 1) - 1;

	write_head(sheet, arena, log);
	for (int i = 0; i < log->case_count; i++)
		write_case(sheet, ROW_FIRST + i, &log->cases[i]);
	sheet_filter(sheet, ROW_HEADER, last_row, COLUMNS);
	write_totals(sheet, arena, log, last_row);
}
