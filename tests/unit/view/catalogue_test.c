/* .mo files made byte by byte: sound ones, and every way a file can lie about itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "view/catalogue.h"
#include "view/plural.h"

struct pair {
	struct str id, text;
};

static const struct pair spanish[] = {
	{STR_INIT(""), STR_INIT("Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n")},
	{STR_INIT("Open"), STR_INIT("Abierto")},
	{STR_INIT("one case\0{{n}} cases"), STR_INIT("un caso\0{{n}} casos")},
	{STR_INIT("not yet"), STR_INIT("")},
};

static void add_number(struct text *out, uint32_t number, bool swapped)
{
	number = swapped ? __builtin_bswap32(number) : number;
	text_add(out, (struct str){(const char *)&number, sizeof number});
}

/* A .mo file of the pairs, in this machine's byte order or the other one. */
static struct str make_mo(struct arena *arena, const struct pair *pairs, size_t count, bool swapped)
{
	struct text out = TEXT_IN(arena);
	uint32_t at = (uint32_t)(28 + 16 * count);
	const uint32_t head[] = {0x950412de, 0, (uint32_t)count, 28, (uint32_t)(28 + 8 * count), 0, at};

	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		add_number(&out, head[i], swapped);
	for (int texts = 0; texts < 2; texts++) {
		for (size_t i = 0; i < count; i++) {
			size_t len = texts ? pairs[i].text.len : pairs[i].id.len;
			add_number(&out, (uint32_t)len, swapped);
			add_number(&out, at, swapped);
			at += (uint32_t)len + 1;
		}
	}
	for (int texts = 0; texts < 2; texts++) {
		for (size_t i = 0; i < count; i++) {
			text_add(&out, texts ? pairs[i].text : pairs[i].id);
			text_char(&out, '\0');
		}
	}
	return text_str(&out);
}

static void expect_text(struct str got, const char *expected)
{
	assert_int_equal(got.len, strlen(expected));
	assert_memory_equal(got.at, expected, got.len);
}

static void test_texts_are_found_in_either_byte_order(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (int swapped = 0; swapped < 2; swapped++) {
		struct str bytes = make_mo(arena, spanish, 4, swapped);
		const struct catalogue *catalogue = catalogue_read(arena, bytes, "es");
		assert_non_null(catalogue);
		assert_string_equal(catalogue_locale(catalogue), "es");
		expect_text(tr(catalogue, "Open"), "Abierto");
		expect_text(tr(catalogue, "Closed"), "Closed");
		expect_text(tr(catalogue, "not yet"), "not yet");
		expect_text(tr(catalogue, ""), "");
		expect_text(tr(catalogue, "one case"), "un caso");
		expect_text(tr_n(catalogue, "one case", "{{n}} cases", 1), "un caso");
		expect_text(tr_n(catalogue, "one case", "{{n}} cases", 0), "{{n}} casos");
		expect_text(tr_n(catalogue, "one row", "rows", 5), "rows");
		expect_text(tr_n(catalogue, "Open", "Opens", 2), "Opens");
	}
	arena_free(arena);
}

static void test_english_needs_no_catalogue(void **state)
{
	(void)state;
	assert_string_equal(catalogue_locale(NULL), "en");
	expect_text(tr(NULL, "Open"), "Open");
	expect_text(tr_n(NULL, "one case", "cases", 1), "one case");
	expect_text(tr_n(NULL, "one case", "cases", 0), "cases");
}

/* Every byte of a sound file cut off or changed: refused or read, never out of bounds (run with ASan). */
static void test_broken_files_do_no_harm(void **state)
{
	struct arena *arena = arena_new(0);
	struct str bytes = make_mo(arena, spanish, 4, false);

	(void)state;
	for (size_t len = 0; len < bytes.len; len++) {
		struct arena *inner = arena_new(0);
		struct str part = arena_str(inner, str_slice(bytes, 0, len));
		assert_null(catalogue_read(inner, part, "es"));
		arena_free(inner);
	}
	for (size_t i = 0; i < bytes.len * 3; i++) {
		static const char values[] = {'\xff', '\0', '\x7f'};
		struct arena *inner = arena_new(0);
		struct str whole = arena_str(inner, bytes);
		((char *)(uintptr_t)whole.at)[i / 3] = values[i % 3];
		const struct catalogue *catalogue = catalogue_read(inner, whole, "es");
		if (catalogue) {
			assert_true(tr(catalogue, "Open").len < bytes.len);
			assert_true(tr_n(catalogue, "one case", "cases", 2).len < bytes.len);
		}
		arena_free(inner);
	}
	arena_free(arena);
}

