#include "incident/summary_blocks.h"
#include "incident/summary_files.h"

enum { INK_QUIET = 0x4D5C57, INK_BAND = 0xEAEFED };

static bool is_on_pages(const struct summary_block *block)
{
	return !block->is_workbook_only;
}

static void put_table(struct flow *flow, const struct summary *summary, const struct summary_table *table)
{
	const size_t all = table->column_count;
	struct flow_column *columns = ARENA_ARRAY(summary->arena, struct flow_column, all);
	struct str *cells = ARENA_ARRAY(summary->arena, struct str, table->rows * all + 1), *at = cells;
	size_t count = 0;

	for (size_t i = 0; i < all; i++)
		if (table->columns[i].share > 0)
			columns[count++] = (struct flow_column){summary_words(summary, table->columns[i].heading),
								table->columns[i].share};
	for (size_t i = 0; i < table->rows * all; i++)
		if (table->columns[i % all].share > 0)
			*at++ = summary_value_text(summary, table->cells[i]);
	flow_table(flow, columns, count, cells, table->rows);
	flow_gap(flow, 6);
}

static void put_block(struct flow *flow, const struct summary *summary, const struct summary_part *part,
		      const struct summary_block *block)
{
	switch (block->kind) {
	case SUMMARY_FACT:
		flow_fact(flow, block->label, summary_value_text(summary, block->value));
		break;
	case SUMMARY_PROSE:
		if (!str_equal(block->label, part->heading))
			flow_heading(flow, 2, block->label);
		flow_paragraph(flow, 0, block->value.text);
		break;
	case SUMMARY_NOTE:
		flow_note(flow, 0, block->value.text);
		break;
	case SUMMARY_TABLE:
		if (!str_equal(block->table.title, part->heading))
			flow_heading(flow, 2, block->table.title);
		put_table(flow, summary, &block->table);
		break;
	case SUMMARY_DRAWING:
		block->draw(flow, block->closure);
		break;
	}
}

static void put_part(struct flow *flow, const struct summary *summary, const struct summary_part *part)
{
	const struct summary_block *block = part->first;

	if (!block || block->kind != SUMMARY_DRAWING)
		flow_heading(flow, 1, part->heading);
	if (!block)
		flow_note(flow, 0, summary_words(summary, N_("Nothing is recorded.")));
	for (; block; block = block->next)
		if (is_on_pages(block))
			put_block(flow, summary, part, block);
}

/* Number, title and the state at a glance. */
static void put_opening(struct flow *flow, const struct summary *summary)
{
	const struct pdf_style label = {.face = PDF_TEXT, .size = 8, .ink = INK_QUIET};
	const struct pdf_style value = {.face = PDF_TEXT_BOLD, .size = 11};
	const struct incident *incident = &summary->incident;
	const struct {
		const char *label;
		struct summary_value value;
	} cells[] = {
		{N_("Status"), summary_code(summary, &status_codes, incident->status)},
		{N_("Severity"), summary_code(summary, &severity_codes, incident->severity)},
		{N_("Report type"), summary_code(summary, &report_type_codes, incident->report_type)},
		{N_("When"), summary_day(zone_day(summary->zone, incident->occurred_at))},
	};
	enum { CELLS = sizeof cells / sizeof *cells, HEIGHT = 38 };
	struct pdf *pdf = flow_pdf(flow);

	flow_note(flow, 0, arena_printf(summary->arena, "%.*s · %.*s",
					STR_ARG(summary_words(summary, N_("Incident summary report"))),
					STR_ARG(summary->organization.name)));
	flow_heading(flow, 1, incident->title);
	double y = flow_room(flow, HEIGHT), x = flow_left(flow), width = flow_width(flow) / CELLS;
	pdf_fill(pdf, (struct pdf_box){x, y - HEIGHT + 6, x + flow_width(flow), y}, INK_BAND);
	for (size_t i = 0; i < CELLS; i++, x += width) {
		struct str text = summary_value_text(summary, cells[i].value);
		pdf_text(pdf, &label, x + 8, y - 12, summary_words(summary, cells[i].label));
		pdf_text(pdf, &value, x + 8, y - 25, text.len ? text : STR("–"));
	}
	flow_drawn(flow, HEIGHT);
}

enum rc summary_pdf(const struct summary *summary, const struct proof_sheet *proof, struct str *bytes)
{
	const struct incident *incident = &summary->incident;
	const struct pdf_info info = {
		.title = arena_printf(summary->arena, "%.*s %.*s", STR_ARG(incident->number), STR_ARG(incident->title)).at,
		.subject = "Incident summary report",
		.author = arena_cstr(summary->arena, summary->organization.name),
		.created_at = summary->now,
	};
	const struct flow_page page = {
		.head = str_of(info.title),
		.foot = arena_printf(summary->arena, "%.*s · %.*s %.*s (%.*s)", STR_ARG(summary->organization.name),
				     STR_ARG(summary_words(summary, N_("Made"))),
				     STR_ARG(summary_value_text(summary, summary_moment(summary->now))),
				     STR_ARG(summary->around.zone.len ? summary->around.zone : STR("UTC"))),
	};
	struct pdf *pdf = pdf_new(summary->arena, &info);
	struct flow *flow = flow_new(pdf, &page);

	put_opening(flow, summary);
	for (const struct summary_part *part = summary->first; part; part = part->next)
		put_part(flow, summary, part);
	flow_finish(flow);
	proof_sheet_pdf(pdf, proof);
	return pdf_save(pdf, bytes);
}
