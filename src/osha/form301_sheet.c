#include "osha/form301_sheet.h"

#include "osha/form301_items.h"

enum { ROW_TITLE, ROW_HEADER, ROW_FIRST };

static void write_incident(struct sheet *sheet, struct arena *arena, int row,
			   const struct osha_incident *incident)
{
	for (int i = 0; i < FORM301_ITEMS; i++) {
		const struct form301_item *item = &form301_items[i];
		const struct str text = form301_items_text(arena, incident, item);
		day d;

		if (item->kind == FORM301_DAY && day_parse(text, &d))
			sheet_day(sheet, row, i, SHEET_PLAIN, d);
		else
			sheet_text(sheet, row, i, SHEET_WRAP, text);
	}
}

void form301_sheet(struct sheet_book *book, struct arena *arena, const struct osha_incident *incidents,
		   int count)
{
	static const int freeze_columns = 3;
	const struct sheet_setup setup = {
		.paper = SHEET_LEGAL, .repeat_from = ROW_HEADER, .repeat_to = ROW_HEADER,
		.footer = "OSHA Form 301", .freeze_rows = ROW_FIRST, .freeze_columns = freeze_columns,
	};
	struct sheet *sheet = sheet_add(book, "301", &setup);
	struct sheet_column *columns = ARENA_ARRAY(arena, struct sheet_column, FORM301_ITEMS);

	for (int i = 0; i < FORM301_ITEMS; i++) {
		const struct form301_item *item = &form301_items[i];

		columns[i].width = item->width;
		columns[i].label = item->number[0]
					   ? arena_printf(arena, "%s) %s", item->number, item->label).at
					   : item->label;
	}
	sheet_cstr(sheet, ROW_TITLE, 0, SHEET_TITLE,
		   "OSHA\xE2\x80\x99s Form 301 (Rev. 04/2004) Injury and Illness Incident Report");
	sheet_height(sheet, ROW_HEADER, 80);
	sheet_header(sheet, ROW_HEADER, columns, FORM301_ITEMS);
	for (int i = 0; i < count; i++)
		write_incident(sheet, arena, ROW_FIRST + i, &incidents[i]);
	sheet_filter(sheet, ROW_HEADER, ROW_FIRST + count - 1, FORM301_ITEMS);
}
