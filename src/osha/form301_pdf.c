#include "osha/form301_pdf.h"

#include "osha/form_paint.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define QUOTE "\xE2\x80\x9C"
#define UNQUOTE "\xE2\x80\x9D"

static const struct form_label labels[] = {
	{PDF_SANS_ITALIC, 20, 33, 577.9, "OSHA\xE2\x80\x99s Form 301", 197},
	{PDF_SANS, 9, 201, 578.9, "(Rev. 04/2004)", 261},
	{PDF_SANS_BOLD_ITALIC, 24, 32, 550.9, "Injury and Illness", 256},
	{PDF_SANS_BOLD_ITALIC, 24, 32, 527, "Incident Report", 232},
	{PDF_SANS_BOLD_ITALIC, 9, 309, 500.2, "Information about the employee", 445},
	{PDF_SANS_BOLD_ITALIC, 9, 612, 499.2, "Information about the case", 728},
	{PDF_SANS_BOLD_ITALIC, 9, 302, 316.8, "Information about the physician or other health care", 526},
	{PDF_SANS_BOLD_ITALIC, 9, 302, 306, "professional", 355},
	{PDF_SERIF_BOLD, 8, 298, 473.5, "1) Full name", 342},
	{PDF_SERIF_BOLD, 8, 298, 448.2, "2) Street", 329},
	{PDF_SERIF_BOLD, 8, 308, 421.7, "City", 0},
	{PDF_SERIF_BOLD, 8, 443, 421.7, "State", 0},
	{PDF_SERIF_BOLD, 8, 504, 421.7, "ZIP", 0},
	{PDF_SERIF_BOLD, 8, 298, 398, "3) Date of birth", 351},
	{PDF_SERIF_BOLD, 8, 298, 369, "4) Date hired", 344},
	{PDF_SERIF_BOLD, 8, 298, 337.2, "5)", 0},
	{PDF_SERIF_BOLD, 8, 318, 336.7, "Male", 0},
	{PDF_SERIF_BOLD, 8, 350, 336.7, "Female", 0},
	{PDF_SERIF_BOLD, 8, 298, 286.1, "6) Name of physician or other health care professional", 484},
	{PDF_SERIF_BOLD, 8, 298, 231.4,
	 "7) If treatment was given away from the worksite, where was it given?", 537},
	{PDF_SERIF_BOLD, 8, 308, 208.3, "Facility", 0},
	{PDF_SERIF_BOLD, 8, 308, 181.7, "Street", 0},
	{PDF_SERIF_BOLD, 8, 308, 155.5, "City", 0},
	{PDF_SERIF_BOLD, 8, 460, 155.5, "State", 0},
	{PDF_SERIF_BOLD, 8, 519, 155, "ZIP", 0},
	{PDF_SERIF_BOLD, 8, 298, 134.3, "8) Was employee treated in an emergency room?", 465},
	{PDF_SERIF_BOLD, 8, 325, 122.8, "Yes", 0},
	{PDF_SERIF_BOLD, 8, 325, 111.1, "No", 0},
	{PDF_SERIF_BOLD, 8, 298, 88.2, "9) Was employee hospitalized overnight as an in-patient?", 493},
	{PDF_SERIF_BOLD, 8, 325, 76.1, "Yes", 0},
	{PDF_SERIF_BOLD, 8, 325, 64.7, "No", 0},
	{PDF_SERIF_BOLD_ITALIC, 8, 596, 480.1, "10)", 0},
	{PDF_SERIF_BOLD, 8, 609, 480.1, "Case number from the", 685},
	{PDF_SERIF_BOLD_ITALIC, 8, 687.5, 480.1, "Log", 0},
	{PDF_SERIF_ITALIC, 7, 802.5, 480.1,
	 "(Transfer the case number from the Log after you record the case.)", 0},
	{PDF_SERIF_BOLD_ITALIC, 8, 596, 457.9, "11)", 0},
	{PDF_SERIF_BOLD, 8, 609, 457.9, "Date of injury or illness", 691},
	{PDF_SERIF_BOLD_ITALIC, 8, 596, 429.7, "12)", 0},
	{PDF_SERIF_BOLD, 8, 609, 429.7, "Time employee began work", 0},
	{PDF_SERIF, 6.5, 704, 429.7, "(HH:MM)", 0},
	{PDF_SERIF_BOLD, 8, 828, 429.7, "AM", 0},
	{PDF_SERIF_BOLD, 8, 858.5, 429.7, "PM", 0},
	{PDF_SERIF_BOLD_ITALIC, 8, 596, 413.5, "13)", 0},
	{PDF_SERIF_BOLD, 8, 609, 413.5, "Time of event", 0},
	{PDF_SERIF, 6.5, 660, 413.5, "(HH:MM)", 0},
	{PDF_SERIF_BOLD, 8, 786, 411.5, "AM", 0},
	{PDF_SERIF_BOLD, 8, 816.5, 411.5, "PM", 0},
	{PDF_SERIF_BOLD, 8, 847, 411.5, "Check if time cannot be determined", 0},
	{PDF_SERIF_BOLD, 8, 597, 366.4, "14)*", 0},
	{PDF_SERIF_BOLD, 8, 598, 288.8, "15)*", 0},
	{PDF_SERIF_BOLD, 8, 598, 201.1, "16)*", 0},
	{PDF_SERIF_BOLD, 8, 598, 144, "17)*", 0},
	{PDF_SERIF_BOLD, 8, 598, 84.6, "18)", 0},
	{PDF_SANS_BOLD_ITALIC, 7, 613, 85.8, "If the employee died, when did death occur?", 772},
	{PDF_SERIF_BOLD, 8, 785, 85.8, "Date of death", 0},
	{PDF_SERIF_BOLD, 8, 26, 129.2, "Completed by", 0},
	{PDF_SERIF_BOLD, 8, 26, 102.8, "Title", 0},
	{PDF_SERIF_BOLD, 8, 26, 76.1, "Phone", 0},
	{PDF_SERIF_BOLD, 8, 173, 75.7, "Date", 0},
};

