#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/sheet.h"

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

static struct sheet_book *book_with(bool streaming, int rows, struct sheet **sheet)
{
	const struct sheet_info info = {
		.title = "T", .created_at = SECONDS(1769526000), .streaming = streaming};
	const struct sheet_setup setup = {.footer = "A & B", .repeat_to = 1, .freeze_rows = 1};
	static const struct sheet_column columns[] = {{"Case no.", 10}, {"Days", 8}};
	struct sheet_book *book = sheet_book_new(arena, &info);

	*sheet = sheet_add(book, "Log 2025/26: [x]", &setup);
	sheet_header(*sheet, 0, columns, 2);
	for (int row = 1; row <= rows; row++) {
		sheet_cstr(*sheet, row, 0, SHEET_PLAIN, "00123");
		sheet_int(*sheet, row, 1, SHEET_PLAIN, row);
	}
	return book;
}

static void test_the_same_cells_give_the_same_bytes(void **state)
{
	struct str bytes[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct sheet *sheet;
		struct sheet_book *book = book_with(false, 5, &sheet);

		sheet_sum(sheet, 6, 1, SHEET_TOTAL, 1, 5, 15);
		assert_int_equal(sheet_save(book, &bytes[i]), RC_OK);
	}
	assert_true(str_starts(bytes[0], STR("PK")));
	assert_true(str_equal(bytes[0], bytes[1]));
}

static void test_writing_to_a_descriptor_gives_the_same_file(void **state)
{
	struct sheet *sheet;
	struct str saved;
	const int fd = memfd_create("out", MFD_CLOEXEC);

	(void)state;
	assert_int_equal(sheet_save(book_with(true, 3000, &sheet), &saved), RC_OK);
	assert_int_equal(sheet_write(book_with(true, 3000, &sheet), fd), RC_OK);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), saved.len);
	close(fd);
}

static void test_any_text_can_be_stored(void **state)
{
	struct sheet *sheet;
	struct sheet_book *book = book_with(false, 0, &sheet);
	struct text large = TEXT_IN(arena);
	struct str bytes;

	(void)state;
	for (int i = 0; i < 40000; i++)
		text_cstr(&large, "\xE6\x9D\x8E");
	sheet_text(sheet, 1, 0, SHEET_WRAP, text_str(&large));
	sheet_text(sheet, 2, 0, SHEET_PLAIN, (struct str){"a\xFF\x00\xC3z\x01", 6});
	sheet_text(sheet, 3, 0, SHEET_STRUCK, STR("=1+1"));
	sheet_text(sheet, 4, 0, SHEET_PLAIN, STR_NONE);
	sheet_day(sheet, 5, 0, SHEET_PLAIN, DAY_NONE);
	sheet_decimal(sheet, 6, 0, SHEET_PLAIN, 0.0 / 0.0);
	assert_int_equal(sheet_save(book, &bytes), RC_OK);
}

static void test_an_error_sticks(void **state)
{
	const struct sheet_setup setup = {.footer = NULL};
	struct sheet *sheet;
	struct sheet_book *book = book_with(false, 1, &sheet);
	struct str bytes;

	(void)state;
	struct sheet *again = sheet_add(book, "Log 2025 26   x", &setup);
	sheet_int(again, 1, 1, SHEET_PLAIN, 1);
	sheet_int(sheet, 2, 1, SHEET_PLAIN, 1);
	assert_int_equal(sheet_save(book, &bytes), RC_FAULT);
}

static void test_a_book_given_up_is_released(void **state)
{
	struct sheet *sheet;

	(void)state;
	(void)book_with(false, 10, &sheet);
	(void)book_with(true, 10, &sheet);
}

static void test_charts_of_every_kind(void **state)
{
	static const enum sheet_chart_kind kinds[] = {SHEET_BARS, SHEET_COLUMNS, SHEET_STACKED_COLUMNS,
						      SHEET_LINE, SHEET_PIE};
	const struct sheet_series series = {1, "Days", 0x2563EB};
	struct sheet *sheet;
	struct sheet_book *book = book_with(false, 5, &sheet);
	struct str bytes;

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct sheet_chart chart = {
			.kind = kinds[i], .title = "Days", .category_label = "Case", .value_label = "Days",
			.description = "Days by case", .data = sheet, .first_row = 1, .last_row = 5,
			.series = &series, .series_count = 1, .row = 8 + 16 * (int)i,
		};

		sheet_add_chart(sheet, &chart);
	}
	assert_int_equal(sheet_save(book, &bytes), RC_OK);
	for (int i = 1; i <= 5; i++)
		assert_true(str_find(bytes, arena_printf(arena, "xl/charts/chart%d.xml", i)) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_same_cells_give_the_same_bytes, start, finish),
		cmocka_unit_test_setup_teardown(test_writing_to_a_descriptor_gives_the_same_file, start,
						finish),
		cmocka_unit_test_setup_teardown(test_any_text_can_be_stored, start, finish),
		cmocka_unit_test_setup_teardown(test_an_error_sticks, start, finish),
		cmocka_unit_test_setup_teardown(test_a_book_given_up_is_released, start, finish),
		cmocka_unit_test_setup_teardown(test_charts_of_every_kind, start, finish),
	};

	return cmocka_run_group_tests_name("report/sheet", tests, NULL, NULL);
}
