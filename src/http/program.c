#include "http/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/command.h"
#include "base/log.h"
#include "base/random.h"
#include "http/server.h"

static const char help_text[] = "Takes requests over FastCGI from the socket on descriptor 0 (spawn-fcgi, "
				"systemd StandardInput=socket)\n"
				"or 3 (LISTEN_FDS=1). SIGTERM ends it after the present request.";

static bool is_listening(int fd)
{
	int yes = 0;
	socklen_t len = sizeof yes;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &len) == 0 && yes;
}

/* The inherited socket; -1 when there is none. */
static int inherited_socket(void)
{
	const char *count = getenv("LISTEN_FDS"), *owner = getenv("LISTEN_PID");
	bool is_for_us = count && (!owner || strtol(owner, NULL, 10) == (long)getpid());

	if (is_for_us && strcmp(count, "1") == 0 && is_listening(3))
		return 3;
	return is_listening(0) ? 0 : -1;
}

static void print_routes(struct arena *arena, const struct program *program)
{
	struct text text = TEXT_IN(arena);

	router_print(program->routes, &text);
	fputs(text_str(&text).at, stdout);
}

/* What a request held must not reach a disk by way of a crash. */
static void forbid_core_dumps(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
}

static int check(const struct config *config, struct db *db)
{
	enum rc rc = db ? db_ping(db) : RC_OK;

	config_print(config);
	printf("database: %s\n", rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

static int run(struct arena *arena, const struct program *program, const struct config *config, bool is_check)
{
	struct db *db = program->account ? db_open(arena, config, program->account) : NULL;
	struct server *server;
	int status = EXIT_FAILED;

	if (server_open(arena, program, config, db, &server) == RC_OK) {
		int fd = inherited_socket();
		/* Spread, so that the processes of a pool are not all replaced at once. */
		int64_t most = config_int(config, "http.requests_per_process");
		most += random_below((uint32_t)(most / 4 + 1));
		if (is_check)
			status = check(config, db);
		else if (fd < 0)
			fprintf(stderr, "%s: no listening socket on descriptor 0 or 3; see --help\n",
				program->name);
		else
			status =
				serve(server, fd, most, (unsigned)config_int(config, "http.request_seconds"));
	}
	db_close(db);
	return status;
}

enum { MOST_OPTIONS = 8 };

/* The program's own options behind the two that all have. */
static void add_options(const struct program *program, struct option_row *rows, const char **values)
{
	const struct program_option *option = program->options;

	for (size_t i = 0; option && option[i].name && i < MOST_OPTIONS; i++)
		rows[i] = (struct option_row){.name = option[i].name, .help = option[i].help, .value = &values[i]};
}

/* Prints what an option of the program asked for; false: none did. */
static bool print_option(struct arena *arena, const struct program *program, const struct config *config,
			 const char *const *values)
{
	const struct program_option *option = program->options;
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; option && option[i].name && i < MOST_OPTIONS; i++)
		if (values[i])
			option[i].print(arena, config, &text);
	if (text.len > 0)
		fputs(text_str(&text).at, stdout);
	return text.len > 0;
}

int program_main(int argc, char **argv, const struct program *program)
{
	const char *is_check = NULL, *is_routes = NULL, *asked[MOST_OPTIONS] = {NULL};
	struct option_row options[MOST_OPTIONS + 3] = {
		{.name = "check",
		 .help = "check settings, folders, routes and database, then end",
		 .value = &is_check},
		{.name = "routes", .help = "print the table of addresses, then end", .value = &is_routes},
	};
	struct arena *arena = arena_new(0);
	const struct command command = {
		.name = program->name,
		.usage = "[--check | --routes]",
		.help = arena_printf(arena, "%s\n\n%s", program->help ? program->help : "", help_text).at,
		.options = options,
	};
	const struct config *config;
	int status = EXIT_OK;

	add_options(program, options + 2, asked);
	if (command_parse(&command, argc, argv, &status) < 0) {
		arena_free(arena);
		return status;
	}
	log_start(program->name, LOG_INFO);
	if (is_routes) {
		print_routes(arena, program);
	} else if (config_load(arena, &config) == RC_OK) {
		log_level_name(config_text(config, "log.level"));
		forbid_core_dumps();
		if (!print_option(arena, program, config, asked))
			status = run(arena, program, config, is_check != NULL);
	} else {
		status = EXIT_FAILED;
	}
	arena_free(arena);
	return status;
}