enum {
	RULE_NAME,
	RULE_STREET,
	RULE_CITY,
	RULE_STATE,
	RULE_ZIP,
	RULE_BORN,
	RULE_HIRED,
	RULE_PHYSICIAN,
	RULE_FACILITY,
	RULE_FACILITY_STREET,
	RULE_FACILITY_CITY,
	RULE_FACILITY_STATE,
	RULE_FACILITY_ZIP,
	RULE_CASE,
	RULE_INJURED,
	RULE_BEGAN,
	RULE_EVENT,
	RULE_DIED,
	RULE_BY,
	RULE_TITLE,
	RULE_PHONE,
	RULE_COMPLETED,
	RULES
};
static const struct form_rule rules[RULES] = {
	[RULE_NAME] = {347.2, 567, 467.2},
	[RULE_STREET] = {338.6, 567.4, 441.5},
	[RULE_CITY] = {327.4, 440.8, 415.5},
	[RULE_STATE] = {463.9, 500.6, 415.5},
	[RULE_ZIP] = {523.4, 565.4, 415.6},
	[RULE_BORN] = {361.1, 447.6, 396.9},
	[RULE_HIRED] = {361, 447.2, 363.5},
	[RULE_PHYSICIAN] = {308.9, 575.9, 261.6},
	[RULE_FACILITY] = {334.5, 576.4, 207.1},
	[RULE_FACILITY_STREET] = {340.1, 577.1, 176.6},
	[RULE_FACILITY_CITY] = {327.9, 455.1, 150.1},
	[RULE_FACILITY_STATE] = {479.8, 513.4, 149.1},
	[RULE_FACILITY_ZIP] = {536.9, 578.9, 148.9},
	[RULE_CASE] = {703, 801, 478.9},
	[RULE_INJURED] = {712.3, 797.5, 452.6},
	[RULE_BEGAN] = {734.4, 813, 428.5},
	[RULE_EVENT] = {690.6, 771, 409.3},
	[RULE_DIED] = {850.5, 936.5, 82.4},
	[RULE_BY] = {78, 270, 123.1},
	[RULE_TITLE] = {45.3, 271.5, 96.9},
	[RULE_PHONE] = {53.2, 128.1, 70.6},
	[RULE_COMPLETED] = {197.7, 280.5, 71},
};

