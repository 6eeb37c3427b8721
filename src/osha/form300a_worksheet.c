#include "osha/form300a_worksheet.h"

#include "osha/form_paint.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct form_label labels[] = {
	{PDF_SANS_BOLD_ITALIC, 20, 111, 534.6, "Worksheet to Help You Fill Out the Summary", 577},
	{PDF_SANS_BOLD_ITALIC, 9, 95, 429.7,
	 "How to figure the average number of employees who worked for your establishment during the year:",
	 527},
	{PDF_SANS_BOLD_ITALIC, 9, 558, 461.8, "How to figure the total hours all employees worked:", 780},
	{PDF_SANS_BOLD, 10, 557, 307.8, "Optional Worksheet", 0},
	{PDF_SERIF, 8, 350, 399.4, "The total number of", 0},
	{PDF_SERIF, 8, 350, 389.6, "employees paid in all pay", 0},
	{PDF_SERIF, 8, 350, 379.8, "periods throughout the year =", 0},
	{PDF_SERIF, 8, 363, 322.8, "The number of pay", 0},
	{PDF_SERIF, 8, 363, 313.3, "periods during the year =", 0},
	{PDF_SERIF, 8, 445, 277.4, "=", 0},
	{PDF_SERIF, 8, 363, 221.4, "The number rounded  =", 0},
	{PDF_SANS, 20, 562, 242.5, "x", 0},
	{PDF_SANS_BOLD, 20, 559, 176, "+", 0},
};

static const char opening[] =
	"When the year is over, the Summary asks for the average number of employees and for the total hours "
	"that your employees worked. Where you do not have these figures, this page helps you to estimate "
	"them.";
static const char when_steady[] =
	"If the number of employees you pay is about the same in every pay period (e.g., about 100), that "
	"number is your annual average employment. If it goes up and down from pay period to pay period "
	"(e.g., in a seasonal business, or because your establishment grew or shrank), work out the average "
	"with the formula below.";

static const struct {
	double x, y, width;
	double size;
	const char *verb, *text;
} steps[] = {
	{129, 411.3, 336, 9.5, "Add up",
	 "the employees whom your establishment paid *in each pay period* of the year, and enter the "
	 "sum. Everybody counts: full-time, part-time, temporary, seasonal, salaried, and hourly."},
	{129, 352.2, 336, 9.5, "Count",
	 "the pay periods that your establishment had during the year, and enter their number. "
	 "Pay periods without employees count too. For example, enter 26 for biweekly pay periods or 52 for "
	 "weekly ones."},
	{129, 278.3, 330, 9.5, "Divide", "the number of employees by the number of pay periods."},
	{129, 233.2, 318, 9.5, "Round the answer",
	 "up to the next whole number. It goes into the blank of the Summary page "
	 "marked _Annual average number of employees._"},
	{653, 284.9, 872, 10, "Find",
	 "the number of full-time employees in your establishment for the year."},
	{653, 244.9, 872, 10, "Multiply", "by the number of work hours for a full-time employee in a year."},
	{653, 203, 872, 10, "", "This is the number of full-time hours worked."},
	{653, 178, 872, 10, "Add",
	 "the hours of overtime and the hours that other employees worked (part-time, temporary, "
	 "seasonal)."},
	{653, 113.3, 872, 10, "Round",
	 "the answer up to the next whole number. It goes into the blank of the Summary page marked "
	 "_Total hours worked by all employees last year._"},
};

static const char *const hours_advice[] = {
	"Include the hours of salaried, hourly, part-time, and seasonal workers, and those of other workers "
	"whom your establishment supervises day to day (e.g., from a temporary help service).",
	"Leave out vacation, sick leave, holidays, and all other time not worked, even if it was paid. If "
	"your records show only the hours paid, or if some employees are not paid by the hour, estimate the "
	"hours that were actually worked.",
	"Where you do not have this number, the optional worksheet below helps you to estimate it.",
};

static const char *const average_advice[] = {
	"*Note:* Check that your annual average makes sense. It should be about the number of people who "
	"work at your establishment on any given day. It can be neither below the smallest nor above the "
	"largest number of employees in a pay period. If it is, something went wrong in the calculation.",
	"*Note:* The number of W2s divided by the number of pay periods is *not* the average employment. "
	"Take the sum of the employees paid *in each pay period*, and divide that by the number of pay "
	"periods.",
};

static const struct {
	const char *period, *paid;
	double y;
} example[] = {
	{"1", "10", 143.5}, {"2", "0", 133.5}, {"3", "15", 120.9}, {"4", "30", 111.3}, {"5", "40", 98.8},
	{"24", "20", 82.3}, {"25", "15", 69.9}, {"26", "+10", 60.8},
};

