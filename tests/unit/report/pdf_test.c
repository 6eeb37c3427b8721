#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/pdf.h"

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct pdf *document(void)
{
	static const struct pdf_info info = {.title = "T\xC3\xABst", .created_at = SECONDS(1769526000)};

	return pdf_new(arena, &info);
}

static const struct pdf_style style = {.face = PDF_TEXT, .size = 10};

static void test_same_input_gives_same_bytes(void **state)
{
	struct str bytes[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct pdf *pdf = document();

		pdf_page(pdf, PDF_LETTER, NULL);
		pdf_cstr(pdf, &style, 72, 700, "Nguy\xE1\xBB\x85n \xE6\x9D\x8E");
		pdf_ring(pdf, 100, 100, 9, 1);
		assert_int_equal(pdf_save(pdf, &bytes[i]), RC_OK);
	}
	assert_true(str_starts(bytes[0], STR("%PDF-")));
	assert_true(str_equal(bytes[0], bytes[1]));
}

static void test_paper_sizes(void **state)
{
	struct pdf *pdf = document();

	(void)state;
	pdf_page(pdf, PDF_LEGAL_LANDSCAPE, NULL);
	assert_int_equal((int)pdf_page_width(pdf), 1008);
	assert_int_equal((int)pdf_page_height(pdf), 612);
	pdf_page(pdf, PDF_LETTER, NULL);
	assert_int_equal((int)pdf_page_height(pdf), 792);
	pdf_page(pdf, PDF_LETTER_LANDSCAPE, NULL);
	assert_int_equal((int)pdf_page_width(pdf), 792);
	assert_int_equal(pdf_pages(pdf), 3);
}

static int paintings;

static void backdrop(struct pdf *pdf)
{
	paintings++;
	pdf_cstr(pdf, &style, 10, 10, "shared");
	pdf_fill(pdf, (struct pdf_box){0, 0, 5, 5}, 0xFF0000);
}

static void test_a_backdrop_is_painted_once(void **state)
{
	struct pdf *pdf = document();
	struct str bytes;

	(void)state;
	paintings = 0;
	for (int i = 0; i < 40; i++) {
		pdf_page(pdf, PDF_LETTER, backdrop);
		pdf_cstr(pdf, &style, 50, 50, "own");
	}
	for (int i = 1; i <= 40; i++) {
		pdf_revisit(pdf, i);
		pdf_cstr(pdf, &style, 50, 20, "numbered");
	}
	assert_int_equal(paintings, 1);
	assert_int_equal(pdf_save(pdf, &bytes), RC_OK);
}

static void test_wrapping_keeps_every_character(void **state)
{
	static const char *const texts[] = {
		"The ladder slipped on wet concrete, and the worker fell about twenty feet.",
		"Wolfeschlegelsteinhausenbergerdorff-Donaudampfschifffahrtsgesellschaft",
		"\xE6\x9C\xBA\xE6\xA2\xB0\xE7\xBB\xB4\xE4\xBF\xAE\xE5\xB7\xA5\xE5\x9C\xA8\xE6\xB8\x85\xE7\x90"
		"\x86\xE3\x80\x82",
		"line one\nline two\n\nline four",
	};
	struct pdf *pdf = document();

	(void)state;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		for (double width = 12; width < 300; width += 37) {
			const struct str *lines;
			const int count = pdf_wrap(pdf, &style, width, str_of(texts[t]), &lines);
			struct text joined = TEXT_IN(arena), wanted = TEXT_IN(arena);

			for (int i = 0; i < count; i++) {
				for (size_t k = 0; k < lines[i].len; k++)
					if (lines[i].at[k] != ' ')
						text_char(&joined, lines[i].at[k]);
				if (str_points(lines[i]) > 1)
					assert_true(pdf_width(pdf, &style, lines[i]) <= width + 0.1);
			}
			for (const char *c = texts[t]; *c; c++)
				if (*c != ' ' && *c != '\n')
					text_char(&wanted, *c);
			assert_true(str_equal(text_str(&joined), text_str(&wanted)));
		}
	}
}

static void test_lines_break_where_they_may(void **state)
{
	struct pdf *pdf = document();
	const struct str *lines;

	(void)state;
	assert_int_equal(pdf_wrap(pdf, &style, 500, STR("a\nb\n\nc"), &lines), 4);
	assert_true(str_is(lines[0], "a") && str_is(lines[3], "c"));
	assert_int_equal(lines[2].len, 0);
	assert_int_equal(pdf_wrap(pdf, &style, 500, STR(""), &lines), 0);
	/* The full stop stays with the character before it. */
	assert_int_equal(pdf_wrap(pdf, &style, 21, STR("\xE6\x9C\xBA\xE6\xA2\xB0\xE3\x80\x82"), &lines), 2);
	assert_true(str_is(lines[0], "\xE6\x9C\xBA"));
}

