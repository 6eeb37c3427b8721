#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/script.h"

static const struct {
	const char *file;
	const char *statements[4];
} cases[] = {
	{"", {NULL}},
	{"\n -- nothing;\n", {NULL}},
	{"DO 1;", {"DO 1"}},
	{"DO 1;\nDO 2;\n", {"DO 1", "DO 2"}},
	{"DO 1;  \r\n\r\nDO 2;\r\n", {"DO 1", "DO 2"}},
	{"SELECT 'a;b';\n", {"SELECT 'a;b'"}},
	{"CREATE TABLE t (\n\tid INT\n);\n", {"CREATE TABLE t (\n\tid INT\n)"}},
	{"SELECT 1\n-- in between;\n+ 2;\n", {"SELECT 1\n+ 2"}},
	{"DO 1;\n;\nDO 2", {"DO 1", "DO 2"}},
	{"DELIMITER //\nBEGIN\n\tDO 1;\nEND//\nDELIMITER ;\nDO 2;\n", {"BEGIN\n\tDO 1;\nEND", "DO 2"}},
};

static void statements_end_at_the_end_of_a_line(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct script script = script_of(str_of(cases[i].file));
		struct str statement;
		size_t count = 0;
		for (; script_next(arena, &script, &statement); count++) {
			assert_non_null(cases[i].statements[count]);
			assert_string_equal(arena_cstr(arena, statement), cases[i].statements[count]);
		}
		assert_null(cases[i].statements[count]);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(statements_end_at_the_end_of_a_line)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
