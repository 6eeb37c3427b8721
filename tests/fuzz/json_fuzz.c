/* Reads any bytes as the JSON of a kept report; what was read must come back unchanged from what we write. */
#include "incident/report_answers.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct answers answers = ANSWERS_IN(arena), again = ANSWERS_IN(arena);
	struct incident_report report;

	if (answers_parse(arena, (struct str){(const char *)data, size}, &answers) == RC_OK) {
		struct str json = answers_json(arena, &answers);
		if (answers_parse(arena, json, &again) != RC_OK || again.count != answers.count ||
		    !str_equal(answers_json(arena, &again), json))
			abort();
		answers_report(&answers, NULL, SECONDS(1772591400), &report);
		if (report.injured_count > ANSWERS_PEOPLE_MOST || report.witness_count > ANSWERS_PEOPLE_MOST)
			abort();
	}
	arena_free(arena);
	return 0;
}
