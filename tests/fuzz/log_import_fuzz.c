/* Any bytes as a past log: the columns that it is given read back as ours, each row in its line. */
#include <stdlib.h>

#include "base/csv.h"
#include "osha/form_text.h"
#include "osha/log_import_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	const struct import_run run = {.arena = arena, .establishment = STR("DAY1"), .year = 2024};
	struct str file = {(const char *)data, size}, ignored;
	struct str text = log_import_text(&run, file, &ignored);
	struct csv_reader reader = csv_reader(arena, text);
	struct csv_row row;
	const char *why;
	enum rc rc;
	size_t line = 0;

	if (!str_is_utf8(ignored))
		abort();
	while (text.at != file.at && (rc = csv_next(&reader, &row, &why)) != RC_NOT_FOUND) {
		if (rc != RC_OK || row.count != LOG_COLUMNS - 1 || row.line <= line)
			abort();
		line = row.line;
	}
	arena_free(arena);
	return 0;
}
