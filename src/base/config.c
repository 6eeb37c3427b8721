#include "base/config.h"

#include <ini.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/setting.h"
#include "base/text.h"

enum {
	LARGEST_FILE = 64 * 1024,
	/* The parser cuts what is longer and takes the rest for a line of its own. */
	LONGEST_LINE = INI_MAX_LINE - 3,
	NO_SOURCE = 0,
};

struct value {
	struct str text;
	int source;                  /* which source set it; NO_SOURCE: the default */
};

struct config {
	struct arena *arena;
	struct value *values;        /* in the order of the table */
	int source;                  /* of the file that is being read, from 1 */
	const char *source_name;
	int problems;
};

static void complain(struct config *config, const char *key, const char *what)
{
	fprintf(stderr, "%s: %s %s\n", config->source_name, key, what);
	config->problems++;
}

static void set(struct config *config, int index, struct str value)
{
	const char *why = setting_problem(config->arena, &settings[index], value);

	if (why) {
		complain(config, settings[index].key, why);
		return;
	}
	config->values[index] = (struct value){arena_str(config->arena, value), config->source};
}

static int on_pair(void *closure, const char *section, const char *name, const char *value)
{
	struct config *config = closure;
	struct str key = arena_printf(config->arena, "%s.%s", section, name);
	int index = setting_find(key);

	if (index < 0)
		complain(config, key.at, "is not a setting");
	else if (config->values[index].source == config->source)
		complain(config, key.at, "is set twice");
	else
		set(config, index, str_of(value));
	return 1;
}

/* What the parser would misread without a word. */
static bool lines_are_sound(struct config *config, struct str text)
{
	struct str line;
	int number = 1;

	if (memchr(text.at, '\0', text.len)) {
		complain(config, "the file", "holds a NUL byte");
		return false;
	}
	for (; str_split(&text, '\n', &line); number++)
		if (line.len > LONGEST_LINE) {
			complain(config, arena_printf(config->arena, "line %d", number).at,
				 "is longer than 197 bytes");
			return false;
		}
	return true;
}

static void read_text(struct config *config, const char *name, struct str text)
{
	config->source++;
	config->source_name = name;
	if (text.len == 0 || !lines_are_sound(config, text))
		return;
	/* An indented line is a setting, not the rest of the one above. */
	ini_allow_multiline = false;
	int line = ini_parse_string(arena_cstr(config->arena, text), on_pair, config);
	if (line)
		complain(config, arena_printf(config->arena, "line %d", line).at,
			 "is neither [section] nor name = value");
}

static void read_file(struct config *config, const char *path, bool may_lack)
{
	struct str text = STR_NONE;
	enum rc rc = file_read(config->arena, path, LARGEST_FILE, &text);

	if (rc == RC_OK)
		read_text(config, path, text);
	else if (rc != RC_NOT_FOUND || !may_lack) {
		config->source_name = path;
		complain(config, "the file", rc == RC_TOO_LARGE ? "is too large" : "cannot be read");
	}
}

/* The value of MUSTER_SECTION_NAME, or of the short name that a few settings have; empty is not set. */
static const char *environment_value(struct arena *arena, const char *key)
{
	static const char *const short_names[][2] = {
		{"paths.var", "MUSTER_VAR"},
		{"web.port", "MUSTER_PORT"},
	};
	struct text name = TEXT_IN(arena);

	text_cstr(&name, "MUSTER_");
	for (const char *c = key; *c; c++)
		text_char(&name, *c == '.' ? '_' : (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c));
	const char *value = getenv(text_str(&name).at);
	for (size_t i = 0; (!value || !*value) && i < sizeof short_names / sizeof *short_names; i++)
		if (strcmp(key, short_names[i][0]) == 0)
			value = getenv(short_names[i][1]);
	return value && *value ? value : NULL;
}

static void read_environment(struct config *config)
{
	config->source++;
	config->source_name = "environment";
	for (int i = 0; settings[i].key; i++) {
		const char *value = environment_value(config->arena, settings[i].key);
		if (value)
			set(config, i, str_of(value));
	}
}

