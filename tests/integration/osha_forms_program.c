/* Renders the OSHA forms from made-up cases into a folder; osha_forms_test.py looks at the files. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "osha/form300_pdf.h"
#include "osha/form300_sheet.h"
#include "osha/form300a_pdf.h"
#include "osha/form300a_sheet.h"
#include "osha/form301_pdf.h"
#include "osha/form301_sheet.h"
#include "osha/form_text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const moment made_at = (moment)1769526000 * 1000000; /* 2026-01-27 15:00 UTC */

static const char *const names[] = {
	"Mark Bagin",
	"Shana Alexander",
	"Nguyễn Thị Ánh Tuyết",
	"李 机 械",
	"Жуков Александр",
	"Παπαδόπουλος Γεώργιος",
	"김철수",
	"Wolfeschlegelsteinhausenbergerdorff-Smith, Hubert Blaine Maximilian",
	"Łukasz Żółć",
	"Ẫ Ệ Ử",
};
static const char *const jobs[] = {"Welder", "Foundry worker", "Electrician",
				   "Machine operator, second shift", "Clerk"};
static const char *const places[] = {
	"basement", "pouring deck", "2nd floor storeroom",
	"packaging department, line 4, north end by the shrink wrap tunnel", "production floor",
};
static const char *const descriptions[] = {
	"Fracture, left arm and left leg, fell from ladder",
	"Poisoning from lead fumes",
	"=HYPERLINK(\"x\") broken left foot",
	"Back strain lifting boxes",
	"Dust in eye",
	"Second degree burns on right forearm from acetylene torch; the burn was cooled for twenty minutes "
	"and dressed, then the employee was taken to the burn unit, where a skin graft followed on the next "
	"day, and the arm was immobilised for two weeks; the torch had a leaking valve that had been "
	"reported twice ENDOFLOGTEXT",
};

static struct osha_log_case case_number(struct arena *arena, int i)
{
	const enum osha_outcome outcome = (enum osha_outcome)(1 + i % 4);

	return (struct osha_log_case){
		.number = arena_printf(arena, "%03d", i + 1),
		.name = str_of(names[(size_t)i % COUNT(names)]),
		.is_privacy = i % 13 == 10,
		.job_title = str_of(jobs[(size_t)i % COUNT(jobs)]),
		.injury_on = day_of(2025, 1, 3) + i % 360,
		.where = str_of(places[(size_t)i % COUNT(places)]),
		.description = str_of(descriptions[(size_t)i % COUNT(descriptions)]),
		.outcome = outcome,
		.days_away = outcome == OSHA_DAYS_AWAY ? 1 + i * 7 % 150 : 0,
		.days_restricted = outcome == OSHA_DAYS_AWAY ? 12 : outcome == OSHA_RESTRICTED ? 5 : 0,
		.days_are_estimated = i % 9 == 1,
		.type = (enum osha_type)(1 + i % 6),
		.is_lined_out = i % 17 == 7,
	};
}

static const struct osha_certification certification = {
	.executive = STR_INIT("Maria de la Cruz-Hernández"),
	.title = STR_INIT("Plant manager"),
	.phone = STR_INIT("(413) 555-0100"),
	.certified_on = 20480,
	.signed_at = MOMENT_NONE,
};
static const struct osha_worksheet worksheet = {830, 26, 28, 2000, 4123};

static struct osha_log log_of(struct arena *arena, int count)
{
	struct osha_log_case *cases = ARENA_ARRAY(arena, struct osha_log_case, (size_t)count + 1);

	for (int i = 0; i < count; i++)
		cases[i] = case_number(arena, i);
	return (struct osha_log){
		.organization = STR("Granite Ridge"),
		.establishment =
			{
				.code = STR("SPR3"),
				.company = STR("Granite Ridge Manufacturing, Inc."),
				.name = STR("Springfield Plant 3"),
				.street = STR("1200 Industrial Parkway North"),
				.city = STR("Springfield"),
				.state = STR("MA"),
				.zip = STR("01103"),
				.industry = STR("Manufacture of motor truck trailers"),
				.naics = STR("336212"),
				.ein = STR("012345678"),
			},
		.year = 2025,
		.cases = cases,
		.case_count = count,
		.average_employees = 32,
		.hours_worked = 60123,
		.certification = &certification,
		.worksheet = &worksheet,
		.as_of = day_of(2026, 1, 27),
		.made_at = made_at,
	};
}

static struct str long_story(struct arena *arena, int sentences)
{
	struct text out = TEXT_IN(arena);

	for (int i = 0; i < sentences; i++)
		text_printf(&out,
			    "Sentence %d: 机械维修工 Nguyễn Văn Đức set the ladder on wet concrete and "
			    "climbed it. ",
			    i + 1);
	text_cstr(&out, "ENDOFSTORY");
	return text_str(&out);
}

static struct osha_incident incident_of(struct arena *arena, const struct osha_log *log, int i)
{
	const struct osha_log_case *c = &log->cases[i];

