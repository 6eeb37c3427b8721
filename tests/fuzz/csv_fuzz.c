/* Reads any bytes as CSV; what was read must come back unchanged from what we write. */
#include "base/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_same(const struct csv_row *row, struct str written, struct arena *arena)
{
	struct csv_reader reader = csv_reader(arena, written);
	struct csv_row again;
	const char *why;

	reader.separator = ',';
	if (csv_next(&reader, &again, &why) != RC_OK || again.count != row->count)
		abort();
	for (size_t i = 0; i < row->count; i++)
		if (!str_equal(csv_unguard(again.cells[i]), row->cells[i]))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct csv_reader reader = csv_reader(arena, (struct str){(const char *)data, size});
	struct csv_row row;
	const char *why;
	enum rc rc;

	while ((rc = csv_next(&reader, &row, &why)) != RC_NOT_FOUND) {
		if (rc != RC_OK)
			continue;
		struct text out = TEXT_IN(arena);
		struct csv_writer writer = CSV_WRITER(&out, true);
		for (size_t i = 0; i < row.count; i++)
			csv_put(&writer, row.cells[i]);
		csv_end(&writer);
		/* An original that itself looks like a byte order mark or "sep=" line is read as one. */
		if (!str_starts(text_str(&out), STR("\xEF\xBB\xBF")) && !str_starts(text_str(&out), STR("sep=")))
			expect_same(&row, text_str(&out), arena);
	}
	arena_free(arena);
	return 0;
}
