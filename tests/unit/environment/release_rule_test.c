/* Decides the releases of tests/data/releases.csv and compares all three answers and what is said about them. */
#include <stdio.h>
#include <string.h>

#include "../unit.h"
#include "base/csv.h"
#include "base/decimal.h"
#include "environment/release_rule.h"

struct table {
	struct arena *arena;
	struct csv_row header, row;
};

static struct str cell(const struct table *t, const char *name)
{
	ptrdiff_t column = csv_column(&t->header, name);

	assert_true(column >= 0);
	return csv_cell(&t->row, (size_t)column);
}

static int code(const struct table *t, const char *name, const struct codes *codes)
{
	int value = codes_find(codes, cell(t, name));

	assert_true(value >= 0);
	return value;
}

static int64_t decimal(struct str s)
{
	int64_t value = NUMBER_NONE;

	if (s.len)
		assert_true(decimal_parse(s, 6, &value));
	return value;
}

static int answer(const struct table *t, const char *name)
{
	struct str s = cell(t, name);
	return str_is(s, "yes") ? ANSWER_YES : str_is(s, "no") ? ANSWER_NO : ANSWER_NONE;
}

/* "6-10.5": hours from the beginning of time. */
static void hours(struct str s, moment *from, moment *to)
{
	struct str first, last;

	assert_true(str_split(&s, '-', &first) && str_split(&s, '-', &last));
	*from = decimal(first) * 3600;
	*to = decimal(last) * 3600;
}

static struct release release_of(const struct table *t)
{
	struct release release;
	struct str media = cell(t, "media");

	record_clear(&release_record, &release);
	release.amount = decimal(cell(t, "amount"));
	release.unit = code(t, "unit", &release_unit_codes);
	release.specific_gravity = decimal(cell(t, "gravity"));
	release.certainty = code(t, "certainty", &certainty_codes);
	release.to_air = str_is(media, "air");
	release.to_water = str_is(media, "water");
	release.to_land = str_is(media, "land");
	release.is_contained = answer(t, "contained");
	release.is_off_site = answer(t, "off_site");
	release.exclusion = code(t, "exclusion", &exclusion_codes);
	release.permit = code(t, "permit", &permit_codes);
	release.permitted = decimal(cell(t, "permitted"));
	release.disposition = code(t, "disposition", &disposition_codes);
	release.is_oil = answer(t, "oil");
	release.reached_water = answer(t, "water");
	release.has_sheen = answer(t, "sheen");
	release.is_transport = answer(t, "transport");
	return release;
}

static int64_t rq(struct str s)
{
	int64_t value = decimal(s);
	return value == NUMBER_NONE ? value : value / 1000000;
}

/* "name|CERCLA|EHS|strength|form|special": "?" is an unknown strength, "50g" grams per litre; special may be "waste". */
static struct release_part part_of(struct arena *arena, struct str text)
{
	struct substance *substance = ARENA_NEW(arena, struct substance);
	struct str cells[6] = {{NULL, 0}};

	for (size_t i = 0; i < 6 && str_split(&text, '|', &cells[i]);)
		i++;
	record_clear(&substance_record, substance);
	substance->kind = str_is(cells[5], "waste") ? SUBSTANCE_WASTE : SUBSTANCE_LISTED;
	substance->name = cells[0];
	substance->cercla_rq = rq(cells[1]);
	substance->ehs_rq = rq(cells[2]);
	substance->special = str_is(cells[5], "waste") ? 0 : codes_find(&substance_special_codes, cells[5]);
	const bool is_grams = str_ends(cells[3], STR("g"));
	struct str strength = is_grams ? str_slice(cells[3], 0, cells[3].len - 1) : cells[3];
	return (struct release_part){
		.substance = substance,
		.strength = str_is(strength, "?") ? NUMBER_NONE : decimal(strength),
		.strength_unit = is_grams ? STRENGTH_GRAMS_PER_LITRE : STRENGTH_WEIGHT_PERCENT,
		.form = codes_find(&substance_form_codes, cells[4]),
	};
}

