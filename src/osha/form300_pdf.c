#include "osha/form300_pdf.h"

#include "osha/form_paint.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* From one line of the log to the next. */
static const double pitch = 27.12;
/* Middles of the circles of the first line. */
static const double circle_gj = 334.0, circle_m = 327.6;
static const unsigned panel_grey = 0xE6E6E6, strip_grey = 0x9A9A9A;

static const double outcome_x[OSHA_OUTCOMES] = {0, 614, 653, 698, 745};
static const double type_x[OSHA_TYPES] = {0, 879, 902, 921, 941, 961, 981};

static const struct form_rule line_rules[] = {
	{54, 83, 322.2}, {88.3, 192.7, 322.2}, {198.4, 252.4, 322.2},   /* A, B, C */
	{260.6, 277.5, 326}, {285.4, 302.3, 326},                       /* D: month, day */
	{316.4, 405, 318.85}, {418.6, 594, 318.85},                     /* E, F */
	{783.4, 802.2, 320.5}, {826.4, 845.2, 320.5},                   /* K, L */
};
enum {
	LINE_NUMBER,
	LINE_NAME,
	LINE_JOB,
	LINE_MONTH,
	LINE_DAY,
	LINE_WHERE,
	LINE_DESCRIPTION,
	LINE_AWAY,
	LINE_RESTRICTED
};
static const struct form_rule total_outcomes[OSHA_OUTCOMES] = {
	{0, 0, 0}, {603, 624.1, 46.2}, {642.5, 663.6, 46.2}, {687.3, 708.5, 46.2}, {735.3, 756.5, 46.2},
};
static const struct form_rule total_days[] = {{783, 810, 46.3}, {828.1, 855.1, 46.3}};
static const struct form_rule total_types[OSHA_TYPES] = {
	{0, 0, 0}, {869, 885.5, 46.4}, {891, 907.5, 46.4}, {910.1, 926.6, 46.4},
	{930.8, 947.2, 46.4}, {951.4, 967.9, 46.4}, {973.5, 990, 46.4},
};
static const struct form_rule head_rules[] = {
	{822.5, 989.5, 492.5}, {774, 887.4, 468.5}, {917.5, 965, 468.7}, {910.9, 931.5, 551},
};
enum { HEAD_NAME, HEAD_CITY, HEAD_STATE };
static const double year_baseline = 555.8;

