#include "osha/log_import_text.h"

#include <string.h>

#include "base/csv.h"
#include "base/encoding.h"
#include "osha/form_text.h"
#include "osha/past_line.h"

/* What a column of the file fills: one of ours, or one mark of the outcome or the type. */
enum { MARK_G = LOG_COLUMNS, MARK_1 = MARK_G + 4, TARGETS = MARK_1 + 6, UNKNOWN = -1, SKIPPED = -2 };

/* Names without blanks, signs and capitals. A star stands for any ending. */
static const struct { const char *name; int target; } names[] = {
	{"establishment", LOG_COLUMN_ESTABLISHMENT_CODE}, {"site", LOG_COLUMN_ESTABLISHMENT_CODE},
	{"plant", LOG_COLUMN_ESTABLISHMENT_CODE}, {"yearoffiling", LOG_COLUMN_YEAR},
	{"calendaryear", LOG_COLUMN_YEAR}, {"logyear", LOG_COLUMN_YEAR},
	{"case", LOG_COLUMN_CASE_NUMBER}, {"caseno", LOG_COLUMN_CASE_NUMBER}, {"acaseno", LOG_COLUMN_CASE_NUMBER},
	{"acasenumber", LOG_COLUMN_CASE_NUMBER}, {"number", LOG_COLUMN_CASE_NUMBER},
	{"employee", LOG_COLUMN_EMPLOYEE_NAME}, {"employeesname", LOG_COLUMN_EMPLOYEE_NAME},
	{"bemployeesname", LOG_COLUMN_EMPLOYEE_NAME}, {"bemployeename", LOG_COLUMN_EMPLOYEE_NAME},
	{"name", LOG_COLUMN_EMPLOYEE_NAME}, {"injuredperson", LOG_COLUMN_EMPLOYEE_NAME},
	{"privacycase", LOG_COLUMN_PRIVACY}, {"isprivacycase", LOG_COLUMN_PRIVACY},
	{"cjobtitle*", LOG_COLUMN_JOB_TITLE}, {"jobtitle*", LOG_COLUMN_JOB_TITLE}, {"occupation", LOG_COLUMN_JOB_TITLE},
	{"date", LOG_COLUMN_INJURY_DATE}, {"dateofinjury*", LOG_COLUMN_INJURY_DATE},
	{"ddateofinjury*", LOG_COLUMN_INJURY_DATE}, {"dateofincident", LOG_COLUMN_INJURY_DATE},
	{"incidentdate", LOG_COLUMN_INJURY_DATE}, {"onsetdate", LOG_COLUMN_INJURY_DATE},
	{"wheretheevent*", LOG_COLUMN_WHERE}, {"ewheretheevent*", LOG_COLUMN_WHERE}, {"location", LOG_COLUMN_WHERE},
	{"incidentlocation", LOG_COLUMN_WHERE}, {"whereithappened", LOG_COLUMN_WHERE},
	{"describeinjury*", LOG_COLUMN_DESCRIPTION}, {"fdescribeinjury*", LOG_COLUMN_DESCRIPTION},
	{"incidentdescription", LOG_COLUMN_DESCRIPTION}, {"injurydescription", LOG_COLUMN_DESCRIPTION},
	{"classification", LOG_COLUMN_OUTCOME}, {"incidentoutcome", LOG_COLUMN_OUTCOME},
	{"mostseriousoutcome", LOG_COLUMN_OUTCOME}, {"classifythecase", LOG_COLUMN_OUTCOME},
	{"k", LOG_COLUMN_DAYS_AWAY}, {"kawayfromwork*", LOG_COLUMN_DAYS_AWAY}, {"awayfromwork*", LOG_COLUMN_DAYS_AWAY},
	{"numberofdaysaway*", LOG_COLUMN_DAYS_AWAY}, {"dafwnumaway", LOG_COLUMN_DAYS_AWAY},
	{"l", LOG_COLUMN_DAYS_RESTRICTED}, {"lonjobtransfer*", LOG_COLUMN_DAYS_RESTRICTED},
	{"onjobtransfer*", LOG_COLUMN_DAYS_RESTRICTED}, {"numberofdaysrestricted*", LOG_COLUMN_DAYS_RESTRICTED},
	{"djtrnumtr", LOG_COLUMN_DAYS_RESTRICTED},
	{"typeofincident", LOG_COLUMN_TYPE}, {"typeofinjury*", LOG_COLUMN_TYPE}, {"injurytype", LOG_COLUMN_TYPE},
	{"death", MARK_G}, {"gdeath", MARK_G}, {"g", MARK_G},
	{"daysawayfromwork", MARK_G + 1}, {"hdaysaway*", MARK_G + 1}, {"h", MARK_G + 1},
	{"jobtransferorrestriction", MARK_G + 2}, {"ijobtransfer*", MARK_G + 2}, {"i", MARK_G + 2},
	{"otherrecordablecase*", MARK_G + 3}, {"jotherrecordable*", MARK_G + 3}, {"j", MARK_G + 3},
	{"injury", MARK_1}, {"1injury", MARK_1}, {"m1*", MARK_1},
	{"skindisorder", MARK_1 + 1}, {"2skindisorder", MARK_1 + 1}, {"m2*", MARK_1 + 1},
	{"respiratorycondition", MARK_1 + 2}, {"3respiratorycondition", MARK_1 + 2}, {"m3*", MARK_1 + 2},
	{"poisoning", MARK_1 + 3}, {"4poisoning", MARK_1 + 3}, {"m4*", MARK_1 + 3},
	{"hearingloss", MARK_1 + 4}, {"5hearingloss", MARK_1 + 4}, {"m5*", MARK_1 + 4},
	{"allotherillnesses", MARK_1 + 5}, {"6allotherillnesses", MARK_1 + 5}, {"m6*", MARK_1 + 5},
	{"establishmentname", SKIPPED},
};

