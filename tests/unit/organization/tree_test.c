#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "organization/tree.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* "1:0 3:1 2:0": id and depth of each place. */
static const char *order_of(const struct tree_node *nodes, size_t count)
{
	const struct tree_place *places = tree_order(arena, nodes, count);
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < count; i++)
		text_printf(&text, "%s%d:%d", i ? " " : "", (int)nodes[places[i].index].id, places[i].depth);
	return text_str(&text).at;
}

#define ORDER(...)                                        \
	order_of((const struct tree_node[]){__VA_ARGS__}, \
		 sizeof((const struct tree_node[]){__VA_ARGS__}) / sizeof(struct tree_node))

static void test_order(void **state)
{
	(void)state;
	assert_string_equal(ORDER({1, 0}, {2, 0}, {3, 1}, {4, 3}, {5, 1}), "1:0 3:1 4:2 5:1 2:0");
	/* Children before their parents in the rows; siblings stay in the given order. */
	assert_string_equal(ORDER({9, 7}, {8, 7}, {7, 0}), "7:0 9:1 8:1");
	/* A parent that is not there. */
	assert_string_equal(ORDER({2, 77}, {1, 0}), "2:0 1:0");
}

static void test_circles_do_not_vanish(void **state)
{
	(void)state;
	assert_string_equal(ORDER({1, 2}, {2, 1}, {3, 2}), "1:0 2:1 3:0");
	assert_string_equal(ORDER({1, 1}), "1:0");
	assert_int_equal((int)(tree_order(arena, NULL, 0) != NULL), 1);
}

static void test_moves(void **state)
{
	(void)state;
	static const struct tree_node nodes[] = {{1, 0}, {2, 1}, {3, 2}, {4, 0}, {5, 4}};
	enum { COUNT = sizeof nodes / sizeof *nodes };

	assert_int_equal(tree_may_move(arena, nodes, COUNT, 3, 0, 3), TREE_FINE);
	assert_int_equal(tree_may_move(arena, nodes, COUNT, 4, 1, 3), TREE_FINE);
	assert_int_equal(tree_may_move(arena, nodes, COUNT, 4, 2, 3), TREE_DEEP); /* 5 would be the fourth */
	assert_int_equal(tree_may_move(arena, nodes, COUNT, 0, 3, 3), TREE_DEEP);
	assert_int_equal(tree_may_move(arena, nodes, COUNT, 0, 2, 3), TREE_FINE);
	assert_int_equal(tree_may_move(arena, nodes, COUNT, 1, 1, 3), TREE_CYCLE);
	assert_int_equal(tree_may_move(arena, nodes, COUNT, 1, 3, 3), TREE_CYCLE);
	assert_int_equal(tree_may_move(arena, nodes, COUNT, 1, 99, 3), TREE_ABSENT);
}

/* Rows that hang in a circle already do not keep the check from ending. */
static void test_moves_below_a_circle(void **state)
{
	(void)state;
	static const struct tree_node nodes[] = {{1, 2}, {2, 1}, {3, 0}};
	assert_int_equal(tree_may_move(arena, nodes, 3, 3, 1, 8), TREE_CYCLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_circles_do_not_vanish),
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_moves_below_a_circle),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