static struct str below(struct arena *arena, struct str folder, struct str path)
{
	if (str_starts(path, STR("/")))
		return path;
	return arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path));
}

/* The nearest folder above this program that holds conf/muster.ini, else the working folder. */
static struct str find_root(struct arena *arena)
{
	char program[4096];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
	struct str folder = {program, len > 0 ? (size_t)len : 0};

	while (folder.len) {
		while (folder.len && folder.at[folder.len - 1] != '/')
			folder.len--;
		folder.len -= folder.len > 0;
		if (access(arena_printf(arena, "%.*s/conf/muster.ini", STR_ARG(folder)).at, F_OK) == 0)
			return arena_str(arena, folder);
	}
	return STR(".");
}

static struct value *value_of(const struct config *config, const char *key)
{
	int index = setting_find(str_of(key));

	if (index < 0) {
		fprintf(stderr, "%s is not a setting\n", key);
		abort();
	}
	return &config->values[index];
}

static struct config *with_defaults(struct arena *arena)
{
	struct config *config = ARENA_NEW(arena, struct config);

	config->arena = arena;
	config->values = ARENA_ARRAY(arena, struct value, setting_count());
	for (int i = 0; settings[i].key; i++)
		config->values[i] = (struct value){str_of(settings[i].fallback), NO_SOURCE};
	return config;
}

/* Paths become complete; those below paths.var after it. */
static void complete_paths(struct config *config, struct str found_root)
{
	struct value *root = value_of(config, "paths.root");

	if (root->text.len == 0)
		root->text = found_root;
	for (int i = 0; settings[i].key; i++)
		if (settings[i].kind == SETTING_ROOT_PATH)
			config->values[i].text = below(config->arena, root->text, config->values[i].text);
	struct str var = value_of(config, "paths.var")->text;
	for (int i = 0; settings[i].key; i++)
		if (settings[i].kind == SETTING_VAR_PATH)
			config->values[i].text = below(config->arena, var, config->values[i].text);
}

enum rc config_parse(struct arena *arena, struct str text, const struct config **out)
{
	struct config *config = with_defaults(arena);

	read_text(config, "settings", text);
	complete_paths(config, STR("."));
	*out = config;
	return config->problems ? RC_INVALID : RC_OK;
}

enum rc config_load(struct arena *arena, const struct config **out)
{
	struct config *config = with_defaults(arena);
	struct str root = find_root(arena);
	const char *second = getenv("MUSTER_CONFIG");

	read_file(config, arena_printf(arena, "%.*s/conf/muster.ini", STR_ARG(root)).at, true);
	if (second && *second)
		read_file(config, second, false);
	read_environment(config);
	complete_paths(config, root);
	log_level_name(config_text(config, "log.level"));
	*out = config;
	return config->problems ? RC_INVALID : RC_OK;
}

struct str config_text(const struct config *config, const char *key)
{
	return value_of(config, key)->text;
}

int64_t config_int(const struct config *config, const char *key)
{
	int64_t number;

	if (!str_to_int(value_of(config, key)->text, INT64_MIN, INT64_MAX, &number)) {
		fprintf(stderr, "%s is not a number\n", key);
		abort();
	}
	return number;
}

struct str config_path(struct arena *arena, const struct config *config, const char *key)
{
	return arena_str(arena, value_of(config, key)->text);
}

static const char *shown(const struct setting *setting, struct str value)
{
	if (setting->kind == SETTING_SECRET && value.len)
		return "(not shown)";
	return value.at;
}

void config_print(const struct config *config)
{
	for (int i = 0; settings[i].key; i++) {
		const struct setting *setting = &settings[i];
		printf("%s = %s\n    %s", setting->key, shown(setting, config->values[i].text),
		       setting->help);
		if (setting->kind == SETTING_INT)
			printf("; from %" PRId64 " to %" PRId64, setting->least, setting->most);
		if (setting->choices)
			printf("; one of: %s", setting->choices);
		printf("%s%s\n", *setting->fallback ? "; default " : "", setting->fallback);
	}
}
