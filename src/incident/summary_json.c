#include "base/decimal.h"
#include "base/text.h"
#include "incident/summary_blocks.h"
#include "incident/summary_files.h"

static void put_value(struct text *text, const struct summary *summary, struct summary_value value)
{
	if (value.kind == SUMMARY_TEXT)
		text_json(text, value.text.at ? value.text : STR(""));
	else if (summary_value_is_empty(value))
		text_cstr(text, "null");
	else if (value.kind == SUMMARY_INT)
		text_int(text, value.number);
	else if (value.kind == SUMMARY_MONEY)
		text_add(text, decimal_text(summary->arena, value.number, 2, true));
	else
		text_json(text, value.kind == SUMMARY_DAY ? day_text(summary->arena, (day)value.number)
							  : moment_text(summary->arena, value.number));
}

static void put_table(struct text *text, const struct summary *summary, const struct summary_table *table)
{
	text_cstr(text, "{\"table\":");
	text_json(text, table->title);
	text_cstr(text, ",\"columns\":[");
	for (size_t i = 0; i < table->column_count; i++) {
		text_cstr(text, i ? "," : "");
		text_json(text, summary_words(summary, table->columns[i].heading));
	}
	text_cstr(text, "],\"rows\":[");
	for (size_t row = 0; row < table->rows; row++) {
		text_cstr(text, row ? ",\n[" : "\n[");
		for (size_t i = 0; i < table->column_count; i++) {
			text_cstr(text, i ? "," : "");
			put_value(text, summary, table->cells[row * table->column_count + i]);
		}
		text_char(text, ']');
	}
	text_cstr(text, "]}");
}

static void put_block(struct text *text, const struct summary *summary, const struct summary_block *block)
{
	if (block->kind == SUMMARY_TABLE) {
		put_table(text, summary, &block->table);
		return;
	}
	text_cstr(text, "{\"label\":");
	text_json(text, block->label.at ? block->label : STR(""));
	text_cstr(text, ",\"value\":");
	put_value(text, summary, block->value);
	text_char(text, '}');
}

struct str summary_json(const struct summary *summary)
{
	struct text text = TEXT_IN(summary->arena);

	text_cstr(&text, "{\"incident\":");
	text_json(&text, summary->incident.number);
	text_cstr(&text, ",\"sections\":[");
	for (const struct summary_part *part = summary->first; part; part = part->next) {
		bool is_first = true;
		text_cstr(&text, part == summary->first ? "\n{\"heading\":" : ",\n{\"heading\":");
		text_json(&text, part->heading);
		text_cstr(&text, ",\"content\":[");
		for (const struct summary_block *block = part->first; block; block = block->next) {
			if (block->kind == SUMMARY_DRAWING)
				continue;
			text_cstr(&text, is_first ? "\n" : ",\n");
			is_first = false;
			put_block(&text, summary, block);
		}
		text_cstr(&text, "]}");
	}
	text_cstr(&text, "]}\n");
	return text_str(&text);
}