/* Where month, day and year stand on the rules of dates; their names are printed below. */
static const struct {
	int rule;
	double month, day, year;
} dates[] = {
	{RULE_BORN, 370.5, 399.5, 430}, {RULE_HIRED, 370, 399.5, 429.5}, {RULE_INJURED, 722, 751, 781},
	{RULE_DIED, 859, 888.5, 925.5}, {RULE_COMPLETED, 205, 234.5, 264.5},
};

enum {
	CIRCLE_MALE,
	CIRCLE_FEMALE,
	CIRCLE_ER_YES,
	CIRCLE_ER_NO,
	CIRCLE_INPATIENT_YES,
	CIRCLE_INPATIENT_NO,
	CIRCLE_BEGAN_AM,
	CIRCLE_BEGAN_PM,
	CIRCLE_EVENT_AM,
	CIRCLE_EVENT_PM,
	CIRCLE_EVENT_UNKNOWN,
	CIRCLES
};
static const double circles[CIRCLES][2] = {
	[CIRCLE_MALE] = {312.9, 340}, [CIRCLE_FEMALE] = {344.3, 340},
	[CIRCLE_ER_YES] = {314, 125.5}, [CIRCLE_ER_NO] = {314, 114},
	[CIRCLE_INPATIENT_YES] = {314, 79.3}, [CIRCLE_INPATIENT_NO] = {314, 67.5},
	[CIRCLE_BEGAN_AM] = {820.7, 432.8}, [CIRCLE_BEGAN_PM] = {852.1, 432.5},
	[CIRCLE_EVENT_AM] = {779.6, 413.6}, [CIRCLE_EVENT_PM] = {810.4, 413.8},
	[CIRCLE_EVENT_UNKNOWN] = {840.4, 413.2},
};

static const struct {
	struct pdf_box box;
	const char *heading;
} narratives[] = {
	{{609.2, 298.1, 990.9, 344.1}, "14) What was the employee doing just before the incident occurred?"},
	{{609.1, 210.4, 990.8, 259.7}, "15) What happened?"},
	{{609.5, 153, 989.7, 187.8}, "16) What was the injury or illness?"},
	{{609.5, 96, 989.6, 129.9}, "17) What object or substance directly harmed the employee?"},
};

/* The questions above the boxes of items 14 to 17, line by line. */
enum { MOST_PIECES = 5 };
static const struct {
	double x, y;
	struct form_piece pieces[MOST_PIECES];
} questions[] = {
	{614,
	 367.3,
	 {{PDF_SANS_BOLD_ITALIC, 7, "What was the employee doing just before the incident occurred?"},
	  {PDF_SERIF, 8, " Describe the activity and the tools,"}}},
	{613,
	 358.1,
	 {{PDF_SERIF, 8, "equipment, or material that the employee was using. Be specific. "},
	  {PDF_SERIF_ITALIC, 8, "Examples: "},
	  {PDF_SERIF, 8, QUOTE "climbing a ladder while"}}},
	{613,
	 348.8,
	 {{PDF_SERIF, 8,
	   "carrying roofing materials" UNQUOTE "; " QUOTE "spraying chlorine from hand sprayer" UNQUOTE
	   "; " QUOTE "daily computer key-entry." UNQUOTE}}},
	{615,
	 288.8,
	 {{PDF_SANS_BOLD_ITALIC, 7, "What Happened? "},
	  {PDF_SERIF_BOLD, 8, "Tell us how the injury occurred. "},
	  {PDF_SERIF_ITALIC, 8, "Examples: "},
	  {PDF_SERIF, 8, QUOTE "When ladder slipped on wet floor, worker fell"}}},
	{614,
	 279.7,
	 {{PDF_SERIF, 8,
	   "20 feet" UNQUOTE "; " QUOTE "Worker was sprayed with chlorine when gasket broke during "
	   "replacement" UNQUOTE "; " QUOTE "Worker developed"}}},
	{614, 271.4, {{PDF_SERIF, 8, "soreness in wrist over time." UNQUOTE}}},
	{615,
	 201.1,
	 {{PDF_SANS_BOLD_ITALIC, 7, "What was the injury or illness? "},
	  {PDF_SERIF, 8, "Tell us which part of the body was affected and how it was affected."}}},
	{614,
	 192.5,
	 {{PDF_SERIF_ITALIC, 8, "Examples: "},
	  {PDF_SERIF, 8,
	   QUOTE "strained back" UNQUOTE "; " QUOTE "chemical burn, hand" UNQUOTE "; " QUOTE
		 "carpal tunnel syndrome." UNQUOTE}}},
	{615,
	 144,
	 {{PDF_SANS_BOLD_ITALIC, 7, "What object or substance directly harmed the employee? "},
	  {PDF_SERIF_ITALIC, 8, "Examples: "},
	  {PDF_SERIF, 8, QUOTE "concrete floor" UNQUOTE "; " QUOTE "chlorine" UNQUOTE ";"}}},
	{613,
	 134.9,
	 {{PDF_SERIF, 8, QUOTE "radial arm saw." UNQUOTE " "},
	  {PDF_SERIF_ITALIC, 8, "If this question does not apply to the incident, leave it blank."}}},
};