static void test_texts_must_be_utf8(void **state)
{
	static const struct pair latin[] = {{STR_INIT("Year"), STR_INIT("A\xf1o")}};
	struct arena *arena = arena_new(0);

	(void)state;
	assert_null(catalogue_read(arena, make_mo(arena, latin, 1, false), "es"));
	arena_free(arena);
}

static void test_locales_cannot_reach_other_files(void **state)
{
	(void)state;
	assert_null(catalogue_find(STR("/nowhere"), STR("../../etc/passwd")));
	assert_null(catalogue_find(STR("/nowhere"), STR("")));
	assert_null(catalogue_find(STR("/nowhere"), STR("es")));
	assert_null(catalogue_find(STR("/nowhere"), STR("es-MX")));
}

static size_t index_of(struct arena *arena, const char *rule, uint64_t n)
{
	struct str header = arena_printf(arena, "X: y\nPlural-Forms: %s\nZ: w\n", rule);
	const struct plural *plural = plural_read(arena, header);

	assert_non_null(plural);
	return plural_index(plural, n);
}

static void test_plural_rules(void **state)
{
	/* English and Spanish, French, Polish, Arabic, Japanese; expected index for 0, 1, 2, 5, 11, 21, 22, 101. */
	static const uint64_t numbers[] = {0, 1, 2, 5, 11, 21, 22, 101};
	static const struct {
		const char *rule;
		size_t expected[8];
	} cases[] = {
		{"nplurals=2; plural=(n != 1);", {1, 0, 1, 1, 1, 1, 1, 1}},
		{"nplurals=2; plural=n>1;", {0, 0, 1, 1, 1, 1, 1, 1}},
		{"nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
		 {2, 0, 1, 2, 2, 2, 1, 2}},
		{"nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
		 {0, 1, 2, 3, 4, 4, 4, 5}},
		{"nplurals=1; plural=0;", {0, 0, 0, 0, 0, 0, 0, 0}},
		{"nplurals=2; plural=!(n*2-2 == 0);", {1, 0, 1, 1, 1, 1, 1, 1}},
		{"nplurals=2; plural=n/0;", {0, 0, 0, 0, 0, 0, 0, 0}},
		{"nplurals=2; plural=n+7;", {1, 1, 1, 1, 1, 1, 1, 1}},
	};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t k = 0; k < 8; k++)
			assert_int_equal(index_of(arena, cases[i].rule, numbers[k]), cases[i].expected[k]);
	arena_free(arena);
}

static void test_malformed_plural_rules_are_refused(void **state)
{
	static const char *const rules[] = {
		"nplurals=2; plural=", "nplurals=2; plural=n n", "nplurals=0; plural=n", "nplurals=9; plural=n",
		"plural=n", "nplurals=2; plural=(n", "nplurals=2; plural=n ? 1", "nplurals=2; plural=m",
		"nplurals=2; plural=99999999999999999999", "nplurals=2; plural=n &&",
		"nplurals=2; plural=((((((((((((((((((((((((((((((n))))))))))))))))))))))))))))))",
	};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		assert_null(plural_read(arena, arena_printf(arena, "Plural-Forms: %s\n", rules[i])));
	assert_null(plural_read(arena, STR("Language: es\n")));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts_are_found_in_either_byte_order),
		cmocka_unit_test(test_english_needs_no_catalogue),
		cmocka_unit_test(test_broken_files_do_no_harm),
		cmocka_unit_test(test_texts_must_be_utf8),
		cmocka_unit_test(test_locales_cannot_reach_other_files),
		cmocka_unit_test(test_plural_rules),
		cmocka_unit_test(test_malformed_plural_rules_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