static void paint_disc(struct pdf *pdf, double x, double y, double radius, int number)
{
	const struct pdf_style digit = {.face = PDF_SANS_BOLD, .size = radius * 1.7, .ink = PDF_WHITE,
					.align = PDF_CENTRE};

	pdf_disc(pdf, x, y, radius, PDF_BLACK);
	pdf_cstr(pdf, &digit, x, y - radius * 0.6, (char[2]){(char)('0' + number), 0});
}

static void paint_band(struct pdf *pdf)
{
	const struct pdf_style large = {.face = PDF_SANS_BOLD_ITALIC, .size = 12.5, .ink = PDF_WHITE};
	const struct pdf_style small = {.face = PDF_SANS_BOLD_ITALIC, .size = 8, .ink = PDF_WHITE};

	pdf_fill(pdf, (struct pdf_box){18.5, 18.1, 84.5, 594}, PDF_BLACK);
	pdf_fill(pdf, (struct pdf_box){84.5, 18.1, 990, 32.2}, PDF_BLACK);
	pdf_text_turned(pdf, &large, 50, 97.7, 90, "U.S. Department of Labor");
	pdf_text_turned(pdf, &small, 64, 96.4, 90, "Occupational Safety and Health Administration");
	form_paint_bar(pdf, (struct pdf_box){109.2, 562.1, 190, 587}, 16, 113, 570, "Optional");
}

static void paint_example(struct pdf *pdf)
{
	const struct form_label fixed[] = {
		{PDF_SERIF, 9, 101, 168.8,
		 "For example, Acme Construction figured its average employment this way:", 0},
		{PDF_SERIF_BOLD, 8, 101, 156, "In this pay period . . . Acme paid this many employees . . .",
		 0},
		{PDF_SERIF, 8, 223, 133.9, "Number of employees paid = 830", 0},
		{PDF_SERIF, 8, 223, 114.4, "Number of pay periods = 26", 0},
		{PDF_SERIF, 8, 223, 98.8, "830  =  31.92", 0},
		{PDF_SERIF, 8, 224, 87.4, "26", 0},
		{PDF_SERIF, 8, 223, 69.8, "31.92 rounds to 32", 0},
		{PDF_SERIF, 8, 223, 51.8, "32 is the annual average number of employees", 0},
	};
	const struct pdf_style left = {.face = PDF_SERIF, .size = 8},
			       right = {.face = PDF_SERIF, .size = 8, .align = PDF_RIGHT};
	static const double disc_y[] = {136.4, 117, 98.4, 73.8};

	form_paint_labels(pdf, fixed, COUNT(fixed));
	for (size_t i = 0; i < COUNT(example); i++) {
		pdf_cstr(pdf, &left, 101, example[i].y, example[i].period);
		pdf_cstr(pdf, &right, 186, example[i].y, example[i].paid);
	}
	pdf_triangle(pdf, 105, 93, 5.5, 270);
	pdf_triangle(pdf, 183, 93, 5.5, 270);
	pdf_line(pdf, 169.6, 59, 186.5, 59, 0.5);
	pdf_cstr(pdf, &right, 186, 50.1, "830");
	pdf_line(pdf, 221.2, 96, 236, 96, 0.5);
	for (int i = 0; i < 4; i++)
		paint_disc(pdf, 355.5, disc_y[i], 5.6, i + 1);
}

static void paint_advice(struct pdf *pdf)
{
	struct form_paragraph p = {
		.face = PDF_SANS_ITALIC, .size = 9, .leading = 10.4, .x = 95, .x1 = 960, .y = 514.6};

	form_paint_paragraph(pdf, &p, opening);
	p.x1 = 527;
	p.y = 483.7;
	form_paint_paragraph(pdf, &p, when_steady);
	p = (struct form_paragraph){.face = PDF_SERIF,
				    .size = 10,
				    .leading = 12,
				    .x = 557,
				    .x1 = 872,
				    .y = 444.8,
				    .first_indent = 13};
	for (size_t i = 0; i < COUNT(hours_advice); i++)
		p.y = form_paint_paragraph(pdf, &p, hours_advice[i]);
	p = (struct form_paragraph){
		.face = PDF_SERIF, .size = 7, .leading = 8.4, .x = 391, .x1 = 522, .y = 176.5};
	for (size_t i = 0; i < COUNT(average_advice); i++)
		p.y = form_paint_paragraph(pdf, &p, average_advice[i]) - 8;
}

