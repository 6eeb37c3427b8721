#include "../unit.h"

#include "base/text.h"
#include "exchange/schema_dump.h"

static enum rc add(void *closure, struct str bytes)
{
	text_add(closure, bytes);
	return RC_OK;
}

/* In pieces of every size the result is the same. */
static void check(struct arena *arena, const char *given, const char *wanted)
{
	struct str all = str_of(given);

	for (size_t piece = 1; piece <= all.len; piece++) {
		struct schema_dump_filter filter = {.from = STR("muster"), .to = STR("other")};
		struct text out = TEXT_IN(arena);
		for (size_t at = 0; at < all.len; at += piece)
			assert_int_equal(schema_dump_filter(&filter, str_slice(all, at, piece), add, &out), RC_OK);
		assert_int_equal(schema_dump_filter_end(&filter, add, &out), RC_OK);
		assert_str(text_str(&out), wanted);
	}
}

static void databases_get_the_names_of_here(void **state)
{
	check(*state,
	      "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `muster` /*!40100 DEFAULT */;\n\nUSE `muster`;\n"
	      "INSERT INTO `t` VALUES (1,'USE `muster`;\\nUSE `muster`;');\nUSE `muster_archive`;\nUSE `mysql`;",
	      "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `other` /*!40100 DEFAULT */;\n\nUSE `other`;\n"
	      "INSERT INTO `t` VALUES (1,'USE `muster`;\\nUSE `muster`;');\nUSE `other_archive`;\nUSE `mysql`;");
}

static void triggers_become_the_owners(void **state)
{
	check(*state,
	      "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER x BEFORE UPDATE ON y FOR EACH ROW\n"
	      "\tSET @a = '/*!50017 DEFINER=`a`@`b`*/' */;;\n",
	      "/*!50003 CREATE*/  /*!50003 TRIGGER x BEFORE UPDATE ON y FOR EACH ROW\n"
	      "\tSET @a = '/*!50017 DEFINER=`a`@`b`*/' */;;\n");
}

static void long_lines_pass(void **state)
{
	struct text line = TEXT_IN(*state), twice = TEXT_IN(*state), out = TEXT_IN(*state);
	struct schema_dump_filter filter = {.from = STR("muster"), .to = STR("other")};

	text_cstr(&line, "INSERT INTO `t` VALUES ('");
	for (int i = 0; i < 5000; i++)
		text_cstr(&line, "USE `muster`;");
	text_cstr(&line, "');\n");
	text_add(&twice, text_str(&line));
	text_add(&twice, text_str(&line));
	for (size_t at = 0; at < twice.len; at += 700)
		assert_int_equal(schema_dump_filter(&filter, str_slice(text_str(&twice), at, 700), add, &out), RC_OK);
	assert_int_equal(schema_dump_filter_end(&filter, add, &out), RC_OK);
	assert_true(str_equal(text_str(&out), text_str(&twice)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(databases_get_the_names_of_here),
		UNIT(triggers_become_the_owners),
		UNIT(long_lines_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
