#include "osha/form300a_pdf.h"

#include "osha/form300a_worksheet.h"
#include "osha/form_paint.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct form_rule outcome_rules[OSHA_OUTCOMES] = {
	{0, 0, 0}, {27, 108, 334.5}, {117, 192, 334.5}, {207, 306, 334.5}, {318.6, 395.4, 334.5},
};
static const struct form_rule day_rules[] = {{28, 127.5, 230.2}, {182.5, 295.9, 230.2}};
static const struct form_rule type_rules[OSHA_TYPES] = {
	{0, 0, 0}, {144, 195, 138.9}, {144, 195, 114.7}, {144, 195, 92.6},
	{318.7, 370, 138.9}, {318.7, 370, 114.7}, {318.7, 370, 92.6},
};
enum { NAICS_BOXES = 6 };
static const double naics_edges[NAICS_BOXES + 1] = {660.8, 672.8, 684.7, 696.5, 708.4, 720.2, 732.3};
static const double naics_bottom = 306, naics_top = 322.4;
static const struct form_rule name_rule = {747, 919.4, 441.6}, street_rule = {686.9, 920.1, 416.3},
			 city_rule = {677.5, 790, 391.2}, state_rule = {816.5, 856.5, 388.8},
			 zip_rule = {878.5, 920.7, 388.9}, industry_rule = {659, 916.5, 343},
			 employees_rule = {837, 884.5, 246.6}, hours_rule = {837, 884.5, 223.8},
			 executive_rule = {660.3, 820.4, 132.3}, title_rule = {838.3, 932.8, 132.3},
			 phone_rule = {684.5, 802.1, 104.1}, date_rule = {841, 927.6, 104.1};

