#include "../unit.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "http/compress.h"

static void only_who_takes_gzip_gets_it(void **state)
{
	static const char *const yes[] = {"gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.8, *;q=0.1", "gzip;q=0.001",
					  "deflate,gzip"};
	static const char *const no[] = {"", "identity", "br", "gzip;q=0", "gzip; q=0.000", "deflate, gzip;q=0.0", "x-gzipped"};
	(void)state;

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(compress_is_accepted(str_of(yes[i])));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(compress_is_accepted(str_of(no[i])));
	assert_false(compress_is_accepted(STR_NONE));
}

static void what_is_packed_comes_out_again(void **state)
{
	struct text page = TEXT_IN(*state), packed = TEXT_IN(*state);
	struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
	char *out = arena_alloc(*state, 1, 100000);
	size_t len = 0;

	for (int i = 0; i < 1500; i++)
		text_printf(&page, "<td class=\"cell\">row %d</td>\n", i);
	for (int round = 0; round < 2; round++) {
		packed.len = 0;
		assert_true(compress_gzip(text_str(&page), &packed));
		assert_true(packed.len < page.len / 4);
		assert_int_equal(libdeflate_gzip_decompress(reader, packed.at, packed.len, out, 100000, &len),
				 LIBDEFLATE_SUCCESS);
		assert_int_equal(len, page.len);
		assert_memory_equal(out, page.at, len);
	}
	libdeflate_free_decompressor(reader);
}

static void what_would_grow_is_left_alone(void **state)
{
	struct text packed = TEXT_IN(*state);

	text_cstr(&packed, "kept");
	assert_false(compress_gzip(STR("short"), &packed));
	assert_true(str_is(text_str(&packed), "kept"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(only_who_takes_gzip_gets_it),
		UNIT(what_is_packed_comes_out_again),
		UNIT(what_would_grow_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