	return (struct osha_incident){
		.establishment = log->establishment,
		.full_name = c->name,
		.street = STR("1 Elm Street"),
		.city = STR("Springfield"),
		.state = STR("MA"),
		.zip = STR("01103-1234"),
		.born_on = day_of(1984, 2, 29),
		.hired_on = day_of(2019, 6, 3),
		.sex = i % 2 ? OSHA_FEMALE : OSHA_MALE,
		.physician = STR("Dr. Παπαδόπουλος"),
		.facility = STR("Mercy General Hospital"),
		.facility_street = STR("1 Hospital Road"),
		.facility_city = STR("Springfield"),
		.facility_state = STR("MA"),
		.facility_zip = STR("01104"),
		.emergency_room = OSHA_YES,
		.inpatient = OSHA_NO,
		.case_number = c->number,
		.injury_on = c->injury_on,
		.began_work_at = 7 * 60,
		.event_at = i % 3 ? 13 * 60 + 5 : CLOCK_NONE,
		.event_time_unknown = i % 3 == 0,
		.before = STR("Carrying roofing materials up a ladder."),
		.what_happened = i % 50 == 1 ? long_story(arena, 12 + i)
					     : STR("Ladder slipped on wet floor; worker fell."),
		.injury = c->description,
		.object = STR("concrete floor"),
		.died_on = i % 4 == 0 ? c->injury_on + 2 : DAY_NONE,
		.completed_by = STR("Pat Lee"),
		.completed_title = STR("Safety manager"),
		.completed_phone = STR("413 555 0101"),
		.completed_on = c->injury_on + 5,
		.case_part_only = i == 2,
	};
}

static void must(enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s: %s\n", what, rc_name(rc));
	exit(1);
}

static void put_file(const char *folder, const char *name, struct str bytes)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(bytes.at, 1, bytes.len, file) != bytes.len || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

static struct pdf *document(struct arena *arena)
{
	const struct pdf_info info = {.title = "OSHA forms",
				      .subject = "2025",
				      .author = "Granite Ridge 李",
				      .created_at = made_at};

	return pdf_new(arena, &info);
}

static void put_logs(struct arena *arena, const char *folder)
{
	static const int counts[] = {0, 1, 11, 500};

	for (size_t i = 0; i < COUNT(counts); i++) {
		const struct osha_log log = log_of(arena, counts[i]);
		struct pdf *pdf = document(arena);
		struct str bytes;

		form300_pdf(pdf, arena, &log);
		must(pdf_save(pdf, &bytes), "300");
		put_file(folder, arena_printf(arena, "300-%d.pdf", counts[i]).at, bytes);
	}
}

static void put_pack(struct arena *arena, const char *folder, const char *name, int count)
{
	const struct osha_log log = log_of(arena, count);
	struct pdf *pdf = document(arena);
	struct str bytes;

	form300_pdf(pdf, arena, &log);
	form300a_pdf(pdf, arena, &log);
	for (int i = 0; i < count; i++) {
		const struct osha_incident incident = incident_of(arena, &log, i);

		form301_pdf(pdf, arena, &incident);
	}
	must(pdf_save(pdf, &bytes), "pack");
	put_file(folder, name, bytes);
}

static void put_single_forms(struct arena *arena, const char *folder)
{
	const struct osha_log log = log_of(arena, 11);
	struct pdf *pdf = document(arena);
	struct str bytes;

	form300a_pdf(pdf, arena, &log);
	must(pdf_save(pdf, &bytes), "300A");
	put_file(folder, "300a.pdf", bytes);
	for (int i = 0; i < 4; i++) {
		const struct osha_incident incident = incident_of(arena, &log, i);

		pdf = document(arena);
		form301_pdf(pdf, arena, &incident);
		must(pdf_save(pdf, &bytes), "301");
		put_file(folder, arena_printf(arena, "301-%d.pdf", i).at, bytes);
	}
}

static void put_workbooks(struct arena *arena, const char *folder)
{
	static const int counts[] = {0, 11, 500};
	const struct sheet_info info = {
		.title = "OSHA forms", .author = "Granite Ridge", .created_at = made_at};

	for (size_t i = 0; i < COUNT(counts); i++) {
		const struct osha_log log = log_of(arena, counts[i]);
		struct osha_incident *incidents =
			ARENA_ARRAY(arena, struct osha_incident, (size_t)counts[i] + 1);
		struct sheet_book *book = sheet_book_new(arena, &info);
		struct str bytes;

		for (int k = 0; k < counts[i]; k++)
			incidents[k] = incident_of(arena, &log, k);
		form300_sheet(book, arena, &log);
		form300a_sheet(book, arena, &log);
		form301_sheet(book, arena, incidents, counts[i]);
		must(sheet_save(book, &bytes), "workbook");
		put_file(folder, arena_printf(arena, "osha-%d.xlsx", counts[i]).at, bytes);
	}
}

static void put_texts(struct arena *arena, const char *folder)
{
	const struct osha_log log = log_of(arena, 11);
	struct text out = TEXT_IN(arena);

	form_text_log_csv(&out, &log, 1);
	put_file(folder, "300.csv", text_str(&out));
	out = TEXT_IN(arena);
	must(form_text_log_json(&out, &log, 1), "300 JSON");
	put_file(folder, "300.json", text_str(&out));
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	struct arena *arena = arena_new(0);

	put_logs(arena, argv[1]);
	put_single_forms(arena, argv[1]);
	put_pack(arena, argv[1], "pack-11.pdf", 11);
	put_pack(arena, argv[1], "pack-11-again.pdf", 11);
	put_pack(arena, argv[1], "pack-500.pdf", 500);
	put_workbooks(arena, argv[1]);
	put_texts(arena, argv[1]);
	arena_free(arena);
	return 0;
}
