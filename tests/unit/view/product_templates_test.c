/* Every template of the product compiles, finds its partials and runs on a view that has nothing. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/view.h"

static const char folder[] = "templates";
static struct templates *templates;
static int failed;

static int render_one(const char *path, const struct stat *about, int type)
{
	struct str name = str_of(path), ending = STR(".mustache");
	const struct view_style style = {0};

	(void)about;
	if (type != FTW_F || !str_ends(name, ending))
		return 0;
	struct arena *arena = arena_new(0);
	struct text out = TEXT_IN(arena);
	name = str_slice(name, sizeof folder, name.len - sizeof folder - ending.len);
	if (template_render(templates, arena_cstr(arena, name), view_new(arena), &style, &out) != RC_OK) {
		print_error("%s cannot be rendered\n", path);
		failed++;
	}
	arena_free(arena);
	return 0;
}

static void test_every_template_renders(void **state)
{
	(void)state;
	templates = templates_open(str_of(folder));
	assert_int_equal(ftw(folder, render_one, 8), 0);
	templates_close(templates);
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_template_renders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