static const struct form_label labels[] = {
	{PDF_SANS_ITALIC, 18, 34, 579.7, "OSHA\xE2\x80\x99s Form 300", 180},
	{PDF_SANS, 9, 184, 579.7, "(Rev. 04/2004)", 245},
	{PDF_SANS_BOLD_ITALIC, 19.6, 35, 555.5, "Log of Work-Related", 242},
	{PDF_SANS_BOLD_ITALIC, 19.6, 35, 534.4, "Injuries and Illnesses", 233},
	{PDF_SANS_ITALIC, 16, 850, 555.8, "Year 20", 906},
	{PDF_SANS_BOLD, 8, 32, 513.8, "Please Record:", 0},
	{PDF_SANS_BOLD, 8, 460, 514.1, "Reminders:", 0},
	{PDF_SANS_ITALIC, 6.5, 758, 495.7, "Establishment name", 816},
	{PDF_SANS_ITALIC, 6.5, 759, 471.4, "City", 0},
	{PDF_SANS_ITALIC, 6.5, 895, 470.4, "State", 0},
	{PDF_SANS, 8, 60, 421.3, "(A)", 0},
	{PDF_SANS, 8, 110, 421.3, "(B)", 0},
	{PDF_SANS, 8, 208, 421.3, "(C)", 0},
	{PDF_SANS, 8, 270, 421.3, "(D)", 0},
	{PDF_SANS, 8, 354, 421.3, "(E)", 0},
	{PDF_SANS, 8, 480, 421.3, "(F)", 0},
	{PDF_SERIF_BOLD, 8, 58, 408, "Case", 0},
	{PDF_SERIF_BOLD, 8, 58, 400, "no.", 0},
	{PDF_SERIF_BOLD, 8, 92, 406.4, "Employee\xE2\x80\x99s name", 0},
	{PDF_SERIF_BOLD, 8, 197, 407.3, "Job title", 0},
	{PDF_SERIF_ITALIC, 8, 197, 398.6, "(e.g., Welder)", 0},
	{PDF_SERIF_BOLD, 8, 256, 407.3, "Date of injury", 0},
	{PDF_SERIF_BOLD, 8, 256, 399.4, "or onset of", 0},
	{PDF_SERIF_BOLD, 8, 256, 391.4, "illness", 0},
	{PDF_SERIF_ITALIC, 8, 258, 383.3, "(e.g., 2/10)", 0},
	{PDF_SERIF_BOLD, 8, 320, 408.6, "Where the event occurred", 0},
	{PDF_SERIF_ITALIC, 8, 320, 399.8, "(e.g., Loading dock north end)", 0},
	{PDF_SERIF_BOLD, 8, 423, 408, "Describe injury or illness, parts of body", 0},
	{PDF_SERIF_BOLD, 8, 423, 400, "affected, and object/substance that", 0},
	{PDF_SERIF_BOLD, 8, 423, 392, "directly injured or made person ill (", 0},
	{PDF_SERIF_ITALIC, 8, 545.3, 392, "e.g.,", 0},
	{PDF_SERIF_ITALIC, 8, 423, 384.2, "Second degree burns on right forearm from", 0},
	{PDF_SERIF_ITALIC, 8, 423, 376, "acetylene torch", 0},
	{PDF_SERIF, 8, 472.5, 376, ")", 0},
	{PDF_SANS_BOLD_ITALIC, 7, 782, 421.6, "Enter the number of", 849},
	{PDF_SANS_BOLD_ITALIC, 7, 782, 413.9, "days the injured or ill", 853},
	{PDF_SANS_BOLD_ITALIC, 7, 782, 406.8, "worker was:", 822},
	{PDF_SANS_BOLD_ITALIC, 7, 871, 415.8, "Select one column:", 935},
	{PDF_SANS_BOLD_ITALIC, 7, 689, 393.5, "Remained at Work", 750},
	{PDF_SERIF, 7, 930, 389.5, "Illness", 0},
	{PDF_SANS, 8, 870, 379.6, "(M)", 0},
	{PDF_SANS_BOLD, 6.5, 604, 370.8, "Death", 0},
	{PDF_SANS_BOLD, 6, 639, 376.6, "Days away", 671},
	{PDF_SANS_BOLD, 6, 640, 370.6, "from work", 671},
	{PDF_SANS_BOLD, 6, 677, 376.6, "Job transfer", 716},
	{PDF_SANS_BOLD, 6, 676, 370.6, "or restriction", 716.5},
	{PDF_SANS_BOLD, 6, 729, 376.6, "Other record-", 770},
	{PDF_SANS_BOLD, 6, 732, 370.6, "able cases", 766},
	{PDF_SANS_BOLD, 6.5, 786, 376.7, "Away", 0},
	{PDF_SANS_BOLD, 6.5, 787, 370.2, "from", 0},
	{PDF_SANS_BOLD, 6.5, 787, 363.7, "work", 0},
	{PDF_SANS_BOLD, 6.5, 828, 377.6, "On job", 0},
	{PDF_SANS_BOLD, 6.5, 823, 370.8, "transfer or", 0},
	{PDF_SANS_BOLD, 6.5, 824, 364.3, "restriction", 0},
	{PDF_SANS, 8, 608, 358.2, "(G)", 0},
	{PDF_SANS, 8, 648, 358.2, "(H)", 0},
	{PDF_SANS, 8, 695, 358.2, "(I)", 0},
	{PDF_SANS, 8, 740, 358.2, "(J)", 0},
	{PDF_SANS, 8, 788, 351.7, "(K)", 0},
	{PDF_SANS, 8, 832, 351.7, "(L)", 0},
	{PDF_SANS, 8, 873, 340.7, "(1)", 0},
	{PDF_SANS, 8, 895, 340.7, "(2)", 0},
	{PDF_SANS, 8, 915, 340.7, "(3)", 0},
	{PDF_SANS, 8, 935, 340.7, "(4)", 0},
	{PDF_SANS, 8, 955, 340.7, "(5)", 0},
	{PDF_SANS, 8, 975, 340.7, "(6)", 0},
	{PDF_SANS_BOLD_ITALIC, 8, 532, 53.3, "Page totals", 575},
	{PDF_SANS_ITALIC, 7, 546, 37.5,
	 "Carry these totals over to the Summary page (Form 300A) before you post it.", 0},
	{PDF_SANS, 8, 874, 5.3, "(1)", 0},
	{PDF_SANS, 8, 896, 5.3, "(2)", 0},
	{PDF_SANS, 8, 914, 5.3, "(3)", 0},
	{PDF_SANS, 8, 936, 5.3, "(4)", 0},
	{PDF_SANS, 8, 956, 5.3, "(5)", 0},
	{PDF_SANS, 8, 979, 5.3, "(6)", 0},
};

