#include "base/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *const muster_version = "muster 0.1.0";

enum { GO_ON = -1 };

static int usage_error(const struct command *command, const char *what, const char *argument)
{
	fprintf(stderr, "%s: %s%s\nUsage: %s %s\nSee %s --help.\n", command->name, what, argument,
		command->name, command->usage, command->name);
	return EXIT_USAGE;
}

static void print_option(char letter, const char *name, const char *argument, const char *help)
{
	char left[64];

	snprintf(left, sizeof left, "%c%c%s --%s%s%s", letter ? '-' : ' ', letter ? letter : ' ',
		 letter ? "," : " ", name, argument ? " " : "", argument ? argument : "");
	printf("  %-28s %s\n", left, help);
}

static int print_help(const struct command *command)
{
	printf("Usage: %s %s\n\n%s\n\nOptions:\n", command->name, command->usage,
	       command->help ? command->help : "");
	for (const struct option_row *row = command->options; row && row->name; row++)
		print_option(row->letter, row->name, row->argument, row->help);
	print_option(0, "help", NULL, "show this and end");
	print_option(0, "version", NULL, "show the version and end");
	return EXIT_OK;
}

static const struct option_row *row_by_name(const struct command *command, struct str name)
{
	for (const struct option_row *row = command->options; row && row->name; row++)
		if (str_is(name, row->name))
			return row;
	return NULL;
}

static const struct option_row *row_by_letter(const struct command *command, char letter)
{
	for (const struct option_row *row = command->options; row && row->name; row++)
		if (row->letter && row->letter == letter)
			return row;
	return NULL;
}

/* One option at argv[0], its argument perhaps in argv[1]. Sets *used; returns GO_ON or an exit status. */
static int take_option(const struct command *command, char **argv, int *used)
{
	const struct option_row *row;
	const char *value = NULL;

	*used = 1;
	if (argv[0][1] == '-') {
		struct str rest = str_of(argv[0] + 2), name;
		(void)str_split(&rest, '=', &name);
		value = rest.at;
		if (str_is(name, "help"))
			return print_help(command);
		if (str_is(name, "version")) {
			puts(muster_version);
			return EXIT_OK;
		}
		row = row_by_name(command, name);
	} else {
		row = row_by_letter(command, argv[0][1]);
		if (argv[0][2])
			value = argv[0] + 2;
	}
	if (!row)
		return usage_error(command, "unknown option ", argv[0]);
	if (!row->argument && value)
		return usage_error(command, "no value belongs to ", argv[0]);
	if (row->argument && !value) {
		value = argv[1];
		*used = 2;
	}
	if (row->argument && !value)
		return usage_error(command, "a value is missing after ", argv[0]);
	*row->value = value ? value : "";
	return GO_ON;
}

/* Moves the count strings at argv[from] to argv[to], which lies before; the order of the others stays. */
static void move_up(char **argv, int to, int from, int count)
{
	for (int i = 0; i < count; i++) {
		char *moved = argv[from + i];
		memmove(&argv[to + i + 1], &argv[to + i], (size_t)(from - to) * sizeof *argv);
		argv[to + i] = moved;
	}
}

int command_parse(const struct command *command, int argc, char **argv, int *status)
{
	int first = 1;               /* of the positional arguments seen so far */
	int at = 1, used;

	for (; at < argc; at += used) {
		used = 1;
		if (strcmp(argv[at], "--") == 0) {
			move_up(argv, first, at, 1);
			first++;
			break;
		}
		bool is_option = argv[at][0] == '-' && argv[at][1];
		if (!is_option && command->has_verb)
			break;
		if (!is_option)
			continue;
		*status = take_option(command, argv + at, &used);
		if (*status != GO_ON)
			return -1;
		move_up(argv, first, at, used);
		first += used;
	}
	int count = argc - first;
	if (count < command->least || (command->most >= 0 && count > command->most)) {
		*status = usage_error(command, count < command->least ? "something is missing" : "too much: ",
				      count < command->least ? "" : argv[first + command->most]);
		return -1;
	}
	*status = EXIT_OK;
	return first;
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t written = write(fd, bytes.at, bytes.len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)written, bytes.len);
	}
	return true;
}

int command_write(const char *name, const char *file, struct str bytes)
{
	int fd = file ? open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640) : STDOUT_FILENO;
	bool is_written = fd >= 0 && write_all(fd, bytes);

	if (file && fd >= 0 && close(fd) != 0)
		is_written = false;
	if (!is_written)
		fprintf(stderr, "%s: %s: %s\n", name, file ? file : "standard output", strerror(errno));
	return is_written ? EXIT_OK : EXIT_FAILED;
}
