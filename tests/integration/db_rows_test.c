/* Values into rows and back, and what the database refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "database.h"

static const struct codes colour_codes = {
	.name = "colour",
	.rows = (const struct code[]){{"", ""}, {"red", "Red"}, {"green", "Green"}, {NULL, NULL}},
};

struct thing {
	int64_t id, size, weight, price, parent_id;
	struct str name, story, uuid, hash, note;
	bool is_open;
	enum answer answer;
	moment seen_at;
	day seen_on;
	clock_minutes seen_clock;
	int colour;
};

#define MEMBER(kind_, member, flags_)                                                                         \
	{.kind = (kind_), .name = #member, .offset = offsetof(struct thing, member), .flags = FIELD_STORED | (flags_)}
static const struct field thing_fields[] = {
	MEMBER(FIELD_ID, id, FIELD_KEY),
	MEMBER(FIELD_INT, size, 0),
	MEMBER(FIELD_DECIMAL, weight, 0),
	MEMBER(FIELD_MONEY, price, 0),
	MEMBER(FIELD_ID, parent_id, 0),
	MEMBER(FIELD_TEXT, name, 0),
	MEMBER(FIELD_PROSE, story, 0),
	MEMBER(FIELD_UUID, uuid, 0),
	MEMBER(FIELD_BYTES, hash, 0),
	MEMBER(FIELD_TEXT, note, FIELD_NOT_NULL),
	MEMBER(FIELD_BOOL, is_open, 0),
	MEMBER(FIELD_ANSWER, answer, 0),
	MEMBER(FIELD_MOMENT, seen_at, 0),
	MEMBER(FIELD_DAY, seen_on, 0),
	MEMBER(FIELD_CLOCK, seen_clock, 0),
	{.kind = FIELD_CODE, .name = "colour", .offset = offsetof(struct thing, colour), .flags = FIELD_STORED,
	 .codes = &colour_codes},
	FIELD_END,
};
static const struct record thing_record = {"thing", sizeof(struct thing), thing_fields};

static const char create_thing[] =
	"CREATE TABLE thing (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, size BIGINT NULL,"
	" weight DECIMAL(20,6) NULL, price BIGINT NULL, parent_id BIGINT NULL, name VARCHAR(40) NULL, story LONGTEXT NULL,"
	" uuid UUID NULL, hash VARBINARY(32) NULL, note VARCHAR(10) NOT NULL DEFAULT '', is_open BOOLEAN NOT NULL,"
	" answer BOOLEAN NULL, seen_at DATETIME(6) NULL, seen_on DATE NULL, seen_clock TIME NULL, colour VARCHAR(10) NULL,"
	" UNIQUE KEY one_name (name), CONSTRAINT weight_is_not_negative CHECK (weight >= 0),"
	" CONSTRAINT parent FOREIGN KEY (parent_id) REFERENCES thing (id))";

#define LOCAL(name_, row_, values_, sql_) static const struct statement name_ = {#name_, sql_, row_, values_}

LOCAL(thing_insert, NULL, &thing_record, "INSERT INTO thing ({names}) VALUES ({values})");
LOCAL(thing_by_id, &thing_record, NULL, "SELECT {columns} FROM thing WHERE id = ?");
LOCAL(thing_by_hash, &thing_record, NULL, "SELECT {columns:t} FROM thing t WHERE t.hash = ?");
LOCAL(thing_update, NULL, &thing_record, "UPDATE thing SET {assignments} WHERE id = ? AND is_open = ?");
LOCAL(thing_swap, NULL, &thing_record, "UPDATE thing SET note = ?, {assignments} WHERE id = ?");
LOCAL(thing_list, &thing_record, NULL, "SELECT id, name FROM thing ORDER BY id");
LOCAL(thing_clear, NULL, NULL, "DELETE FROM thing ORDER BY id DESC");
LOCAL(thing_add, &thing_record, NULL, "INSERT INTO thing (name, is_open) VALUES (?, TRUE) RETURNING id, name");

static struct database *d;
static struct arena *arena;

static int setup(void **state)
{
	database_setup_empty(state);
	d = *state;
	arena = d->arena;
	database_run(d->db, create_thing);
	return 0;
}

static int before_each(void **state)
{
	(void)state;
	return db_write(d->db, &thing_clear, NULL, NO_PARAMS, NULL) == RC_OK ? 0 : -1;
}

static struct thing blank(void)
{
	struct thing thing;
	record_clear(&thing_record, &thing);
	return thing;
}

static struct thing full(void)
{
	struct thing thing = {
		.size = -7, .weight = 2500001, .price = 123456789012, .name = STR("Łukasz \xF0\x9F\x9A\xA7 O'Hara \\"),
		.story = STR("line one\nline two"), .uuid = uuid_new(arena, moment_now()),
		.hash = sha256(arena, STR("secret")), .note = STR("n"), .is_open = true, .answer = ANSWER_NO,
		.seen_at = SECONDS(-1) + 123456, .seen_on = day_of(2024, 2, 29), .seen_clock = 23 * 60 + 59, .colour = 2,
	};
	return thing;
}

static int64_t insert(const struct thing *thing)
{
	struct written written = {0};
	assert_int_equal(db_write(d->db, &thing_insert, thing, NO_PARAMS, &written), RC_OK);
	assert_int_equal(written.affected, 1);
	assert_true(written.id > 0);
	return written.id;
}

static enum rc insert_rc(const struct thing *thing)
{
	return db_write(d->db, &thing_insert, thing, NO_PARAMS, NULL);
}

static struct thing read_back(int64_t id)
{
	struct thing thing;
	assert_int_equal(db_one(d->db, arena, &thing_by_id, PARAMS(P_INT(id)), &thing), RC_OK);
	return thing;
}

static void assert_str(struct str found, struct str wanted)
{
	assert_int_equal(found.at == NULL, wanted.at == NULL);
	assert_int_equal(found.len, wanted.len);
	if (wanted.len)
		assert_memory_equal(found.at, wanted.at, wanted.len);
}

static void every_kind_comes_back(void **state)
{
	(void)state;
	struct thing in = full();
	in.parent_id = insert(&(struct thing){.name = STR("parent"), .note = STR(""), .seen_at = MOMENT_NONE,
					      .seen_on = DAY_NONE, .seen_clock = CLOCK_NONE});
	struct thing out = read_back(insert(&in));

	assert_int_equal(out.size, in.size);
	assert_int_equal(out.weight, in.weight);
	assert_int_equal(out.price, in.price);
	assert_int_equal(out.parent_id, in.parent_id);
	assert_str(out.name, in.name);
	assert_str(out.story, in.story);
	assert_str(out.uuid, in.uuid);
	assert_str(out.hash, in.hash);
	assert_str(out.note, in.note);
	assert_true(out.is_open);
	assert_int_equal(out.answer, ANSWER_NO);
	assert_true(out.seen_at == in.seen_at);
	assert_int_equal(out.seen_on, in.seen_on);
	assert_int_equal(out.seen_clock, in.seen_clock);
	assert_int_equal(out.colour, 2);
}

static void what_is_not_given_is_null_and_back(void **state)
{
	(void)state;
	struct thing in = blank();
	int64_t id = insert(&in);
	struct thing out = read_back(id);

	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM thing WHERE parent_id IS NULL AND name IS NULL"
					 " AND uuid IS NULL AND hash IS NULL AND note = '' AND answer IS NULL AND seen_at IS NULL"
					 " AND seen_on IS NULL AND seen_clock IS NULL AND colour IS NULL AND NOT is_open"), 1);
	assert_str(out.name, STR_NONE);
	assert_str(out.note, STR(""));
	assert_int_equal(out.parent_id, 0);
	assert_int_equal(out.answer, ANSWER_NONE);
	assert_true(out.seen_at == MOMENT_NONE);
	assert_int_equal(out.seen_on, DAY_NONE);
	assert_int_equal(out.seen_clock, CLOCK_NONE);
	assert_int_equal(out.colour, 0);
}

static void members_that_are_not_selected_are_clear(void **state)
{
	(void)state;
	struct thing in = full();
	insert(&in);
	struct rows rows;

	assert_int_equal(db_list(d->db, arena, &thing_list, NO_PARAMS, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_str(ROW(struct thing, rows, 0)->name, in.name);
	assert_true(ROW(struct thing, rows, 0)->seen_at == MOMENT_NONE);
	assert_str(ROW(struct thing, rows, 0)->story, STR_NONE);
}

static void placeholders_and_parameters_keep_their_order(void **state)
{
	(void)state;
	struct thing thing = full();
	struct written written;
	int64_t id = insert(&thing);

	thing.size = 8;
	assert_int_equal(db_write(d->db, &thing_update, &thing, PARAMS(P_INT(id), P_INT(0)), &written), RC_OK);
	assert_int_equal(written.affected, 0);
	assert_int_equal(db_write(d->db, &thing_update, &thing, PARAMS(P_INT(id), P_INT(1)), &written), RC_OK);
	assert_int_equal(written.affected, 1);
	assert_int_equal(db_write(d->db, &thing_update, &thing, PARAMS(P_INT(id), P_INT(1)), &written), RC_OK);
	assert_int_equal(written.affected, 1); /* found, though not changed */
	assert_int_equal(read_back(id).size, 8);
	/* A parameter before the placeholder; the later assignment of the same column wins. */
	thing.size = 9;
	assert_int_equal(db_write(d->db, &thing_swap, &thing, PARAMS(P_TEXT(STR("x")), P_INT(id)), NULL), RC_OK);
	assert_int_equal(read_back(id).size, 9);
}