static const char *const purpose[] = {
	"This _Injury and Illness Incident Report_ is one of the first forms to fill out after a recordable "
	"work-related injury or illness. With the _Log of Work-Related Injuries and Illnesses_ and the "
	"_Summary_ that go with it, it shows the employer and OSHA how far work-related incidents reach and "
	"how severe they are.",
	"You have 7 calendar days for this form or an equivalent one, counted from the day on which you "
	"learn that a recordable work-related injury or illness has occurred. Some reports for state "
	"workers\xE2\x80\x99 compensation, insurance, or other purposes may take its place. A substitute is "
	"equivalent when it contains everything that this form asks for.",
	"Public Law 91-596 and 29 CFR 1904, OSHA\xE2\x80\x99s recordkeeping rule, require you to keep this "
	"form on file for the 5 years after the year to which it belongs.",
	"Make as many copies of this form as you need, by printing it again or on a copier.",
};

static const char burden[] =
	"One response takes 22 minutes on average, with the time to read the instructions, to search data "
	"sources, to gather and keep the data needed, and to complete and check the form. Nobody is required "
	"to respond to a collection of information that does not display a currently valid OMB control "
	"number. Send comments on this estimate or on any other aspect of this collection, and proposals for "
	"easing this burden, to: US Department of Labor, OSHA Office of Statistical Analysis, Room N-3644, "
	"200 Constitution Avenue, NW, Washington, DC 20210. Do not send completed forms there.";

static void paint_texts(struct pdf *pdf)
{
	static const struct form_piece pii[] = {
		{PDF_SANS_BOLD, 10, "* "}, {PDF_SANS_BOLD, 8, "Re fields 14 to 17: "},
		{PDF_SANS, 8, "Leave out all personally identifiable information (PII) about the worker(s)"},
	};
	static const struct form_piece pii_end[] = {
		{PDF_SANS, 8,
		 "involved in the incident (e.g., no names, phone numbers, or Social Security numbers)."},
	};
	struct form_paragraph p = {
		.face = PDF_SERIF, .size = 11, .leading = 14, .x = 29, .x1 = 269, .y = 492};

	for (size_t i = 0; i < COUNT(purpose); i++) {
		p.first_indent = i == 0 ? 0 : 14;
		p.y = form_paint_paragraph(pdf, &p, purpose[i]);
	}
	p = (struct form_paragraph){
		.face = PDF_SERIF, .size = 6.5, .leading = 7.5, .x = 18, .x1 = 990, .y = 31.4};
	form_paint_paragraph(pdf, &p, burden);
	form_paint_pieces(pdf, 601, 393.1, pii, COUNT(pii));
	form_paint_pieces(pdf, 600, 384.5, pii_end, COUNT(pii_end));
	for (size_t i = 0; i < COUNT(questions); i++) {
		size_t count = 0;

		while (count < MOST_PIECES && questions[i].pieces[count].text)
			count++;
		form_paint_pieces(pdf, questions[i].x, questions[i].y, questions[i].pieces, count);
	}
}

