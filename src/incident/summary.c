#include "incident/summary_blocks.h"
#include "view/format.h"

struct summary_value summary_text(struct str text)
{
	return (struct summary_value){SUMMARY_TEXT, text, 0};
}

struct summary_value summary_code(const struct summary *summary, const struct codes *codes, int value)
{
	return summary_text(value > 0 ? tr(summary->catalogue, codes_label(codes, value)) : STR(""));
}

struct summary_value summary_int(int64_t number)
{
	return (struct summary_value){SUMMARY_INT, STR(""), number};
}

struct summary_value summary_money(int64_t minor_units)
{
	return (struct summary_value){SUMMARY_MONEY, STR(""), minor_units};
}

struct summary_value summary_day(day on)
{
	return (struct summary_value){SUMMARY_DAY, STR(""), on == DAY_NONE ? NUMBER_NONE : on};
}

struct summary_value summary_moment(moment at)
{
	return (struct summary_value){SUMMARY_MOMENT, STR(""), at == MOMENT_NONE ? NUMBER_NONE : at};
}

bool summary_value_is_empty(struct summary_value value)
{
	return value.kind == SUMMARY_TEXT ? value.text.len == 0 : value.number == NUMBER_NONE;
}

struct str summary_value_text(const struct summary *summary, struct summary_value value)
{
	const struct view_style style = {summary->zone, summary->catalogue};
	struct text text = TEXT_IN(summary->arena);

	if (value.kind == SUMMARY_TEXT)
		return value.text.at ? value.text : STR("");
	if (summary_value_is_empty(value))
		return STR("");
	if (value.kind == SUMMARY_MOMENT)
		format_moment(&text, &style, value.number);
	else if (value.kind == SUMMARY_DAY)
		format_day(&text, &style, (day)value.number);
	else if (value.kind == SUMMARY_MONEY)
		format_number(&text, value.number, 2, true, true);
	else
		format_number(&text, value.number, 0, true, false);
	return text_str(&text);
}

struct str summary_words(const struct summary *summary, const char *english)
{
	return tr(summary->catalogue, english);
}

struct str summary_name(const struct summary *summary, struct str name)
{
	for (size_t i = 0; i < summary->masked_count; i++)
		if (str_equal_nocase(str_trim(summary->masked[i]), str_trim(name)))
			return summary_words(summary, N_("privacy case"));
	return name.at ? name : STR("");
}

void summary_begin(struct summary *summary, const char *heading)
{
	struct summary_part *part = ARENA_NEW(summary->arena, struct summary_part);

	part->heading = summary_words(summary, heading);
	if (summary->last)
		summary->last->next = part;
	else
		summary->first = part;
	summary->last = part;
}

static struct summary_block *add_block(struct summary *summary, enum summary_block_kind kind)
{
	struct summary_part *part = summary->last;
	struct summary_block *block = ARENA_NEW(summary->arena, struct summary_block);

	block->kind = kind;
	if (part->last)
		part->last->next = block;
	else
		part->first = block;
	part->last = block;
	return block;
}

void summary_fact(struct summary *summary, const char *label, struct summary_value value)
{
	if (summary_value_is_empty(value))
		return;
	struct summary_block *block = add_block(summary, SUMMARY_FACT);
	block->label = summary_words(summary, label);
	block->value = value;
}

void summary_prose(struct summary *summary, const char *label, struct str text)
{
	if (!str_trim(text).len)
		return;
	struct summary_block *block = add_block(summary, SUMMARY_PROSE);
	block->label = summary_words(summary, label);
	block->value = summary_text(text);
}

void summary_note(struct summary *summary, struct str text)
{
	add_block(summary, SUMMARY_NOTE)->value = summary_text(text);
}

struct summary_table *summary_table(struct summary *summary, const char *title, const struct summary_column *columns,
				    size_t column_count, size_t rows_most)
{
	struct summary_block *block = add_block(summary, SUMMARY_TABLE);

	block->table = (struct summary_table){
		.title = summary_words(summary, title),
		.columns = columns,
		.column_count = column_count,
		.cells = ARENA_ARRAY(summary->arena, struct summary_value, rows_most * column_count + 1),
		.room = rows_most,
	};
	return &block->table;
}

void summary_row(struct summary_table *table, const struct summary_value *values)
{
	if (table->rows == table->room)
		return;
	for (size_t i = 0; i < table->column_count; i++)
		table->cells[table->rows * table->column_count + i] = values[i];
	table->rows++;
}

void summary_drawing(struct summary *summary, summary_draw *draw, const void *closure)
{
	struct summary_block *block = add_block(summary, SUMMARY_DRAWING);

	block->draw = draw;
	block->closure = closure;
}

void summary_workbook_only(struct summary *summary)
{
	summary->last->last->is_workbook_only = true;
}