/* Names of the columns of M, turned; above the circles and again below the totals. */
static const struct {
	double x, y_above, y_below;
	const char *text;
} type_names[] = {
	{881, 348.6, 29.4, "Injury"},
	{901, 348.1, 13.2, "Skin disorder"},
	{918, 348.0, 15.8, "Respiratory"},
	{924.5, 348.0, 21.2, "condition"},
	{942, 349.2, 19.2, "Poisoning"},
	{962, 348.5, 13.7, "Hearing loss"},
	{979, 349.4, 22.0, "All other"},
	{985, 349.4, 23.2, "illnesses"},
};

static const struct {
	double x, y;
	const char *text;
} notices[] = {
	{31, 504.5,
	 "\xE2\x80\xA2 Every work-related death, and every work-related injury or illness that brings loss "
	 "of consciousness, restricted work or a job transfer, days away from work, or medical treatment "
	 "that goes beyond first aid."},
	{31, 485.9,
	 "\xE2\x80\xA2 Significant work-related injuries and illnesses diagnosed by a physician or another "
	 "licensed health care professional."},
	{31, 476.6,
	 "\xE2\x80\xA2 Work-related injuries and illnesses that meet one of the special recording criteria "
	 "of 29 CFR 1904.8 through 1904.11."},
	{460, 505.0,
	 "\xE2\x80\xA2 Fill out an Injury and Illness Incident Report (OSHA Form 301) or an equivalent "
	 "form for every entry. If you doubt whether to record a case, ask your local OSHA "
	 "office."},
	{460, 477.6, "\xE2\x80\xA2 One case may take two lines."},
	{460, 468.3, "\xE2\x80\xA2 Go through all 5 steps for each case."},
};

static const char burden[] =
	"One response takes 14 minutes on average, with the time to read the instructions, to find and "
	"gather the data, and to complete and check the form. Nobody is required to respond to a collection "
	"of information that does not display a currently valid OMB control number. Send comments on this "
	"estimate or on any other aspect of this collection to: US Department of Labor, OSHA Office of "
	"Statistical Analysis, Room N-3644, 200 Constitution Avenue, NW, Washington, DC 20210. Do not send "
	"completed forms there.";

static void paint_notices(struct pdf *pdf)
{
	struct form_paragraph p = {.face = PDF_SANS_ITALIC, .size = 7.4, .leading = 9.3, .indent = 4.5};

	for (size_t i = 0; i < COUNT(notices); i++) {
		p.x = notices[i].x;
		p.x1 = notices[i].x < 400 ? 430 : 728;
		p.y = notices[i].y;
		form_paint_paragraph(pdf, &p, notices[i].text);
	}
	p = (struct form_paragraph){
		.face = PDF_SERIF, .size = 6.5, .leading = 7.8, .x = 18, .x1 = 376, .y = 57};
	form_paint_paragraph(pdf, &p, burden);
}

static void paint_panels(struct pdf *pdf)
{
	const struct pdf_style small = {.face = PDF_SANS_BOLD_ITALIC, .size = 7, .ink = PDF_WHITE};

	pdf_fill(pdf, (struct pdf_box){600, 73.9, 775.1, 404.4}, panel_grey);
	pdf_fill(pdf, (struct pdf_box){867, 402.7, 990, 427.2}, panel_grey);
	pdf_fill(pdf, (struct pdf_box){867, 69, 990, 398.4}, panel_grey);
	pdf_fill(pdf, (struct pdf_box){599.6, 415.4, 774.8, 419.2}, strip_grey);
	pdf_fill(pdf, (struct pdf_box){780.5, 399.5, 861.5, 403.3}, strip_grey);
	pdf_fill(pdf, (struct pdf_box){867, 398.4, 990, 402.7}, strip_grey);
	form_paint_bar(pdf, (struct pdf_box){31.3, 444.2, 252, 461.4}, 9, 36, 450.4,
		       "Step 1. Identify the person");
	form_paint_bar(pdf, (struct pdf_box){256.8, 444.2, 592.2, 461.4}, 9, 262, 450.4,
		       "Step 2. Describe the case");
	form_paint_bar(pdf, (struct pdf_box){599.5, 419.2, 774.6, 461.4}, 9, 603, 447.8,
		       "Step 3. Classify the case");
	form_paint_bar(pdf, (struct pdf_box){779.8, 444.2, 861.8, 461.4}, 9, 783, 449.6, "Step 4.");
	form_paint_bar(pdf, (struct pdf_box){867, 444.2, 990, 461.4}, 9, 871, 449.6, "Step 5.");
	pdf_cstr(pdf, &small, 604, 432.8, "SELECT ONLY ONE circle based on the");
	pdf_cstr(pdf, &small, 604, 424.4, "most serious outcome:");
	pdf_line(pdf, 680.3, 388.9, 759.7, 388.9, 1.2);
	pdf_line(pdf, 892, 383.5, 986.7, 383.5, 0.5);
	pdf_line(pdf, 892, 373, 892, 383.7, 0.5);
	pdf_line(pdf, 986.6, 373, 986.6, 383.7, 0.5);
	pdf_line(pdf, 939, 383.5, 939, 388.5, 0.5);
}

