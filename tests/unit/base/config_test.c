#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/setting.h"
#include "base/text.h"

/* Where a test's complaints go instead of standard error, so that they can be read. */
static struct {
	int kept;
	FILE *file;
} errors;

static void catch_errors(void)
{
	fflush(stderr);
	errors.kept = dup(STDERR_FILENO);
	errors.file = tmpfile();
	assert_non_null(errors.file);
	dup2(fileno(errors.file), STDERR_FILENO);
}

static struct str caught(struct arena *arena)
{
	fflush(stderr);
	dup2(errors.kept, STDERR_FILENO);
	close(errors.kept);
	rewind(errors.file);
	char *at = arena_alloc(arena, 4096, 1);
	size_t len = fread(at, 1, 4095, errors.file);
	fclose(errors.file);
	return (struct str){at, len};
}

static struct str problem_of(struct arena *arena, struct str ini)
{
	const struct config *config;

	catch_errors();
	enum rc rc = config_parse(arena, ini, &config);
	struct str said = caught(arena);
	assert_int_equal(rc, said.len ? RC_INVALID : RC_OK);
	return said;
}

static void defaults_are_of_their_own_kind(void **state)
{
	const struct config *config;

	for (const struct setting *s = settings; s->key; s++) {
		const char *why = setting_problem(*state, s, str_of(s->fallback));
		if (why)
			fail_msg("%s: its default %s", s->key, why);
		assert_non_null(s->help);
		assert_int_equal(setting_find(str_of(s->key)), s - settings);
	}
	assert_int_equal(config_parse(*state, STR(""), &config), RC_OK);
	assert_str(config_text(config, "log.level"), "info");
	assert_int_equal(config_int(config, "web.port"), 8080);
}

/* The shipped file names every setting once, in the order of the table, with its help and default. */
static void the_file_and_the_table_agree(void **state)
{
	struct text expected = TEXT_IN(*state);
	struct str section = STR(""), file;

	for (const struct setting *s = settings; s->key; s++) {
		struct str name = str_of(s->key), part;
		assert_true(str_split(&name, '.', &part));
		if (!str_equal(part, section))
			text_printf(&expected, "\n[%.*s]\n", STR_ARG(part));
		section = part;
		text_printf(&expected, "; %s", s->help);
		if (s->kind == SETTING_INT)
			text_printf(&expected, "; %lld to %lld", (long long)s->least, (long long)s->most);
		if (s->choices)
			text_printf(&expected, "; one of: %s", s->choices);
		text_printf(&expected, "\n%.*s =%s%s\n", STR_ARG(name), *s->fallback ? " " : "", s->fallback);
	}
	assert_int_equal(file_read(*state, "conf/muster.ini", 65536, &file), RC_OK);
	ptrdiff_t start = str_find(file, STR("\n["));
	assert_true(start > 0);
	assert_string_equal(str_slice(file, (size_t)start, file.len).at, text_str(&expected).at);
	assert_str(problem_of(*state, file), "");
}

