/* Compressed text in members: it comes back whole, whatever pieces it goes in; cut or changed it is refused. */
#include "../unit.h"

#include <string.h>

#include "base/text.h"
#include "exchange/gzip_pieces.h"

static enum rc keep(void *closure, struct str bytes)
{
	text_add(closure, bytes);
	return RC_OK;
}

/* Lines that repeat as records do, and bytes that do not. */
static struct str text_of(struct arena *arena, size_t len, bool is_noise)
{
	char *at = arena_alloc(arena, len + 1, 1);
	uint32_t state = 7;

	for (size_t i = 0; i < len; i++) {
		state = state * 1664525u + 1013904223u;
		at[i] = is_noise ? (char)(state >> 24) : "INSERT INTO `incident` VALUES "[i % 30];
	}
	return (struct str){at, len};
}

static struct str packed(struct arena *arena, struct str text, size_t piece)
{
	struct gzip_writer *writer = gzip_writer_new(arena);
	struct text out = TEXT_IN(arena);

	for (size_t at = 0; at < text.len; at += piece)
		assert_int_equal(gzip_writer_put(writer, str_slice(text, at, piece), keep, &out), RC_OK);
	assert_int_equal(gzip_writer_end(writer, keep, &out), RC_OK);
	return text_str(&out);
}

static enum rc unpacked(struct arena *arena, struct str bytes, size_t piece, struct str *out)
{
	struct gzip_reader *reader = gzip_reader_new(arena);
	struct text text = TEXT_IN(arena);
	enum rc rc = RC_OK;

	for (size_t at = 0; rc == RC_OK && at < bytes.len; at += piece)
		rc = gzip_reader_put(reader, str_slice(bytes, at, piece), keep, &text);
	if (rc == RC_OK)
		rc = gzip_reader_end(reader, keep, &text);
	*out = text_str(&text);
	return rc;
}

static void it_comes_back_whole(void **state)
{
	(void)state;
	static const size_t lengths[] = {0, 1, 1000, GZIP_PIECE - 1, GZIP_PIECE, GZIP_PIECE + 1, 5 * GZIP_PIECE + 77};
	static const size_t pieces[] = {4096, 333333, 8 * GZIP_PIECE};

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
		for (size_t j = 0; j < sizeof pieces / sizeof *pieces; j++)
			for (int noise = 0; noise < 2; noise++) {
				struct arena *arena = arena_new(0);
				struct str text = text_of(arena, lengths[i], noise), back;
				struct str bytes = packed(arena, text, pieces[j]);
				assert_true(bytes.len > 10 && (unsigned char)bytes.at[0] == 0x1f && (unsigned char)bytes.at[1] == 0x8b);
				assert_int_equal(unpacked(arena, bytes, pieces[2 - j], &back), RC_OK);
				assert_true(str_equal(back, text));
				if (!noise && lengths[i] > 100000)
					assert_true(bytes.len * 20 < text.len);
				arena_free(arena);
			}
}

static void cut_or_changed_it_is_refused(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	struct str text = text_of(arena, 3 * GZIP_PIECE, true), bytes = packed(arena, text, 65536), back;

	assert_int_equal(unpacked(arena, str_slice(bytes, 0, bytes.len - 5), 65536, &back), RC_INVALID);
	assert_int_equal(unpacked(arena, str_slice(bytes, 1, bytes.len), 65536, &back), RC_INVALID);
	assert_int_equal(unpacked(arena, STR("INSERT INTO plain text"), 65536, &back), RC_INVALID);
	char *changed = arena_alloc(arena, bytes.len, 1);
	memcpy(changed, bytes.at, bytes.len);
	changed[bytes.len / 2] ^= 1;
	assert_int_equal(unpacked(arena, (struct str){changed, bytes.len}, 65536, &back), RC_INVALID);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_comes_back_whole),
		cmocka_unit_test(cut_or_changed_it_is_refused),
	};
	return cmocka_run_group_tests_name("gzip_pieces", tests, NULL, NULL);
}