static struct form_rule lowered(const struct form_rule *rule, double down)
{
	return (struct form_rule){rule->x0, rule->x1, rule->y - down};
}

/* The empty line of one case. */
static void paint_line(struct pdf *pdf, double down)
{
	const struct form_label on_line[] = {
		{PDF_SANS, 8, 279, 328 - down, "/", 0},
		{PDF_SANS, 6, 262, 319.7 - down, "month / day", 295},
		{PDF_SANS, 6, 803, 321 - down, "days", 0},
		{PDF_SANS, 6, 846, 321 - down, "days", 0},
	};

	for (size_t i = 0; i < COUNT(line_rules); i++) {
		const struct form_rule rule = lowered(&line_rules[i], down);

		form_paint_rules(pdf, &rule, 1);
	}
	form_paint_labels(pdf, on_line, COUNT(on_line));
	for (int i = OSHA_DEATH; i < OSHA_OUTCOMES; i++)
		pdf_ring(pdf, outcome_x[i], circle_gj - down, 8.6, 1.4);
	for (int i = OSHA_INJURY; i < OSHA_TYPES; i++)
		pdf_ring(pdf, type_x[i], circle_m - down, 8.6, 1.4);
}

/* Everything that is printed before the first case is entered. */
static void paint_blank(struct pdf *pdf)
{
	const struct pdf_style turned = {.face = PDF_SERIF, .size = 6};

	form_paint_attention(pdf, (struct pdf_box){567, 531, 819, 585}, 570, 574.1);
	form_paint_department(pdf, 524.6, 541.8);
	paint_notices(pdf);
	paint_panels(pdf);
	form_paint_labels(pdf, labels, COUNT(labels));
	for (size_t i = 0; i < COUNT(type_names); i++) {
		pdf_text_turned(pdf, &turned, type_names[i].x, type_names[i].y_above, 90, type_names[i].text);
		pdf_text_turned(pdf, &turned, type_names[i].x, type_names[i].y_below, 90, type_names[i].text);
	}
	form_paint_rules(pdf, head_rules, COUNT(head_rules));
	for (int i = 0; i < OSHA_CASES_PER_PAGE; i++)
		paint_line(pdf, pitch * i);
	form_paint_rules(pdf, total_outcomes, COUNT(total_outcomes));
	form_paint_rules(pdf, total_days, COUNT(total_days));
	form_paint_rules(pdf, total_types, COUNT(total_types));
	pdf_triangle(pdf, 592.3, 56.7, 11.5, 0);
}

struct writer {
	struct pdf *pdf;
	struct arena *arena;
	const struct osha_log *log;
	struct form_rests rests;
};

static void write_head(struct writer *w)
{
	static const struct form_script script = {.size = 9, .least = 6, .height = 18.5, .most_lines = 2};
	const struct osha_establishment *e = &w->log->establishment;

	form_paint_year(w->pdf, year_baseline, w->log->year);
	form_paint_on_rule(w->pdf, &w->rests, &head_rules[HEAD_NAME], &script, e->name, "Establishment name");
	form_paint_on_rule(w->pdf, &w->rests, &head_rules[HEAD_CITY], &script, e->city, "City");
	form_paint_on_rule(w->pdf, &w->rests, &head_rules[HEAD_STATE], &script, e->state, "State");
}

static void write_texts(struct writer *w, const struct osha_log_case *c, double down)
{
	const struct {
		int rule;
		double size, least;
		struct str text;
		const char *column;
	} fields[] = {
		{LINE_NUMBER, 8.5, 6, c->number, "(A) Case no."},
		{LINE_NAME, 9, 7, osha_log_name(c), "(B) Employee\xE2\x80\x99s name"},
		{LINE_JOB, 8.5, 7, c->job_title, "(C) Job title"},
		{LINE_WHERE, 8.5, 7, c->where, "(E) Where the event occurred"},
		{LINE_DESCRIPTION, 8.5, 7, c->description, "(F) Injury or illness"},
	};

	for (size_t i = 0; i < COUNT(fields); i++) {
		const struct form_rule rule = lowered(&line_rules[fields[i].rule], down);
		const struct form_script script = {.size = fields[i].size,
						   .least = fields[i].least,
						   .height = pitch - 2.2,
						   .is_struck = c->is_lined_out};

		form_paint_on_rule(
			w->pdf, &w->rests, &rule, &script, fields[i].text,
			arena_printf(w->arena, "Case %.*s, %s", STR_ARG(c->number), fields[i].column).at);
	}
}