struct mapping {
	int *targets;                /* of each column of the file */
	size_t count;
	int known;
};

static struct str folded(struct arena *arena, struct str name)
{
	struct text out = TEXT_IN(arena);
	struct str lower = arena_lower(arena, name);

	for (size_t i = 0; i < lower.len; i++)
		if ((lower.at[i] >= 'a' && lower.at[i] <= 'z') || (lower.at[i] >= '0' && lower.at[i] <= '9'))
			text_char(&out, lower.at[i]);
	return text_str(&out);
}

static bool is_name(struct str title, const char *pattern)
{
	struct str wanted = str_of(pattern);

	if (!str_ends(wanted, STR("*")))
		return str_equal(title, wanted);
	return str_starts(title, str_slice(wanted, 0, wanted.len - 1));
}

static int target_of(struct arena *arena, struct str title)
{
	struct str name = folded(arena, title);

	for (int i = 0; i < LOG_COLUMNS; i++)
		if (str_equal(name, folded(arena, str_of(form_text_log_columns[i]))))
			return i == LOG_COLUMN_ESTABLISHMENT_NAME ? SKIPPED : i;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is_name(name, names[i].name))
			return names[i].target;
	return UNKNOWN;
}

static struct mapping map_header(struct arena *arena, const struct csv_row *row)
{
	struct mapping mapping = {.targets = ARENA_ARRAY(arena, int, row->count + 1), .count = row->count};
	bool taken[TARGETS] = {false};

	for (size_t i = 0; i < row->count; i++) {
		int target = target_of(arena, row->cells[i]);
		/* Of two columns for one thing the first counts. */
		if (target >= 0 && taken[target])
			target = UNKNOWN;
		if (target >= 0) {
			taken[target] = true;
			mapping.known++;
		}
		mapping.targets[i] = target;
	}
	return mapping;
}

static struct str unknown_columns(struct arena *arena, const struct csv_row *row, const struct mapping *mapping)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < row->count; i++) {
		if (mapping->targets[i] != UNKNOWN || !str_trim(row->cells[i]).len)
			continue;
		text_cstr(&out, out.len ? ", " : "");
		text_add(&out, str_trim(row->cells[i]));
	}
	return text_str(&out);
}

