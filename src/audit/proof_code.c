#include "audit/proof_code.h"

#include "base/base64.h"

static const struct str head = STR_INIT("MUSTER1;D="), file_word = STR_INIT("F="), note_word = STR_INIT("C=");

struct str proof_code_text(struct arena *arena, const struct proof_code *code)
{
	return arena_printf(arena, "%.*s%.*s;%.*s%.*s;%.*s%.*s", STR_ARG(head),
			    STR_ARG(base64_url(arena, digest_str(&code->content))), STR_ARG(file_word),
			    STR_ARG(code->file), STR_ARG(note_word), STR_ARG(base64_url(arena, code->note)));
}

bool proof_code_parse(struct arena *arena, struct str text, struct proof_code *out)
{
	struct str rest = str_trim(text), part, bytes;

	if (!str_starts(rest, head))
		return false;
	rest = str_slice(rest, head.len, rest.len);
	if (!str_split(&rest, ';', &part) || !base64_url_bytes(arena, part, &bytes) || !digest_read(bytes, &out->content))
		return false;
	if (!str_split(&rest, ';', &part) || !str_starts(part, file_word) || !str_starts(rest, note_word))
		return false;
	out->file = str_slice(part, file_word.len, part.len);
	for (size_t i = 0; i < out->file.len; i++)
		if (out->file.at[i] <= ' ' || out->file.at[i] >= 0x7F)
			return false;
	return base64_url_bytes(arena, str_slice(rest, note_word.len, rest.len), &out->note);
}