static void paint_steps(struct pdf *pdf)
{
	static const double disc_y[] = {398.5, 354.6, 279.2, 236.3};

	for (size_t i = 0; i < COUNT(steps); i++) {
		const struct pdf_style verb = {.face = PDF_SANS_BOLD_ITALIC, .size = steps[i].size - 1};
		const double indent = steps[i].verb[0] ? pdf_width(pdf, &verb, str_of(steps[i].verb)) + 3 : 0;
		const struct form_paragraph p = {
			.face = PDF_SERIF, .size = steps[i].size, .leading = steps[i].size * 1.2,
			.x = steps[i].x, .x1 = steps[i].width, .y = steps[i].y, .first_indent = indent,
		};

		pdf_cstr(pdf, &verb, steps[i].x, steps[i].y, steps[i].verb);
		form_paint_paragraph(pdf, &p, steps[i].text);
	}
	for (int i = 0; i < 4; i++)
		paint_disc(pdf, 115.5, disc_y[i], 6.6, i + 1);
}

static void paint_blank(struct pdf *pdf)
{
	static const double rules[][4] = {
		{461.4, 384, 517.1, 0.5},   {463.3, 312.3, 519, 0.5},   {380, 273.9, 435.6, 0.5},
		{463.5, 268.9, 519.3, 0.5}, {360.6, 270.5, 376.3, 0.5}, {463.6, 220.4, 519.2, 0.5},
		{575.6, 283.5, 630.8, 1},   {571.6, 242, 631.3, 1.5},   {576.1, 199.6, 631.9, 0.5},
		{571.2, 174.7, 631.3, 2},   {575.6, 112.5, 631.3, 1},   {126.7, 187.4, 524.8, 2},
		{126, 35.6, 524.8, 0.5},
	};

	paint_band(pdf);
	form_paint_labels(pdf, labels, COUNT(labels));
	paint_advice(pdf);
	paint_steps(pdf);
	paint_example(pdf);
	for (size_t i = 0; i < COUNT(rules); i++)
		pdf_line(pdf, rules[i][0], rules[i][1], rules[i][2], rules[i][1], rules[i][3]);
	pdf_colour_line(pdf, (double[]){84.7, 527}, (double[]){990, 527}, 0.5, 0xB3B3B3);
	pdf_colour_line(pdf, (double[]){534.2, 32.6}, (double[]){534.2, 485.3}, 0.5, 0xB3B3B3);
	paint_disc(pdf, 456.8, 395.4, 5.8, 1);
	paint_disc(pdf, 457.5, 325.2, 5.8, 2);
	paint_disc(pdf, 369.5, 281, 5.8, 1);
	paint_disc(pdf, 369.5, 264.9, 5.8, 2);
	paint_disc(pdf, 457.2, 280.4, 5.8, 3);
	paint_disc(pdf, 458, 231.6, 5.8, 4);
}

int64_t form300a_worksheet_average(const struct osha_worksheet *w)
{
	return w->pay_periods > 0 ? (w->employees_paid + w->pay_periods - 1) / w->pay_periods : 0;
}

int64_t form300a_worksheet_hours(const struct osha_worksheet *w)
{
	return w->full_time_employees * w->full_time_hours + w->other_hours;
}

static void write_value(struct pdf *pdf, double x0, double x1, double y, struct str text)
{
	const struct pdf_style style = {.face = PDF_TEXT, .size = 12, .align = PDF_CENTRE};
	const struct pdf_field field = {
		.box = {x0, y, x1, y + 18}, .least = 6, .most_lines = 1, .at_bottom = true,
	};

	(void)pdf_set(pdf, &style, &field, text, NULL);
}

static struct str number(struct arena *arena, int64_t value)
{
	return value > 0 ? arena_printf(arena, "%lld", (long long)value) : STR("");
}

void form300a_worksheet(struct pdf *pdf, struct arena *arena, const struct osha_worksheet *w)
{
	const int64_t full_time = w->full_time_employees * w->full_time_hours;

	pdf_page(pdf, PDF_LEGAL_LANDSCAPE, paint_blank);
	write_value(pdf, 464, 517, 385, number(arena, w->employees_paid));
	write_value(pdf, 465, 519, 313.2, number(arena, w->pay_periods));
	write_value(pdf, 380, 435.6, 274.6, number(arena, w->employees_paid));
	write_value(pdf, 380, 435.6, 254, number(arena, w->pay_periods));
	if (w->pay_periods > 0) {
		const int64_t hundredths = w->employees_paid * 100 / w->pay_periods;

		write_value(pdf, 464, 519.3, 269.6,
			    arena_printf(arena, "%lld.%02lld", (long long)(hundredths / 100),
					 (long long)(hundredths % 100)));
	}
	write_value(pdf, 464, 519.2, 221.2, number(arena, form300a_worksheet_average(w)));
	write_value(pdf, 575.6, 630.8, 284.6, number(arena, w->full_time_employees));
	write_value(pdf, 575.6, 630.8, 243.3, number(arena, w->full_time_hours));
	write_value(pdf, 576.1, 631.9, 200.3, number(arena, full_time));
	write_value(pdf, 575.6, 631.3, 176.5, number(arena, w->other_hours));
	write_value(pdf, 575.6, 631.3, 113.6, number(arena, form300a_worksheet_hours(w)));
}
