#include "incident/summary_blocks.h"
#include "incident/summary_files.h"
#include "report/sheet.h"

enum { CHARACTERS = 130 }; /* width of all columns of a table */

static void put_value(struct sheet *sheet, const struct summary *summary, int row, int column, struct summary_value value)
{
	if (summary_value_is_empty(value))
		return;
	switch (value.kind) {
	case SUMMARY_TEXT:
		sheet_text(sheet, row, column, SHEET_WRAP, value.text);
		break;
	case SUMMARY_INT:
		sheet_int(sheet, row, column, SHEET_PLAIN, value.number);
		break;
	case SUMMARY_MONEY:
		sheet_decimal(sheet, row, column, SHEET_PLAIN, (double)value.number / 100);
		break;
	case SUMMARY_DAY:
		sheet_day(sheet, row, column, SHEET_PLAIN, (day)value.number);
		break;
	case SUMMARY_MOMENT:
		sheet_moment(sheet, row, column, SHEET_PLAIN, summary->zone, value.number);
		break;
	}
}

static bool is_fact(const struct summary_block *block)
{
	return block->kind == SUMMARY_FACT || block->kind == SUMMARY_PROSE;
}

/* Facts and texts below each other. */
static void put_facts(struct sheet_book *book, const struct summary *summary, const struct summary_part *part)
{
	const char *name = arena_cstr(summary->arena, part->heading);
	const struct sheet_setup setup = {.footer = name, .freeze_rows = 1, .portrait = true};
	const struct sheet_column columns[] = {{arena_cstr(summary->arena, summary_words(summary, N_("Item"))), 34},
					       {arena_cstr(summary->arena, summary_words(summary, N_("Value"))), 90}};
	struct sheet *sheet = sheet_add(book, name, &setup);
	int row = 0;

	sheet_header(sheet, row++, columns, 2);
	for (const struct summary_block *block = part->first; block; block = block->next) {
		if (!is_fact(block))
			continue;
		sheet_text(sheet, row, 0, SHEET_BOLD | SHEET_WRAP, block->label);
		put_value(sheet, summary, row++, 1, block->value);
	}
}

/* A note belongs to the table before it. */
static void put_table(struct sheet_book *book, const struct summary *summary, const struct summary_table *table,
		      const struct summary_block *behind)
{
	const char *name = arena_cstr(summary->arena, table->title);
	const struct sheet_setup setup = {.footer = name, .freeze_rows = 1};
	struct sheet_column *columns = ARENA_ARRAY(summary->arena, struct sheet_column, table->column_count);
	struct sheet *sheet = sheet_add(book, name, &setup);
	const int width = (int)table->column_count;

	for (int i = 0; i < width; i++) {
		double wide = table->columns[i].share * CHARACTERS;
		columns[i] = (struct sheet_column){
			arena_cstr(summary->arena, summary_words(summary, table->columns[i].heading)),
			wide < 14 ? 14 : wide};
	}
	sheet_header(sheet, 0, columns, width);
	for (int row = 0; row < (int)table->rows; row++)
		for (int i = 0; i < width; i++)
			put_value(sheet, summary, row + 1, i, table->cells[row * width + i]);
	sheet_filter(sheet, 0, (int)table->rows, width);
	if (behind && behind->kind == SUMMARY_NOTE)
		sheet_text(sheet, (int)table->rows + 2, 0, SHEET_MUTED, behind->value.text);
}

static bool has_facts(const struct summary_part *part)
{
	for (const struct summary_block *block = part->first; block; block = block->next)
		if (is_fact(block))
			return true;
	return false;
}

enum rc summary_sheet(const struct summary *summary, const struct proof_sheet *proof, struct str *bytes)
{
	const struct sheet_info info = {
		.title = arena_printf(summary->arena, "%.*s %.*s", STR_ARG(summary->incident.number),
				      STR_ARG(summary->incident.title)).at,
		.author = arena_cstr(summary->arena, summary->organization.name),
		.created_at = summary->now,
	};
	struct sheet_book *book = sheet_book_new(summary->arena, &info);

	for (const struct summary_part *part = summary->first; part; part = part->next) {
		if (has_facts(part))
			put_facts(book, summary, part);
		for (const struct summary_block *block = part->first; block; block = block->next)
			if (block->kind == SUMMARY_TABLE)
				put_table(book, summary, &block->table, block->next);
	}
	proof_sheet_add(book, proof);
	return sheet_save(book, bytes);
}