static void paint_date_names(struct pdf *pdf)
{
	const struct pdf_style small = {.face = PDF_SERIF, .size = 7, .align = PDF_CENTRE};

	for (size_t i = 0; i < COUNT(dates); i++) {
		const double y = rules[dates[i].rule].y -
				 (dates[i].rule == RULE_BORN || dates[i].rule == RULE_HIRED ? 12
				  : dates[i].rule == RULE_DIED                              ? 7.2
											    : 8.9);

		pdf_cstr(pdf, &small, dates[i].month, y, "Month");
		pdf_cstr(pdf, &small, dates[i].day, y, "Day");
		pdf_cstr(pdf, &small, dates[i].year, y, "Year");
	}
}

static void paint_blank(struct pdf *pdf)
{
	const struct pdf_box completed_by = {22.8, 58, 285.9, 157.9};

	form_paint_attention(pdf, (struct pdf_box){571, 522, 823, 576.4}, 574, 565.1);
	form_paint_department(pdf, 517.65, 538.4);
	pdf_fill(pdf, (struct pdf_box){19.1, 54.5, 282.4, 153.3}, PDF_BLACK);
	pdf_fill(pdf, completed_by, PDF_WHITE);
	pdf_frame(pdf, completed_by, 1);
	pdf_frame(pdf, (struct pdf_box){597.2, 378.5, 989.6, 404.1}, 1);
	form_paint_labels(pdf, labels, COUNT(labels));
	paint_texts(pdf);
	form_paint_rules(pdf, rules, COUNT(rules));
	paint_date_names(pdf);
	for (size_t i = 0; i < COUNT(narratives); i++)
		pdf_frame(pdf, narratives[i].box, 0.5);
	for (int i = 0; i < CIRCLES; i++)
		pdf_ring(pdf, circles[i][0], circles[i][1], 3.7, 1);
}

struct writer {
	struct pdf *pdf;
	struct arena *arena;
	const struct osha_incident *incident;
	struct form_rests rests;
};

static void write_text(struct writer *w, int rule, struct str text, const char *heading)
{
	static const struct form_script script = {.size = 9, .least = 6.5, .height = 18.5, .most_lines = 2};

	form_paint_on_rule(w->pdf, &w->rests, &rules[rule], &script, text, heading);
}

static void write_date(struct writer *w, int rule, day d)
{
	const struct pdf_style style = {.face = PDF_TEXT, .size = 9, .align = PDF_CENTRE};

	if (d == DAY_NONE)
		return;
	const struct civil c = day_civil(d);
	for (size_t i = 0; i < COUNT(dates); i++) {
		if (dates[i].rule != rule)
			continue;
		const double y = rules[rule].y + 2.5;

		pdf_text(w->pdf, &style, dates[i].month, y, arena_printf(w->arena, "%d", c.month));
		pdf_text(w->pdf, &style, dates[i].day, y, arena_printf(w->arena, "%d", c.day));
		pdf_text(w->pdf, &style, dates[i].year, y, arena_printf(w->arena, "%d", c.year));
	}
}

static void mark(struct writer *w, int circle)
{
	pdf_disc(w->pdf, circles[circle][0], circles[circle][1], 2.2, PDF_BLACK);
}

static void write_answer(struct writer *w, enum osha_answer answer, int yes, int no)
{
	if (answer != OSHA_NOT_ANSWERED)
		mark(w, answer == OSHA_YES ? yes : no);
}

static void write_time(struct writer *w, int rule, int am, int pm, clock_minutes at, const char *heading)
{
	if (at == CLOCK_NONE)
		return;
	const int hour = at / 60 % 12;

	write_text(w, rule, arena_printf(w->arena, "%d:%02d", hour == 0 ? 12 : hour, at % 60), heading);
	mark(w, at < 12 * 60 ? am : pm);
}

