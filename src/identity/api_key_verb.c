#include "identity/api_key_verb.h"

#include <stdio.h>
#include <string.h>

#include "base/command.h"
#include "identity/jwks.h"

/* So many stay: tokens signed with the one before the last have run out long ago. */
enum { KEYS_KEPT = 4 };

static int run(const struct verb_call *call, int argc, char **argv)
{
	const struct command command = {
		.name = "muster api-keys",
		.usage = "list | rotate",
		.help = "The keys that sign tokens of the JSON interface. rotate makes a new one, which signs from now on; what\n"
			"older ones have signed holds until it runs out. The processes take it up by themselves.",
		.options = (struct option_row[]){{.name = NULL}},
		.least = 1,
		.most = 1,
	};
	const struct str path = config_path(call->arena, call->config, "api.signing_keys");
	struct jwk_set *set = ARENA_NEW(call->arena, struct jwk_set);
	int status = EXIT_OK;
	const int at = command_parse(&command, argc, argv, &status);

	if (at < 0)
		return status;
	const bool is_rotation = strcmp(argv[at], "rotate") == 0;
	if (!is_rotation && strcmp(argv[at], "list") != 0) {
		fprintf(stderr, "muster api-keys: neither list nor rotate\n");
		return EXIT_USAGE;
	}
	enum rc rc = is_rotation ? jwks_file_rotate(call->arena, path, JWK_EDDSA, KEYS_KEPT, set)
				 : jwks_file_load(call->arena, path, JWK_EDDSA, set);
	if (rc != RC_OK) {
		fprintf(stderr, "muster api-keys: %.*s: %s\n", STR_ARG(path), rc_meaning(rc));
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < set->count; i++)
		printf("%.*s %s%s\n", STR_ARG(set->at[i].id), jwk_algorithm_name(set->at[i].algorithm),
		       &set->at[i] == jwks_signer(set) ? " signs" : "");
	return EXIT_OK;
}

const struct verb api_key_verb = {"api-keys", "list or rotate the keys that sign tokens", NULL, run};