static void bytes_find_their_row(void **state)
{
	(void)state;
	struct thing in = full(), out;
	insert(&in);
	assert_int_equal(db_one(d->db, arena, &thing_by_hash, PARAMS(P_BYTES(in.hash)), &out), RC_OK);
	assert_int_equal(db_one(d->db, arena, &thing_by_hash, PARAMS(P_BYTES(sha256(arena, STR("x")))), &out),
			 RC_NOT_FOUND);
}

static void returning_gives_the_row(void **state)
{
	(void)state;
	struct thing out;
	for (int i = 0; i < 2; i++) {
		struct str name = arena_printf(arena, "returned %d", i);
		assert_int_equal(db_one(d->db, arena, &thing_add, PARAMS(P_TEXT(name)), &out), RC_OK);
		assert_str(out.name, name);
		assert_true(out.id > 0);
	}
}

static void sixteen_megabytes_come_back(void **state)
{
	(void)state;
	const size_t size = 16u << 20;
	char *long_text = arena_alloc(arena, size + 1, 1);
	for (size_t i = 0; i < size; i++)
		long_text[i] = (char)('a' + i % 23);
	struct thing in = blank();
	in.story = (struct str){long_text, size};
	assert_str(read_back(insert(&in)).story, in.story);
}

static void what_the_server_does_not_take_is_refused_beforehand(void **state)
{
	(void)state;
	const size_t size = 65u << 20;
	struct thing in = blank();
	in.story = (struct str){arena_alloc(arena, size, 1), size};
	assert_int_equal(insert_rc(&in), RC_TOO_LARGE);
	in.story = STR("short");
	insert(&in); /* the connection has not suffered */
}