static void values_are_checked(void **state)
{
	static const struct {
		const char *ini, *said;
	} cases[] = {
		{"[web]\nport = 80\n", ""},
		{"# note\n; note\n[web]\n  port : 80 ; note\n", ""},
		{"[web]\r\nport = 80\r\n", ""},
		{"[portal]\npassword = a=b;c\n", ""},
		{"[web]\nport = 0\n", "settings: web.port must be a whole number from 1 to 65535\n"},
		{"[web]\nport = 65536\n", "settings: web.port must be a whole number from 1 to 65535\n"},
		{"[web]\nport =\n", "settings: web.port must be a whole number from 1 to 65535\n"},
		{"[web]\nport = eighty\n", "settings: web.port must be a whole number from 1 to 65535\n"},
		{"[web]\nprot = 80\n", "settings: web.prot is not a setting\n"},
		{"port = 80\n", "settings: .port is not a setting\n"},
		{"[web]\nport = 80\nport = 81\n", "settings: web.port is set twice\n"},
		{"[web]\nport\n", "settings: line 2 is neither [section] nor name = value\n"},
		{"[web\nport = 80\n",
		 "settings: .port is not a setting\nsettings: line 1 is neither [section] nor name = value\n"},
		{"[log]\nlevel = loud\n", "settings: log.level must be one of: debug info warn error\n"},
		{"[log]\nlevel =\n", "settings: log.level must be one of: debug info warn error\n"},
		{"[web]\npublic_url = muster.example.com\n",
		 "settings: web.public_url must be like https://muster.example.com, without a slash at the end\n"},
		{"[web]\npublic_url = https://muster.example.com/\n",
		 "settings: web.public_url must be like https://muster.example.com, without a slash at the end\n"},
		{"[paths]\nvar =\n", "settings: paths.var must name a file or folder\n"},
		{"[mail]\nfrom = \xFF\n", "settings: mail.from is not UTF-8\n"},
		/* A line that is indented does not go on the one above. */
		{"[mail]\nfrom = a@b\n  oops\n", "settings: line 3 is neither [section] nor name = value\n"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(problem_of(*state, str_of(cases[i].ini)), cases[i].said);
	assert_str(problem_of(*state, STR("[web]\nport = 8\0" "0\n")), "settings: the file holds a NUL byte\n");
}

static void long_lines_are_refused_before_they_are_cut(void **state)
{
	struct text ini = TEXT_IN(*state);

	text_cstr(&ini, "[mail]\nfrom = ");
	while (ini.len < strlen("[mail]\n") + 197)
		text_char(&ini, 'x');
	struct str longest = arena_str(*state, text_str(&ini));
	const struct config *config;
	assert_int_equal(config_parse(*state, longest, &config), RC_OK);
	assert_int_equal(config_text(config, "mail.from").len, 197 - strlen("from = "));
	assert_str(problem_of(*state, arena_concat(*state, longest, STR("x"))),
		   "settings: line 2 is longer than 197 bytes\n");
}

static void paths_are_completed(void **state)
{
	const struct config *config;

	assert_int_equal(config_parse(*state, STR("[paths]\nroot = /opt/muster\nvar = data\nlocale = /l\n"
						  "[mail]\nspool = out\n[database]\nsocket = /run/db.sock\n"), &config),
			 RC_OK);
	assert_str(config_path(*state, config, "paths.templates"), "/opt/muster/templates");
	assert_str(config_path(*state, config, "paths.var"), "/opt/muster/data");
	assert_str(config_path(*state, config, "paths.locale"), "/l");
	assert_str(config_path(*state, config, "mail.spool"), "/opt/muster/data/out");
	assert_str(config_path(*state, config, "database.socket"), "/run/db.sock");
}

static void clear_environment(void)
{
	static const char *const names[] = {"MUSTER_CONFIG", "MUSTER_VAR", "MUSTER_PATHS_VAR", "MUSTER_PORT",
					    "MUSTER_WEB_PORT", "MUSTER_DATABASE_NAME", "MUSTER_PORTAL_USER"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
}

static void later_sources_win(void **state)
{
	const struct config *config;
	char path[] = "/tmp/muster-config-XXXXXX";
	int fd = mkstemp(path);
	static const char ini[] = "[database]\nname = from_file\n[portal]\nuser = from_file\n";

	assert_true(fd >= 0);
	assert_int_equal(write(fd, ini, sizeof ini - 1), sizeof ini - 1);
	close(fd);
	clear_environment();
	setenv("MUSTER_CONFIG", path, 1);
	setenv("MUSTER_DATABASE_NAME", "from_environment", 1);
	setenv("MUSTER_VAR", "/tmp/var", 1);
	setenv("MUSTER_PORT", "8181", 1);
	assert_int_equal(config_load(*state, &config), RC_OK);
	assert_str(config_text(config, "database.name"), "from_environment");
	assert_str(config_text(config, "portal.user"), "from_file");
	assert_str(config_text(config, "paths.var"), "/tmp/var");
	assert_str(config_path(*state, config, "database.socket"), "/tmp/var/run/db.sock");
	assert_int_equal(config_int(config, "web.port"), 8181);
	/* Found from the program's own place, wherever it is started. */
	struct str sql = config_path(*state, config, "paths.sql");
	assert_true(str_starts(sql, STR("/")) && str_ends(sql, STR("/sql")));

	setenv("MUSTER_PATHS_VAR", "/tmp/other", 1);
	setenv("MUSTER_WEB_PORT", "", 1);
	assert_int_equal(config_load(*state, &config), RC_OK);
	assert_str(config_text(config, "paths.var"), "/tmp/other");
	assert_int_equal(config_int(config, "web.port"), 8181);
	unlink(path);

	catch_errors();
	enum rc rc = config_load(*state, &config);
	struct str said = caught(*state);
	assert_int_equal(rc, RC_INVALID);
	assert_str(said, arena_printf(*state, "%s: the file cannot be read\n", path).at);

	unsetenv("MUSTER_CONFIG");
	setenv("MUSTER_PORT", "many", 1);
	catch_errors();
	rc = config_load(*state, &config);
	said = caught(*state);
	assert_int_equal(rc, RC_INVALID);
	assert_str(said, "environment: web.port must be a whole number from 1 to 65535\n");
	clear_environment();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(defaults_are_of_their_own_kind),
		UNIT(the_file_and_the_table_agree),
		UNIT(values_are_checked),
		UNIT(long_lines_are_refused_before_they_are_cut),
		UNIT(paths_are_completed),
		UNIT(later_sources_win),
	};
	return cmocka_run_group_tests_name("base/config", tests, NULL, NULL);
}