/* "6@0-0": pounds at hours. */
static void add_other(struct arena *arena, struct release_part *part, struct str text)
{
	struct release_other *other = ARENA_NEW(arena, struct release_other);
	struct str amount;

	if (!text.len)
		return;
	assert_true(str_split(&text, '@', &amount));
	other->micro_lb = decimal(amount);
	other->number = STR("INC-1");
	hours(text, &other->from, &other->to);
	part->others = other;
	part->other_count = 1;
}

static bool is_said(struct arena *arena, const struct release_verdict *verdict, struct str words)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct release_finding *f = &verdict->findings[i];
		if (str_find(release_finding_text(arena, f, str_of(f->text)), words) >= 0)
			return true;
	}
	return false;
}

static void print_all(struct arena *arena, const struct release_verdict *verdict)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct release_finding *f = &verdict->findings[i];
		print_error("   %s\n", release_finding_text(arena, f, str_of(f->text)).at);
	}
}

static int check_row(const struct table *t)
{
	struct release release = release_of(t);
	struct release_part parts[4];
	struct release_case c = {.release = &release, .parts = parts, .margin_percent = 20};
	struct release_verdict verdict;
	struct str list = cell(t, "parts");

	hours(cell(t, "hours"), &c.from, &c.to);
	for (struct str part; str_split(&list, ';', &part);)
		if (part.len)
			parts[c.part_count++] = part_of(t->arena, part);
	if (c.part_count)
		add_other(t->arena, &parts[0], cell(t, "others"));
	release_decide(t->arena, &c, &verdict);
	int bad = (verdict.cercla != code(t, "cercla", &release_answer_codes)) +
		  (verdict.epcra != code(t, "epcra", &release_answer_codes)) +
		  (verdict.oil != code(t, "oil_answer", &release_answer_codes)) +
		  !is_said(t->arena, &verdict, cell(t, "says"));
	if (bad) {
		print_error("%s: %s, %s, oil %s\n", cell(t, "case").at, codes_code(&release_answer_codes, verdict.cercla),
			    codes_code(&release_answer_codes, verdict.epcra), codes_code(&release_answer_codes, verdict.oil));
		print_all(t->arena, &verdict);
	}
	return bad;
}

static struct str file(struct arena *arena, const char *path)
{
	struct text text = TEXT_IN(arena);
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	while (!feof(in) && !ferror(in))
		text.len += fread(text_reserve(&text, 4096), 1, 4096, in);
	fclose(in);
	return text_str(&text);
}

static void worked_cases_come_out_as_they_should(void **state)
{
	struct table t = {.arena = *state};
	struct csv_reader reader = csv_reader(t.arena, file(t.arena, "tests/data/releases.csv"));
	const char *why;
	int bad = 0, count = 0;

	assert_int_equal(csv_next(&reader, &t.header, &why), RC_OK);
	for (; csv_next(&reader, &t.row, &why) == RC_OK; count++)
		bad += check_row(&t);
	assert_true(count >= 40);
	assert_int_equal(bad, 0);
}

static void findings_are_kept_and_read_back(void **state)
{
	struct arena *arena = *state;
	struct release_finding findings[2] = {{"{a}: {b} of {c}", "40 CFR 302.4", STR("A\tB"), STR("1 lb"), STR("2 lb"), STR("")},
					      {"plain", "", STR_NONE, STR_NONE, STR_NONE, STR_NONE}};
	struct release_verdict verdict = {.findings = findings, .finding_count = 2};
	struct release_finding *read;

	assert_int_equal(release_findings_read(arena, release_findings_write(arena, &verdict), &read), 2);
	assert_str(release_finding_text(arena, &read[0], str_of(read[0].text)), "A B: 1 lb of 2 lb");
	assert_string_equal(read[0].citation, "40 CFR 302.4");
	assert_string_equal(read[1].text, "plain");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(worked_cases_come_out_as_they_should),
		UNIT(findings_are_kept_and_read_back),
	};
	return cmocka_run_group_tests_name("release rule", tests, NULL, NULL);
}