static void refusals_name_what_refused(void **state)
{
	(void)state;
	struct thing thing = full();

	insert(&thing);
	assert_int_equal(insert_rc(&thing), RC_DUPLICATE);
	assert_str(db_refused_by(d->db), STR("one_name"));
	thing.name = STR("another");
	thing.weight = -1;
	assert_int_equal(insert_rc(&thing), RC_INVALID);
	assert_str(db_refused_by(d->db), STR("weight_is_not_negative"));
	thing.weight = 0;
	thing.parent_id = 999999;
	assert_int_equal(insert_rc(&thing), RC_INVALID);
	assert_str(db_refused_by(d->db), STR("parent"));
	thing.parent_id = 0;
	thing.note = STR("longer than ten");
	assert_int_equal(insert_rc(&thing), RC_INVALID);
	assert_str(db_refused_by(d->db), STR("note"));
	thing.note = STR("");
	insert(&thing);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM thing"), 2);
}

static void out_of_range_is_refused_not_cut(void **state)
{
	(void)state;
	database_run(d->db, "CREATE TABLE IF NOT EXISTS narrow (small TINYINT, clean VARCHAR(20))");
	static const struct statement insert_small = {"s", "INSERT INTO narrow (small) VALUES (?)", NULL, NULL};
	static const struct statement insert_text = {"t", "INSERT INTO narrow (clean) VALUES (?)", NULL, NULL};
	assert_int_equal(db_write(d->db, &insert_small, NULL, PARAMS(P_INT(1000)), NULL), RC_INVALID);
	assert_int_equal(db_write(d->db, &insert_text, NULL, PARAMS(P_TEXT(STR("\xC3("))), NULL), RC_INVALID);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM narrow"), 0);
}

