/* Signed notes, checkpoints and keys from anywhere: whatever is read is written back as it was. */
#include <stdlib.h>

#include "audit/checkpoint.h"
#include "audit/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str input = {(const char *)data, size};
	struct checkpoint_note *note = ARENA_NEW(arena, struct checkpoint_note);
	struct witness_request *request = ARENA_NEW(arena, struct witness_request);
	struct note_key key;

	if (checkpoint_note_parse(arena, input, note)) {
		need(str_equal(checkpoint_text(arena, &note->checkpoint), note->note.text));
		struct note_key stranger = {.name = note->checkpoint.origin, .kind = NOTE_SIGNATURE};
		need(checkpoint_check(note, &stranger, 1) != NOTE_GENUINE);
	}
	if (note_key_parse(arena, input, &key)) {
		struct note_key again;
		need(note_key_parse(arena, note_key_text(arena, &key), &again) && note_key_equal(&key, &again));
	}
	if (witness_request_parse(arena, input, request))
		need(str_equal(witness_request_text(arena, request->old_size, &request->proof, request->note), input));
	arena_free(arena);
	return 0;
}