static void test_an_accent_typed_apart_joins_its_letter(void **state)
{
	struct pdf *pdf = document();

	(void)state;
	assert_float_equal(pdf_width(pdf, &style, STR("e\xCC\x81")), pdf_width(pdf, &style, STR("\xC3\xA9")),
			   0.001);
	assert_float_equal(pdf_width(pdf, &style,
				     STR("a\xE2\x80\x8B"
					 "b")),
			   pdf_width(pdf, &style, STR("ab")), 0.001);
}

static void test_what_no_font_has_takes_room_and_bad_bytes_do_no_harm(void **state)
{
	struct pdf *pdf = document();
	struct str bytes;

	(void)state;
	pdf_page(pdf, PDF_LETTER, NULL);
	assert_float_equal(pdf_width(pdf, &style, STR("\xF0\x9F\x98\x80")), 7, 0.001);
	pdf_cstr(pdf, &style, 72, 700, "\xF0\x9F\x98\x80 \xFF\xC3 \x01\x1F\x7F \xED\xA0\x80 end");
	assert_int_equal(pdf_save(pdf, &bytes), RC_OK);
}

static void test_a_field_shrinks_then_hands_back_the_rest(void **state)
{
	static const struct pdf_field field = {.box = {0, 0, 180, 26}, .least = 7};
	struct pdf *pdf = document();
	struct text words = TEXT_IN(arena);

	(void)state;
	pdf_page(pdf, PDF_LETTER, NULL);
	assert_true(pdf_fits(pdf, &style, &field, STR("Back strain lifting boxes")));
	assert_int_equal(pdf_set(pdf, &style, &field, STR("Back strain lifting boxes"), "(cont.)").len, 0);

	for (int i = 1; i <= 80; i++)
		text_printf(&words, "word%d ", i);
	const struct str all = str_trim(text_str(&words));
	assert_false(pdf_fits(pdf, &style, &field, all));
	const struct str rest = pdf_set(pdf, &style, &field, all, "(cont.)");

	assert_true(rest.len > 0 && rest.len < all.len);
	assert_true(str_ends(all, rest));
	assert_true(str_starts(rest, STR("word")));
}

static void test_a_word_shrinks_before_it_is_cut(void **state)
{
	static const struct pdf_field field = {.box = {0, 0, 44, 24}, .least = 6, .most_lines = 2};
	struct pdf *pdf = document();
	const struct pdf_style large = {.face = PDF_TEXT, .size = 9};

	(void)state;
	pdf_page(pdf, PDF_LETTER, NULL);
	/* At 9 points it needs two lines; smaller it stands on one, and fits a field of one line too. */
	const struct pdf_field one_line = {.box = field.box, .least = 6, .most_lines = 1};
	assert_true(pdf_width(pdf, &large, STR("01103-1234")) > 44);
	assert_true(pdf_fits(pdf, &large, &one_line, STR("01103-1234")));
	assert_int_equal(pdf_set(pdf, &large, &field, STR("01103-1234"), NULL).len, 0);
}

static void test_drawing_without_a_page_is_ignored(void **state)
{
	struct pdf *pdf = document();

	(void)state;
	pdf_cstr(pdf, &style, 1, 1, "nowhere");
	pdf_line(pdf, 0, 0, 1, 1, 1);
	pdf_fill(pdf, (struct pdf_box){0, 0, 1, 1}, 0);
	pdf_revisit(pdf, 1);
	assert_int_equal(pdf_pages(pdf), 0);
}

static void test_an_error_sticks(void **state)
{
	struct pdf *pdf = document();
	const struct pdf_style impossible = {.face = PDF_TEXT, .size = 5000};
	struct str bytes;

	(void)state;
	pdf_page(pdf, PDF_LETTER, NULL);
	pdf_cstr(pdf, &impossible, 72, 700, "larger than a font may be");
	pdf_cstr(pdf, &style, 72, 600, "after it");
	assert_int_equal(pdf_save(pdf, &bytes), RC_FAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same_input_gives_same_bytes, start, finish),
		cmocka_unit_test_setup_teardown(test_paper_sizes, start, finish),
		cmocka_unit_test_setup_teardown(test_a_backdrop_is_painted_once, start, finish),
		cmocka_unit_test_setup_teardown(test_wrapping_keeps_every_character, start, finish),
		cmocka_unit_test_setup_teardown(test_lines_break_where_they_may, start, finish),
		cmocka_unit_test_setup_teardown(test_an_accent_typed_apart_joins_its_letter, start, finish),
		cmocka_unit_test_setup_teardown(test_what_no_font_has_takes_room_and_bad_bytes_do_no_harm,
						start, finish),
		cmocka_unit_test_setup_teardown(test_a_field_shrinks_then_hands_back_the_rest, start, finish),
		cmocka_unit_test_setup_teardown(test_a_word_shrinks_before_it_is_cut, start, finish),
		cmocka_unit_test_setup_teardown(test_drawing_without_a_page_is_ignored, start, finish),
		cmocka_unit_test_setup_teardown(test_an_error_sticks, start, finish),
	};

	return cmocka_run_group_tests_name("report/pdf", tests, NULL, NULL);
}