static void write_number(struct writer *w, const struct form_rule *rule, double size, bool is_struck,
			 int64_t value)
{
	const struct form_script script = {
		.size = size,
		.least = 5,
		.height = size * 1.3,
		.most_lines = 1,
		.align = PDF_CENTRE,
		.is_struck = is_struck,
	};

	form_paint_on_rule(w->pdf, &w->rests, rule, &script, arena_printf(w->arena, "%lld", (long long)value),
			   "Total");
}

static void write_on_line(struct writer *w, const struct osha_log_case *c, int which, double down, int value)
{
	const struct form_rule rule = lowered(&line_rules[which], down);

	if (value > 0)
		write_number(w, &rule, 8.5, c->is_lined_out, value);
}

static void write_case(struct writer *w, const struct osha_log_case *c, double down)
{
	write_texts(w, c, down);
	if (c->injury_on != DAY_NONE) {
		const struct civil date = day_civil(c->injury_on);

		write_on_line(w, c, LINE_MONTH, down, date.month);
		write_on_line(w, c, LINE_DAY, down, date.day);
	}
	if (c->outcome != OSHA_UNDECIDED)
		pdf_disc(w->pdf, outcome_x[c->outcome], circle_gj - down, 5.4, PDF_BLACK);
	if (c->type != OSHA_NO_TYPE)
		pdf_disc(w->pdf, type_x[c->type], circle_m - down, 5.4, PDF_BLACK);
	write_on_line(w, c, LINE_AWAY, down, c->days_away);
	write_on_line(w, c, LINE_RESTRICTED, down, c->days_restricted);
	if (c->is_lined_out) {
		pdf_line(w->pdf, 600, circle_gj - down, 775, circle_gj - down, 1);
		pdf_line(w->pdf, 867, circle_m - down, 990, circle_m - down, 1);
	}
}

static void write_totals(struct writer *w, const struct osha_totals *totals)
{
	for (int i = OSHA_DEATH; i < OSHA_OUTCOMES; i++)
		write_number(w, &total_outcomes[i], 13, false, totals->outcomes[i]);
	write_number(w, &total_days[0], 13, false, totals->days_away);
	write_number(w, &total_days[1], 13, false, totals->days_restricted);
	for (int i = OSHA_INJURY; i < OSHA_TYPES; i++)
		write_number(w, &total_types[i], 11, false, totals->types[i]);
}

static void write_page(struct writer *w, int first)
{
	const int left = w->log->case_count - first;
	const int count = left > OSHA_CASES_PER_PAGE ? OSHA_CASES_PER_PAGE : left;
	const struct pdf_style small = {.face = PDF_SANS, .size = 7};

	pdf_page(w->pdf, PDF_LEGAL_LANDSCAPE, paint_blank);
	write_head(w);
	for (int i = 0; i < count; i++)
		write_case(w, &w->log->cases[first + i], pitch * i);
	const struct osha_totals totals = osha_log_totals(w->log->cases + first, count);

	write_totals(w, &totals);
	if (w->log->as_of != DAY_NONE)
		pdf_text(w->pdf, &small, 394, 57,
			 arena_printf(w->arena, "Log as of %.*s",
				      STR_ARG(form_paint_date(w->arena, w->log->as_of))));
}

void form300_pdf(struct pdf *pdf, struct arena *arena, const struct osha_log *log)
{
	struct writer w = {pdf, arena, log, form_paint_rests(arena)};
	const int first_page = pdf_pages(pdf) + 1, pages = osha_log_pages(log->case_count);

	for (int i = 0; i < pages; i++)
		write_page(&w, i * OSHA_CASES_PER_PAGE);
	const struct form_sheet sheet = {
		.form = "OSHA\xE2\x80\x99s Form 300",
		.title = "Log of Work-Related Injuries and Illnesses",
		.belongs_to = arena_printf(arena, "%.*s, %d", STR_ARG(log->establishment.name), log->year),
	};

	form_paint_continuation(pdf, &sheet, &w.rests);
	form_paint_page_numbers(pdf, arena, first_page, 812, 22);
}