static const struct form_label labels[] = {
	{PDF_SANS_ITALIC, 18, 31, 564.7, "OSHA\xE2\x80\x99s Form 300A", 188},
	{PDF_SANS, 9, 197, 564.2, "(Rev. 04/2004)", 257},
	{PDF_SANS_BOLD_ITALIC, 18, 30, 535.1, "Summary of Work-Related Injuries and Illnesses", 442},
	{PDF_SANS_ITALIC, 16, 852, 559.1, "Year 20", 908},
	{PDF_SERIF, 10, 28, 380.6, "Total number of", 0},
	{PDF_SERIF, 10, 28, 368.8, "deaths", 0},
	{PDF_SERIF, 10, 116, 382.1, "Total number of", 0},
	{PDF_SERIF, 10, 116, 370.2, "cases with days", 182},
	{PDF_SERIF, 10, 116, 358.3, "away from work", 0},
	{PDF_SERIF, 10, 209, 381.3, "Total number of cases", 0},
	{PDF_SERIF, 10, 209, 369.5, "with job transfer or", 0},
	{PDF_SERIF, 10, 209, 357.5, "restriction", 0},
	{PDF_SERIF, 10, 319, 381.1, "Total number of", 0},
	{PDF_SERIF, 10, 319, 369.2, "other recordable", 0},
	{PDF_SERIF, 10, 319, 357.3, "cases", 0},
	{PDF_SANS, 8, 46, 324.4, "(G)", 0},
	{PDF_SANS, 8, 139, 324.4, "(H)", 0},
	{PDF_SANS, 8, 239, 324.4, "(I)", 0},
	{PDF_SANS, 8, 347, 324.4, "(J)", 0},
	{PDF_SERIF, 10, 28, 267.7, "Total number of days", 0},
	{PDF_SERIF, 10, 28, 255.7, "away from work", 0},
	{PDF_SERIF, 10, 184, 269.8, "Total number of days of", 0},
	{PDF_SERIF, 10, 184, 257.8, "job transfer or restriction", 0},
	{PDF_SANS, 8, 49, 217.9, "(K)", 0},
	{PDF_SANS, 8, 210, 217.9, "(L)", 0},
	{PDF_SERIF, 10, 41, 165.5, "Total number of . . .", 0},
	{PDF_SANS, 8, 51, 156.5, "(M)", 0},
	{PDF_SANS, 8, 28, 142.3, "(1)", 0},
	{PDF_SERIF, 10, 41, 142.3, "Injuries", 0},
	{PDF_SANS, 8, 28, 120.2, "(2)", 0},
	{PDF_SERIF, 10, 41, 120.2, "Skin disorders", 0},
	{PDF_SANS, 8, 28, 99, "(3)", 0},
	{PDF_SERIF, 10, 41, 99, "Respiratory conditions", 0},
	{PDF_SANS, 8, 223.5, 141.8, "(4)", 0},
	{PDF_SERIF, 10, 238, 141.4, "Poisonings", 0},
	{PDF_SANS, 8, 223.5, 119.8, "(5)", 0},
	{PDF_SERIF, 10, 238, 119.4, "Hearing loss", 0},
	{PDF_SANS, 8, 223.5, 97.8, "(6)", 0},
	{PDF_SERIF, 10, 238, 97.4, "All other illnesses", 0},
	{PDF_SANS_BOLD_ITALIC, 8, 29, 64.9,
	 "Post this Summary page from February 1 to April 30 of the year following the year covered by the "
	 "form.",
	 420},
	{PDF_SANS_BOLD_ITALIC, 9, 658, 467.6, "Establishment information", 772},
	{PDF_SANS_BOLD_ITALIC, 6, 657, 447.2, "Your establishment name", 730},
	{PDF_SERIF, 9, 661, 419.3, "Street", 0},
	{PDF_SERIF, 9, 660, 392.4, "City", 0},
	{PDF_SERIF, 9, 791, 391.9, "State", 0},
	{PDF_SERIF, 9, 863, 391.9, "Zip", 0},
	{PDF_SERIF, 9, 660, 367.2, "Industry description (", 0},
	{PDF_SERIF_ITALIC, 9, 738, 367.2, "e.g., Manufacture of motor truck trailers", 0},
	{PDF_SERIF, 9, 884.5, 367.2, ")", 0},
	{PDF_SERIF, 9, 660, 327.1,
	 "North American Industrial Classification (NAICS), if known (e.g., 336212)", 0},
	{PDF_SANS_BOLD_ITALIC, 9, 661, 280.9, "Employment information", 766},
	{PDF_SERIF_ITALIC, 9, 769, 280.9, "(If you don\xE2\x80\x99t have these figures, see the", 0},
	{PDF_SERIF_ITALIC, 9, 660, 270.2, "Worksheet on the next page to estimate.)", 0},
	{PDF_SERIF, 9, 660, 247.8, "Annual average number of employees", 0},
	{PDF_SERIF, 9, 660, 225, "Total hours worked by all employees last year", 0},
	{PDF_SANS_BOLD_ITALIC, 10, 661, 203.2, "Sign here", 706},
	{PDF_SERIF_BOLD, 10, 660, 183.4, "Knowingly falsifying this document may result in a fine.", 0},
	{PDF_SERIF, 10, 660, 163.3, "I certify that I have examined this document and that to the best of",
	 0},
	{PDF_SERIF, 10, 660, 151.3, "my knowledge the entries are true, accurate, and complete.", 0},
	{PDF_SERIF, 9, 660, 123.1, "Company executive", 0},
	{PDF_SERIF, 9, 840, 123.1, "Title", 0},
	{PDF_SERIF, 9, 660, 105.4, "Phone", 0},
	{PDF_SERIF, 9, 822, 105.4, "Date", 0},
};

static const char *const instructions[] = {
	"Every establishment that Part 1904 covers has to complete this Summary page, even if no "
	"work-related injury or illness occurred during the year. Before you do so, go through the Log and "
	"make sure that its entries are complete and accurate.",
	"Count the entries of each category in the Log, those of every page of the Log included, and write "
	"the totals "
	"below, \xE2\x80\x9C" "0\xE2\x80\x9D where you had no cases.",
	"Employees, former employees, and their representatives have the right to review the OSHA Form 300 "
	"in its entirety. They also have limited access to the OSHA Form 301 or its equivalent. See 29 CFR "
	"Part 1904.35, in OSHA\xE2\x80\x99s recordkeeping rule, for further details on the access provisions "
	"for these forms.",
};

