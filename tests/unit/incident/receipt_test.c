/* Receipts: written, typed back, hashed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "incident/receipt.h"

static const unsigned char key[RECEIPT_KEY_BYTES] = "0123456789abcde";

static void a_receipt_comes_back_however_it_is_typed(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	struct str digits;

	for (int i = 0; i < 200; i++) {
		struct str made = receipt_new(arena), typed = receipt_text(arena, made);
		assert_int_equal(made.len, 16);
		assert_int_equal(typed.len, 21);
		assert_true(receipt_parse(arena, typed, &digits));
		assert_true(str_equal(digits, made));
		/* Without blanks, with dots, without the check digit. */
		assert_true(receipt_parse(arena, made, &digits));
		assert_true(str_equal(digits, made));
		assert_true(receipt_parse(arena, str_slice(typed, 0, 19), &digits));
		assert_true(str_equal(digits, made));
	}
	assert_true(receipt_parse(arena, STR(" 4832.1907-5561 0284 "), &digits));
	assert_true(str_is(digits, "4832190755610284"));
	arena_free(arena);
}

static void the_check_digit_finds_slips(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	struct str text = receipt_text(arena, STR("4832190755610284")), digits;

	for (size_t i = 0; i < text.len; i++) {
		for (char c = '0'; c <= '9' && text.at[i] >= '0' && text.at[i] <= '9'; c++) {
			struct str copy = arena_str(arena, text);
			((char *)(uintptr_t)copy.at)[i] = c;
			assert_int_equal(receipt_parse(arena, copy, &digits), c == text.at[i]);
		}
	}
	/* Two neighbours exchanged. */
	struct str last = str_slice(text, 20, 1);
	assert_false(receipt_parse(arena, arena_concat(arena, STR("8432 1907 5561 0284-"), last), &digits));
	assert_false(receipt_parse(arena, arena_concat(arena, STR("4832 1907 5516 0284-"), last), &digits));
	assert_false(receipt_parse(arena, STR(""), &digits));
	assert_false(receipt_parse(arena, STR("4832 1907 5561"), &digits));
	assert_false(receipt_parse(arena, STR("4832 1907 5561 028x"), &digits));
	assert_false(receipt_parse(arena, STR("4832 1907 5561 0284 3 3"), &digits));
	arena_free(arena);
}

static void the_stored_hash_depends_on_receipt_and_installation(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	static const unsigned char other[RECEIPT_KEY_BYTES] = "another install";
	struct str hash = receipt_hash(arena, key, STR("4832190755610284"));

	assert_int_equal(hash.len, 32);
	assert_true(str_equal(hash, receipt_hash(arena, key, STR("4832190755610284"))));
	assert_false(str_equal(hash, receipt_hash(arena, key, STR("4832190755610285"))));
	assert_false(str_equal(hash, receipt_hash(arena, other, STR("4832190755610284"))));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_comes_back_however_it_is_typed),
		cmocka_unit_test(the_check_digit_finds_slips),
		cmocka_unit_test(the_stored_hash_depends_on_receipt_and_installation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
