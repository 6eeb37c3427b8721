#include "db/script.h"

#include "base/text.h"

struct script script_of(struct str file)
{
	return (struct script){.rest = file, .delimiter = STR(";")};
}

static bool ends_statement(const struct script *script, struct str *line)
{
	struct str trimmed = str_trim(*line);
	if (!str_ends(trimmed, script->delimiter))
		return false;
	size_t end = (size_t)(trimmed.at - line->at) + trimmed.len - script->delimiter.len;
	*line = str_slice(*line, 0, end);
	return true;
}

bool script_next(struct arena *arena, struct script *script, struct str *statement)
{
	const struct str word = STR("DELIMITER ");
	struct text text = TEXT_IN(arena);
	struct str line;

	while (str_split(&script->rest, '\n', &line)) {
		struct str trimmed = str_trim(line);
		if (str_starts(trimmed, STR("--")))
			continue;
		if (str_starts(trimmed, word)) {
			script->delimiter = str_trim(str_slice(trimmed, word.len, trimmed.len));
			continue;
		}
		bool is_last = ends_statement(script, &line);
		text_add(&text, line);
		text_char(&text, '\n');
		if (!is_last)
			continue;
		*statement = str_trim(text_str(&text));
		if (statement->len)
			return true;
		text.len = 0;
	}
	*statement = str_trim(text_str(&text));
	return statement->len > 0;
}