static const char burden[] =
	"One response takes 58 minutes on average, with the time to read the instructions, to find and "
	"gather the data, and to complete and check the form. Nobody is required to respond to a collection "
	"of information that does not display a currently valid OMB control number. Send comments on this "
	"estimate or on any other aspect of this collection to: US Department of Labor, OSHA Office of "
	"Statistical Analysis, Room N-3644, 200 Constitution Avenue, NW, Washington, DC 20210. Do not send "
	"completed forms there.";

static void paint_instructions(struct pdf *pdf)
{
	struct form_paragraph p = {
		.face = PDF_SANS_ITALIC, .size = 9, .leading = 10.2, .x = 28, .x1 = 626, .y = 503.5};

	for (size_t i = 0; i < COUNT(instructions); i++) {
		p.first_indent = i == 0 ? 0 : 10;
		p.y = form_paint_paragraph(pdf, &p, instructions[i]) - 3;
	}
	p = (struct form_paragraph){
		.face = PDF_SERIF, .size = 7, .leading = 8.3, .x = 27, .x1 = 578, .y = 52.8};
	form_paint_paragraph(pdf, &p, burden);
}

static void paint_rules(struct pdf *pdf)
{
	const struct form_rule single[] = {
		day_rules[0], day_rules[1], name_rule, street_rule, city_rule, state_rule, zip_rule,
		industry_rule, employees_rule, hours_rule, executive_rule, title_rule, phone_rule, date_rule,
	};

	form_paint_rules(pdf, outcome_rules, COUNT(outcome_rules));
	form_paint_rules(pdf, type_rules, COUNT(type_rules));
	form_paint_rules(pdf, single, COUNT(single));
	for (int i = 0; i < NAICS_BOXES; i++)
		pdf_frame(pdf, (struct pdf_box){naics_edges[i], naics_bottom, naics_edges[i + 1], naics_top},
			  0.5);
	pdf_line(pdf, 911.9, 552.3, 932.5, 552.3, 0.5);
}

static void paint_blank(struct pdf *pdf)
{
	const struct pdf_box signing = {639.5, 36.9, 955.9, 500.3};

	form_paint_department(pdf, 525.2, 541.6);
	pdf_fill(pdf, (struct pdf_box){634.2, 31.1, 949.4, 495.2}, PDF_BLACK);
	pdf_fill(pdf, signing, PDF_WHITE);
	pdf_frame(pdf, signing, 1);
	form_paint_bar(pdf, (struct pdf_box){27.1, 392.8, 397.3, 418.6}, 10, 38, 403, "Number of Cases");
	form_paint_bar(pdf, (struct pdf_box){28.2, 279.9, 396.7, 305.7}, 10, 39, 290, "Number of Days");
	form_paint_bar(pdf, (struct pdf_box){28.2, 178.4, 396.8, 204.2}, 10, 40, 188.2,
		       "Injury and Illness Types");
	paint_instructions(pdf);
	form_paint_labels(pdf, labels, COUNT(labels));
	paint_rules(pdf);
}

struct writer {
	struct pdf *pdf;
	struct arena *arena;
	struct form_rests rests;
};

static void write_text(struct writer *w, const struct form_rule *rule, double size, struct str text,
		       const char *heading)
{
	const struct form_script script = {.size = size, .least = 6.5, .height = 19, .most_lines = 2};

	form_paint_on_rule(w->pdf, &w->rests, rule, &script, text, heading);
}

static void write_number(struct writer *w, const struct form_rule *rule, double size, int64_t value)
{
	const struct form_script script = {
		.size = size, .least = 6, .height = 22, .most_lines = 1, .align = PDF_CENTRE};

	form_paint_on_rule(w->pdf, &w->rests, rule, &script, arena_printf(w->arena, "%lld", (long long)value),
			   "Total");
}