/* 3/14/2024, 3/14/24 or 3/14 as ISO; anything else as it is. */
static struct str iso_day(struct arena *arena, struct str cell, int64_t year)
{
	struct str rest = cell, part[3] = {STR_NONE, STR_NONE, STR_NONE};
	int64_t number[3] = {0, 0, year};
	enum { CENTURY = 2000 };
	int count = 0;

	while (count < 3 && str_split(&rest, '/', &part[count]))
		count++;
	if (count < 2 || rest.len)
		return cell;
	for (int i = 0; i < count; i++)
		if (!str_to_int(str_trim(part[i]), 0, 2199, &number[i]))
			return cell;
	if (count == 3 && number[2] < 100)
		number[2] += CENTURY;
	if (!day_is_valid((int)number[2], (int)number[0], (int)number[1]))
		return cell;
	return day_text(arena, day_of((int)number[2], (int)number[0], (int)number[1]));
}

/* A letter, number or label as the letter or number of the form. */
static struct str code_text(struct arena *arena, const struct codes *codes, struct str cell)
{
	struct str name = folded(arena, cell);
	int64_t index;

	for (int i = 1; i < codes_count(codes); i++)
		if (str_equal(name, folded(arena, str_of(codes_code(codes, i)))) ||
		    str_equal(name, folded(arena, str_of(codes_label(codes, i)))))
			return str_of(codes_code(codes, i));
	if (str_to_int(name, 1, codes_count(codes) - 1, &index))
		return str_of(codes_code(codes, (int)index));
	return cell;
}

static struct str yes_no(struct arena *arena, struct str cell)
{
	struct str name = folded(arena, cell);
	bool is_yes = str_is(name, "yes") || str_is(name, "x") || str_is(name, "y") || str_is(name, "true") ||
		      str_is(name, "1") || str_is(name, "si");
	bool is_no = str_is(name, "no") || str_is(name, "n") || str_is(name, "false") || str_is(name, "0") || !name.len;

	return is_yes ? STR("yes") : is_no ? STR("no") : cell;
}

static bool is_mark(struct str cell)
{
	struct str mark = str_trim(cell);
	return mark.len && !str_is(mark, "0") && !str_equal_nocase(mark, STR("no")) && !str_is(mark, "-");
}

/* One row of ours, filled from one of theirs. */
struct line {
	struct str cells[LOG_COLUMNS];
};

static void take_cell(struct line *line, int target, struct str cell)
{
	if (target >= MARK_1 && is_mark(cell))
		line->cells[LOG_COLUMN_TYPE] = str_of(codes_code(&past_type_codes, target - MARK_1 + 1));
	else if (target >= MARK_G && target < MARK_1 && is_mark(cell))
		line->cells[LOG_COLUMN_OUTCOME] = str_of(codes_code(&past_letter_codes, target - MARK_G + 1));
	else if (target >= 0 && target < LOG_COLUMNS)
		line->cells[target] = csv_unguard(str_trim(cell));
}

static struct str given(struct str s, struct str otherwise)
{
	return s.len ? s : otherwise;
}

