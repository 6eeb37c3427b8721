/* Proof packs, QR texts and dumps from anywhere: nothing is genuine that our key did not sign. */
#include <stdlib.h>

#include "audit/log_dump.h"
#include "audit/proof_code.h"
#include "audit/proof_pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct note_key nobody = {.name = STR_INIT("log.example"), .kind = NOTE_SIGNATURE};
	struct arena *arena = arena_new(0);
	struct str input = {(const char *)data, size};
	struct proof_result result;
	struct proof_pack pack;
	struct proof_code code;
	const char *why;

	if (proof_pack_parse(arena, input, &pack, &why) == RC_OK) {
		proof_pack_verify(arena, &pack, &nobody, 1, NULL, &result);
		struct str text = proof_pack_text(arena, &pack);
		if (result.verdict == PROOF_GENUINE || proof_pack_parse(arena, text, &pack, &why) != RC_OK)
			abort();
	}
	if (proof_code_parse(arena, input, &code) &&
	    !str_equal(proof_code_text(arena, &code), str_trim(input)))
		abort();
	struct log_check *check = log_check_new(arena, &nobody, 1);
	if (log_dump_check(input, check) == RC_OK)
		log_report_json(arena, log_check_end(check, MOMENT_NONE));
	arena_free(arena);
	return 0;
}
