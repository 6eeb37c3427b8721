/* Signs the message of a file with the keys of the settings, for dkim_test.py: dkim_program FILE. */
#include <stdio.h>

#include "base/file.h"
#include "event/dkim.h"

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	const struct config *config;
	struct str message, out, why = STR("");
	struct dkim dkim;
	int status = 2;

	if (argc == 2 && config_load(arena, &config) == RC_OK && file_read(arena, argv[1], 1 << 22, &message) == RC_OK) {
		enum rc rc = dkim_load(arena, config, &dkim, &why);
		if (rc == RC_OK)
			rc = dkim_sign(arena, &dkim, moment_now(), message, &out);
		status = rc == RC_OK && fwrite(out.at, 1, out.len, stdout) == out.len ? 0 : 1;
		for (size_t i = 0; rc == RC_OK && i < dkim.count; i++)
			fprintf(stderr, "%.*s %.*s\n", STR_ARG(dkim.keys[i].selector), STR_ARG(dkim_record(arena, &dkim.keys[i])));
		if (rc != RC_OK)
			fprintf(stderr, "%.*s\n", STR_ARG(why));
	}
	arena_free(arena);
	return status;
}