static void finish_line(const struct import_run *run, struct line *line)
{
	static const int flags[] = {LOG_COLUMN_PRIVACY, LOG_COLUMN_DAYS_ESTIMATED, LOG_COLUMN_LINED_OUT};
	static const int counts[] = {LOG_COLUMN_DAYS_AWAY, LOG_COLUMN_DAYS_RESTRICTED};
	struct osha_log_case hidden = {.is_privacy = true};
	struct arena *arena = run->arena;
	struct str *cells = line->cells;
	struct str words = osha_log_name(&hidden);
	int64_t year = run->year;

	cells[LOG_COLUMN_ESTABLISHMENT_CODE] = given(cells[LOG_COLUMN_ESTABLISHMENT_CODE], run->establishment);
	if (run->year)
		cells[LOG_COLUMN_YEAR] = given(cells[LOG_COLUMN_YEAR], arena_printf(arena, "%lld", (long long)year));
	if (!str_to_int(cells[LOG_COLUMN_YEAR], 0, 9999, &year))
		year = 0;
	cells[LOG_COLUMN_INJURY_DATE] = iso_day(arena, cells[LOG_COLUMN_INJURY_DATE], year);
	cells[LOG_COLUMN_OUTCOME] = code_text(arena, &past_letter_codes, cells[LOG_COLUMN_OUTCOME]);
	cells[LOG_COLUMN_TYPE] = code_text(arena, &past_type_codes, cells[LOG_COLUMN_TYPE]);
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		cells[flags[i]] = yes_no(arena, cells[flags[i]]);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		cells[counts[i]] = given(cells[counts[i]], STR("0"));
	/* The words that stand for a name make a privacy case, also where the file has no column that says so. */
	if (str_equal(folded(arena, cells[LOG_COLUMN_EMPLOYEE_NAME]), folded(arena, words)))
		cells[LOG_COLUMN_PRIVACY] = STR("yes");
	if (str_is(cells[LOG_COLUMN_PRIVACY], "yes"))
		cells[LOG_COLUMN_EMPLOYEE_NAME] = given(cells[LOG_COLUMN_EMPLOYEE_NAME], words);
}

/* Empty lines until the next row stands where it stood in the file. */
static void pad(struct text *out, size_t *line, size_t wanted)
{
	for (; *line < wanted; (*line)++)
		text_cstr(out, "\r\n");
}

static void put_row(struct csv_writer *csv, const struct str *cells, size_t *at)
{
	for (int i = 0; i < LOG_COLUMNS; i++) {
		if (i == LOG_COLUMN_ESTABLISHMENT_NAME)
			continue;
		csv_put(csv, cells[i]);
		for (size_t k = 0; k < cells[i].len; k++)
			*at += cells[i].at[k] == '\n';
	}
	csv_end(csv);
	++*at;
}

/* The first row of some that names at least four columns; the first one of all when none does. */
static bool find_header(struct arena *arena, struct csv_reader *reader, struct csv_row *header, struct mapping *mapping)
{
	enum { LOOKED_AT = 20, KNOWN_LEAST = 4 };
	const char *why;

	for (int i = 0; i < LOOKED_AT; i++) {
		enum rc rc = csv_next(reader, header, &why);
		if (rc == RC_NOT_FOUND)
			return false;
		if (rc != RC_OK)
			continue;
		*mapping = map_header(arena, header);
		if (mapping->known >= KNOWN_LEAST)
			return true;
	}
	return false;
}

struct str log_import_text(const struct import_run *run, struct str file, struct str *ignored)
{
	struct arena *arena = run->arena;
	struct text out = TEXT_IN(arena);
	struct csv_writer csv = CSV_WRITER(&out, false);
	struct csv_reader reader = csv_reader(arena, encoding_utf8(arena, file));
	struct csv_row row;
	struct mapping mapping;
	struct line names_line;
	const char *why;
	size_t at = 1;
	enum rc rc;

	*ignored = STR("");
	if (!find_header(arena, &reader, &row, &mapping))
		return file; /* the import says what is missing */
	*ignored = unknown_columns(arena, &row, &mapping);
	for (int i = 0; i < LOG_COLUMNS; i++)
		names_line.cells[i] = str_of(form_text_log_columns[i]);
	pad(&out, &at, row.line);
	put_row(&csv, names_line.cells, &at);
	while ((rc = csv_next(&reader, &row, &why)) != RC_NOT_FOUND) {
		struct line line = {0};
		pad(&out, &at, row.line);
		for (size_t i = 0; rc == RC_OK && i < row.count && i < mapping.count; i++)
			take_cell(&line, mapping.targets[i], row.cells[i]);
		if (rc == RC_OK)
			finish_line(run, &line);
		put_row(&csv, line.cells, &at);
	}
	return text_str(&out);
}