static void write_person(struct writer *w)
{
	const struct osha_incident *i = w->incident;

	write_text(w, RULE_NAME, i->full_name, "1) Full name");
	write_text(w, RULE_STREET, i->street, "2) Street");
	write_text(w, RULE_CITY, i->city, "2) City");
	write_text(w, RULE_STATE, i->state, "2) State");
	write_text(w, RULE_ZIP, i->zip, "2) ZIP");
	write_date(w, RULE_BORN, i->born_on);
	write_date(w, RULE_HIRED, i->hired_on);
	if (i->sex != OSHA_SEX_NOT_GIVEN)
		mark(w, i->sex == OSHA_MALE ? CIRCLE_MALE : CIRCLE_FEMALE);
	write_text(w, RULE_PHYSICIAN, i->physician, "6) Name of physician or other health care professional");
	write_text(w, RULE_FACILITY, i->facility, "7) Facility");
	write_text(w, RULE_FACILITY_STREET, i->facility_street, "7) Street");
	write_text(w, RULE_FACILITY_CITY, i->facility_city, "7) City");
	write_text(w, RULE_FACILITY_STATE, i->facility_state, "7) State");
	write_text(w, RULE_FACILITY_ZIP, i->facility_zip, "7) ZIP");
	write_answer(w, i->emergency_room, CIRCLE_ER_YES, CIRCLE_ER_NO);
	write_answer(w, i->inpatient, CIRCLE_INPATIENT_YES, CIRCLE_INPATIENT_NO);
	write_text(w, RULE_BY, i->completed_by, "Completed by");
	write_text(w, RULE_TITLE, i->completed_title, "Title");
	write_text(w, RULE_PHONE, i->completed_phone, "Phone");
	write_date(w, RULE_COMPLETED, i->completed_on);
}

static void write_case(struct writer *w)
{
	const struct osha_incident *i = w->incident;
	const struct str texts[COUNT(narratives)] = {i->before, i->what_happened, i->injury, i->object};
	const struct pdf_style style = {.face = PDF_TEXT, .size = 9.5};

	write_text(w, RULE_CASE, i->case_number, "10) Case number from the Log");
	write_date(w, RULE_INJURED, i->injury_on);
	write_time(w, RULE_BEGAN, CIRCLE_BEGAN_AM, CIRCLE_BEGAN_PM, i->began_work_at,
		   "12) Time employee began work");
	if (i->event_time_unknown)
		mark(w, CIRCLE_EVENT_UNKNOWN);
	else
		write_time(w, RULE_EVENT, CIRCLE_EVENT_AM, CIRCLE_EVENT_PM, i->event_at, "13) Time of event");
	for (size_t n = 0; n < COUNT(narratives); n++) {
		const struct pdf_box *box = &narratives[n].box;
		const struct pdf_field field = {
			.box = {box->x0 + 3.5, box->y0 + 1.5, box->x1 - 3.5, box->y1 - 2.5}, .least = 7,
		};

		form_paint_value(w->pdf, &w->rests, &style, &field, texts[n], str_of(narratives[n].heading));
	}
	write_date(w, RULE_DIED, i->died_on);
}

void form301_pdf(struct pdf *pdf, struct arena *arena, const struct osha_incident *incident)
{
	struct writer w = {pdf, arena, incident, form_paint_rests(arena)};
	const int first_page = pdf_pages(pdf) + 1;
	const struct pdf_style note = {.face = PDF_SANS_ITALIC, .size = 7.5};

	pdf_page(pdf, PDF_LEGAL_LANDSCAPE, paint_blank);
	if (incident->case_part_only)
		pdf_cstr(pdf, &note, 309, 488,
			 "Items 1 to 9 are left out of this copy: 29 CFR 1904.35(b)(2)(v)(B).");
	else
		write_person(&w);
	write_case(&w);

	const struct form_sheet sheet = {
		.form = "OSHA\xE2\x80\x99s Form 301",
		.title = "Injury and Illness Incident Report",
		.belongs_to = arena_printf(arena, "%.*s, case %.*s", STR_ARG(incident->establishment.name),
					   STR_ARG(incident->case_number)),
	};
	form_paint_continuation(pdf, &sheet, &w.rests);
	form_paint_page_numbers(pdf, arena, first_page, 504, 11);
}