static void write_establishment(struct writer *w, const struct osha_establishment *e)
{
	const struct pdf_style digit = {.face = PDF_TEXT, .size = 10, .align = PDF_CENTRE};

	write_text(w, &name_rule, 8.5, osha_establishment_name(w->arena, e), "Your establishment name");
	write_text(w, &street_rule, 9, e->street, "Street");
	write_text(w, &city_rule, 9, e->city, "City");
	write_text(w, &state_rule, 9, e->state, "State");
	write_text(w, &zip_rule, 8.5, e->zip, "Zip");
	write_text(w, &industry_rule, 9, e->industry, "Industry description");
	for (size_t i = 0; i < NAICS_BOXES && i < e->naics.len; i++)
		pdf_text(w->pdf, &digit, (naics_edges[i] + naics_edges[i + 1]) / 2, naics_bottom + 4.6,
			 str_slice(e->naics, i, 1));
}

static void write_totals(struct writer *w, const struct osha_log *log)
{
	const struct osha_totals totals = osha_log_totals(log->cases, log->case_count);

	for (int i = OSHA_DEATH; i < OSHA_OUTCOMES; i++)
		write_number(w, &outcome_rules[i], 12.5, totals.outcomes[i]);
	write_number(w, &day_rules[0], 12.5, totals.days_away);
	write_number(w, &day_rules[1], 12.5, totals.days_restricted);
	for (int i = OSHA_INJURY; i < OSHA_TYPES; i++)
		write_number(w, &type_rules[i], 12.5, totals.types[i]);
	if (log->average_employees != OSHA_UNKNOWN)
		write_number(w, &employees_rule, 9.5, log->average_employees);
	if (log->hours_worked != OSHA_UNKNOWN)
		write_number(w, &hours_rule, 9.5, log->hours_worked);
}

static void write_certification(struct writer *w, const struct osha_certification *c)
{
	const struct pdf_style note = {.face = PDF_SANS, .size = 7},
			       warning = {.face = PDF_SANS_BOLD, .size = 7};

	write_text(w, &executive_rule, 9, c->executive, "Company executive");
	write_text(w, &title_rule, 8.5, c->title, "Title");
	write_text(w, &phone_rule, 9, c->phone, "Phone");
	write_text(w, &date_rule, 9, form_paint_date(w->arena, c->certified_on), "Date");
	if (c->signed_at != MOMENT_NONE) {
		const struct civil at = zone_civil(NULL, c->signed_at);

		pdf_text(w->pdf, &note, 660, 86,
			 arena_printf(w->arena, "Signed electronically on %d/%d/%d at %d:%02d UTC.", at.month,
				      at.day, at.year, at.hour, at.minute));
	}
	if (c->changed_since)
		pdf_cstr(w->pdf, &warning, 660, 76, "The Log was changed after this certification.");
}

void form300a_pdf(struct pdf *pdf, struct arena *arena, const struct osha_log *log)
{
	struct writer w = {pdf, arena, form_paint_rests(arena)};
	const int first_page = pdf_pages(pdf) + 1;

	pdf_page(pdf, PDF_LEGAL_LANDSCAPE, paint_blank);
	form_paint_year(pdf, 559.1, log->year);
	write_totals(&w, log);
	write_establishment(&w, &log->establishment);
	if (log->certification)
		write_certification(&w, log->certification);
	if (log->worksheet)
		form300a_worksheet(pdf, arena, log->worksheet);

	const struct form_sheet sheet = {
		.form = "OSHA\xE2\x80\x99s Form 300A",
		.title = "Summary of Work-Related Injuries and Illnesses",
		.belongs_to = arena_printf(arena, "%.*s, %d", STR_ARG(log->establishment.name), log->year),
	};
	form_paint_continuation(pdf, &sheet, &w.rests);
	form_paint_page_numbers(pdf, arena, first_page, 504, 10);
}
