#include "audit/checkpoint.h"

#include "base/base64.h"

struct str checkpoint_text(struct arena *arena, const struct checkpoint *checkpoint)
{
	return arena_printf(arena, "%.*s\n%llu\n%.*s\ntime %.*s\n", STR_ARG(checkpoint->origin),
			    (unsigned long long)checkpoint->size,
			    STR_ARG(base64(arena, digest_str(&checkpoint->root))),
			    STR_ARG(moment_text(arena, checkpoint->signed_at)));
}

/* One way to write each value only: what is read is written again and compared. */
bool checkpoint_parse(struct arena *arena, struct str text, struct checkpoint *out)
{
	struct str rest = text, size, root, time, bytes;
	int64_t number;

	if (!str_split(&rest, '\n', &out->origin) || !str_split(&rest, '\n', &size) ||
	    !str_split(&rest, '\n', &root) || !str_split(&rest, '\n', &time))
		return false;
	if (!note_name_is_valid(out->origin) || !str_to_int(size, 0, INT64_MAX, &number) ||
	    !base64_bytes(arena, root, &bytes) || !digest_read(bytes, &out->root) ||
	    !str_starts(time, STR("time ")) || !moment_parse(str_slice(time, 5, time.len), &out->signed_at))
		return false;
	out->size = (uint64_t)number;
	out->origin = arena_str(arena, out->origin);
	return str_equal(checkpoint_text(arena, out), text);
}

bool checkpoint_note_parse(struct arena *arena, struct str bytes, struct checkpoint_note *out)
{
	return note_parse(arena, bytes, &out->note) && checkpoint_parse(arena, out->note.text, &out->checkpoint);
}

enum note_verdict checkpoint_check(const struct checkpoint_note *checkpoint, const struct note_key *keys,
				   size_t count)
{
	enum note_verdict best = NOTE_ABSENT;

	for (size_t i = 0; i < count; i++) {
		if (!str_equal(keys[i].name, checkpoint->checkpoint.origin))
			continue;
		enum note_verdict verdict = note_check(&checkpoint->note, &keys[i], NULL);
		if (verdict == NOTE_GENUINE)
			return verdict;
		if (verdict == NOTE_FORGED)
			best = verdict;
	}
	return best;
}
