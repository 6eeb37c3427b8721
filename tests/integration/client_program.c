/*
 * One exchange of src/client with a server of client_test.py, told as lines "name value".
 *   client_program http METHOD URL ALLOW [BODY]      ALLOW "-": without a guard
 *   client_program smtp PORT SECURITY USER PASSWORD FROM TO FILE COUNT
 * Settings come from the environment, as for every program.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "client/client_http.h"
#include "client/client_smtp.h"

static void tell(const char *name, struct str value)
{
	printf("%s %.*s\n", name, STR_ARG(value));
}

static int http(struct arena *arena, const struct config *config, int argc, char **argv)
{
	struct client_request request = {.config = config, .method = argv[0], .url = str_of(argv[1])};
	const struct client_header headers[] = {{STR("X-Muster"), STR("yes")}, {STR("X-Empty"), STR("")}};
	struct client_answer answer;
	struct str problem;

	if (strcmp(argv[2], "-") != 0 &&
	    client_guard_parse(arena, str_of(argv[2]), true, &request.guard, &problem) != RC_OK)
		return 2;
	request.headers = headers;
	request.header_count = 2;
	request.body = argc > 3 ? str_of(argv[3]) : STR_NONE;
	tell("rc", str_of(rc_name(client_send(arena, &request, &answer))));
	printf("status %d\nretry_after %" PRId64 "\ncut %d\nlength %zu\n", answer.status, answer.retry_after, answer.is_cut,
	       answer.body.len);
	tell("type", client_answer_type(arena, &answer));
	tell("failure", answer.failure);
	tell("peer", answer.peer);
	tell("body", str_slice(answer.body, 0, 200));
	return 0;
}

static int smtp(struct arena *arena, const struct config *config, char **argv)
{
	const struct client_smtp server = {
		.config = config, .host = STR("localhost"), .port = atoi(argv[0]), .security = str_of(argv[1]),
		.user = str_of(argv[2]), .password = str_of(argv[3]), .hello = STR("muster.example.com"),
	};
	struct client_smtp_mail mail = {.from = str_of(argv[4]), .to = str_of(argv[5])};
	struct client_smtp_answer answer;

	if (file_read(arena, argv[6], 1 << 20, &mail.message) != RC_OK)
		return 2;
	for (int left = atoi(argv[7]); left > 0; left--)
		tell("rc", str_of(rc_name(client_smtp_send(arena, &server, &mail, &answer))));
	printf("status %d\naway %d\n", answer.status, answer.is_server_away);
	tell("enhanced", answer.enhanced);
	tell("stage", answer.stage);
	tell("said", answer.said);
	tell("failure", answer.failure);
	return 0;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	const struct config *config;
	int status = 2;

	if (argc >= 5 && config_load(arena, &config) == RC_OK) {
		if (strcmp(argv[1], "http") == 0)
			status = http(arena, config, argc - 2, argv + 2);
		else if (argc == 10)
			status = smtp(arena, config, argv + 2);
	}
	arena_free(arena);
	return status;
}