static void an_unknown_code_in_a_row_is_our_fault(void **state)
{
	(void)state;
	struct thing in = full(), out;
	int64_t id = insert(&in);
	database_run(d->db, "UPDATE thing SET colour = 'mauve'");
	assert_int_equal(db_one(d->db, arena, &thing_by_id, PARAMS(P_INT(id)), &out), RC_FAULT);
	in.name = STR("another");
	insert(&in); /* the connection is not left in the middle of a result */
}

static void wrong_statements_are_found_when_prepared(void **state)
{
	(void)state;
	LOCAL(no_member, &thing_record, NULL, "SELECT id AS shoe FROM thing");
	LOCAL(twice, &thing_record, NULL, "SELECT id, id FROM thing");
	LOCAL(wrong_kind, &thing_record, NULL, "SELECT id AS name FROM thing");
	LOCAL(wrong_number, &thing_record, NULL, "SELECT name AS id FROM thing");
	LOCAL(no_record, NULL, NULL, "SELECT id FROM thing");
	LOCAL(no_table, &thing_record, NULL, "SELECT id FROM nothing");
	LOCAL(placeholder, &thing_record, NULL, "SELECT {colums} FROM thing");
	LOCAL(good, &thing_record, NULL, "SELECT SUM(size) AS size, AVG(size) AS weight, MAX(seen_at) AS seen_at,"
	      " COUNT(*) > 1 AS is_open, '?{x' AS name, NULL AS colour FROM thing WHERE name <> '?'");
	const struct statement *const bad[] = {
		&no_member, &twice, &wrong_kind, &wrong_number, &no_record, &no_table, &placeholder,
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(db_prepare(d->db, bad[i]), RC_FAULT);
	assert_int_equal(db_prepare(d->db, &good), RC_OK);
}

static void sums_and_averages_are_numbers(void **state)
{
	(void)state;
	LOCAL(figures, &thing_record, NULL,
	      "SELECT SUM(size) AS size, AVG(size) AS weight, SUM(price) AS price FROM thing");
	struct thing in = full(), out;

	in.size = 1;
	insert(&in);
	in.size = 2;
	in.name = STR_NONE;
	insert(&in);
	assert_int_equal(db_one(d->db, arena, &figures, NO_PARAMS, &out), RC_OK);
	assert_int_equal(out.size, 3);
	assert_int_equal(out.weight, 1500000);
	assert_int_equal(out.price, 2 * in.price);
}

static void wrong_numbers_of_parameters_are_faults(void **state)
{
	(void)state;
	struct thing out;
	assert_int_equal(db_one(d->db, arena, &thing_by_id, NO_PARAMS, &out), RC_FAULT);
	assert_int_equal(db_one(d->db, arena, &thing_by_id, PARAMS(P_INT(1), P_INT(2)), &out), RC_FAULT);
	assert_int_equal(db_write(d->db, &thing_insert, NULL, NO_PARAMS, NULL), RC_FAULT);
}

static void two_rows_are_not_one(void **state)
{
	(void)state;
	LOCAL(two, &thing_record, NULL, "SELECT seq AS size FROM seq_1_to_2");
	struct thing out;
	assert_int_equal(db_one(d->db, arena, &two, NO_PARAMS, &out), RC_FAULT);
}

static void lists_end_at_their_limit(void **state)
{
	(void)state;
	LOCAL(as_many, &thing_record, NULL, "SELECT seq AS size FROM seq_1_to_100000");
	LOCAL(too_many, &thing_record, NULL, "SELECT seq AS size FROM seq_1_to_100001");
	struct arena *own = arena_new(0);
	struct rows rows;
	assert_int_equal(db_list(d->db, own, &as_many, NO_PARAMS, &rows), RC_OK);
	assert_int_equal(rows.count, 100000);
	assert_int_equal(ROW(struct thing, rows, 99999)->size, 100000);
	assert_int_equal(db_list(d->db, own, &too_many, NO_PARAMS, &rows), RC_FAULT);
	assert_int_equal(rows.count, 0);
	arena_free(own);
}

struct counting {
	int64_t seen, stop_at;
	enum rc nested;
};

static enum rc count_row(void *closure, struct arena *row_arena, void *row)
{
	struct counting *counting = closure;
	struct thing out;

	assert_int_equal(((struct thing *)row)->size, ++counting->seen);
	if (counting->seen == 1)
		counting->nested = db_one(d->db, row_arena, &thing_by_id, PARAMS(P_INT(1)), &out);
	return counting->seen == counting->stop_at ? RC_GONE : RC_OK;
}

static void streams_go_row_by_row_and_can_stop(void **state)
{
	(void)state;
	LOCAL(many, &thing_record, NULL, "SELECT seq AS size FROM seq_1_to_200000");
	struct counting counting = {0};

	assert_int_equal(db_each(d->db, &many, NO_PARAMS, count_row, &counting), RC_OK);
	assert_int_equal(counting.seen, 200000);
	assert_int_equal(counting.nested, RC_FAULT);
	counting = (struct counting){.stop_at = 3};
	assert_int_equal(db_each(d->db, &many, NO_PARAMS, count_row, &counting), RC_GONE);
	assert_int_equal(counting.seen, 3);
	assert_int_equal(database_number(d->db, "SELECT 5 AS number"), 5);
}

static void protected_connections_do_not_write(void **state)
{
	(void)state;
	struct thing thing = full();

	assert_false(db_read_only(d->db, true));
	assert_int_equal(insert_rc(&thing), RC_FAULT);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM thing"), 0);
	assert_true(db_read_only(d->db, false));
	assert_int_equal(insert_rc(&thing), RC_OK);
}

static void composed_statements_are_kept_by_their_text(void **state)
{
	(void)state;
	const struct statement *one = db_compose("list", &thing_record, STR("SELECT id FROM thing WHERE size > ?"));
	struct str again = arena_str(arena, STR("SELECT id FROM thing WHERE size > ?"));

	assert_non_null(one);
	assert_ptr_equal(one, db_compose("list", &thing_record, again));
	assert_ptr_not_equal(one, db_compose("list", &thing_record, STR("SELECT id FROM thing WHERE size < ?")));
}

static void usage_counts_what_ran(void **state)
{
	(void)state;
	struct db_usage before = db_usage(d->db);
	database_number(d->db, "SELECT SLEEP(0.01) AS number");
	struct db_usage after = db_usage(d->db);
	assert_int_equal(after.statements - before.statements, 1);
	assert_true(after.microseconds - before.microseconds >= 10000);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, before_each)
	const struct CMUnitTest tests[] = {
		T(every_kind_comes_back),
		T(what_is_not_given_is_null_and_back),
		T(members_that_are_not_selected_are_clear),
		T(placeholders_and_parameters_keep_their_order),
		T(bytes_find_their_row),
		T(returning_gives_the_row),
		T(sixteen_megabytes_come_back),
		T(what_the_server_does_not_take_is_refused_beforehand),
		T(refusals_name_what_refused),
		T(out_of_range_is_refused_not_cut),
		T(an_unknown_code_in_a_row_is_our_fault),
		T(wrong_statements_are_found_when_prepared),
		T(sums_and_averages_are_numbers),
		T(wrong_numbers_of_parameters_are_faults),
		T(two_rows_are_not_one),
		T(lists_end_at_their_limit),
		T(streams_go_row_by_row_and_can_stop),
		T(protected_connections_do_not_write),
		T(composed_statements_are_kept_by_their_text),
		T(usage_counts_what_ran),
	};
	return cmocka_run_group_tests_name("db rows", tests, setup, database_teardown);
}
