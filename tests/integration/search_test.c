/*
 * Search by words against a real database: for random texts, notes, changes and questions every reader finds exactly
 * the incidents that a second way of looking finds, newest first, over all pages; whether the worker has taken them
 * in yet or not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "database.h"
#include "db/connection.h"
#include "incident/incident_change_store.h"
#include "incident/incident_list_plan_store.h"
#include "incident/search_index_store.h"

enum { INCIDENTS = 260, PLACES = 3, PEOPLE = 5, VIEWERS = 6, QUESTIONS = 40, PARTS = 12, PART_WORDS = 5 };

static struct database *d;
static int64_t organization, first_place, first_person;
static unsigned seed = 20260301;

/* As it is typed, and as it is found. */
static const struct vocable {
	const char *typed, *plain;
} vocabulary[] = {
	{"Forklift", "forklift"}, {"forklifts", "forklifts"}, {"FORK", "fork"}, {"pallet", "pallet"}, {"Rack", "rack"},
	{"V\xc3\xa1lvula", "valvula"}, {"valve", "valve"}, {"el\xc3\xa9" "ctrico", "electrico"}, {"of", "of"}, {"the", "the"},
	{"ladder", "ladder"}, {"line_2", "line_2"}, {"4711", "4711"}, {"ammonia", "ammonia"}, {"\xd0\x94\xd1\x8b\xd0\xbc", "\xd0\xb4\xd1\x8b\xd0\xbc"},
};
enum { VOCABLES = sizeof vocabulary / sizeof *vocabulary };

/* What stands in an incident: parts that were written one after another. */
static struct story {
	int64_t id;
	size_t parts;
	struct part {
		bool is_internal;
		size_t count;
		unsigned words[PART_WORDS];
	} part[PARTS];
} texts[INCIDENTS];
static struct rows incidents;

STATEMENT(test_searched, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE organization_id = ? ORDER BY id LIMIT 5000");

static void run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void run(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(d->arena, format, args);
	va_end(args);
	database_run(d->db, sql.at);
}

static unsigned chance(unsigned below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static int64_t newest(const char *table)
{
	return database_number(d->db, arena_printf(d->arena, "SELECT MAX(id) AS number FROM %s", table).at);
}

static void write_part(struct story *text, bool is_internal)
{
	struct part *part = &text->part[text->parts];
	struct text typed = TEXT_IN(d->arena);

	if (text->parts == PARTS)
		return;
	text->parts++;
	*part = (struct part){.is_internal = is_internal, .count = 1 + chance(PART_WORDS)};
	for (size_t i = 0; i < part->count; i++) {
		/* The first words of the list stand in most texts, the last ones in few. */
		part->words[i] = chance(1 + chance(VOCABLES));
		text_printf(&typed, "%s%s", i ? chance(2) ? " " : ", " : "", vocabulary[part->words[i]].typed);
	}
	assert_int_equal(incident_words_add(d->db, organization, text->id, text_str(&typed), is_internal), RC_OK);
}

static void add_incident(struct story *text, int i)
{
	run("INSERT INTO incident (organization_id, uuid, number, register, report_type, environment, status, title, description,"
	    " occurred_at, reported_at, establishment_id, severity, reporting, reporter_id, manager_id, source, created_at,"
	    " updated_at) VALUES (%lld, UUID(), 'INC-20260301-%04d', '%s', 'incident', 'prod', '%s', 'Title', 'Words',"
	    " '2026-03-%02u 10:00:00', '2026-03-20', %lld, '%s', 'named', %lld, %lld, 'demo', '2026-03-20', '2026-03-%02u')",
	    (long long)organization, i, codes_code(&register_codes, 1 + (int)chance(3)), chance(3) ? "closed" : "new", 1 + chance(20),
	    (long long)(first_place + chance(PLACES)), codes_code(&severity_codes, 1 + (int)chance(4)),
	    (long long)(first_person + chance(PEOPLE)), (long long)(first_person + chance(PEOPLE)), 20 + chance(5));
	text->id = newest("incident");
	run("INSERT INTO incident_text (incident_id, organization_id, words) VALUES (%lld, %lld, ' inc 20260301 ')",
	    (long long)text->id, (long long)organization);
	for (unsigned parts = chance(3) + 1; parts; parts--)
		write_part(text, chance(4) == 0);
}

static void load(void)
{
	assert_int_equal(db_list(d->db, d->arena, &test_searched, PARAMS(P_INT(organization)), &incidents), RC_OK);
	assert_int_equal(incidents.count, INCIDENTS);
}

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	run("INSERT INTO organization (code, name, zone, created_at) VALUES ('words', 'Words', 'UTC', '2026-01-01')");
	organization = newest("organization");
	for (int i = 0; i < PLACES; i++)
		run("INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at)"
		    " VALUES (%lld, UUID(), 'P%d', 'Place %d', 'UTC', '2026-01-01', '2026-01-01')",
		    (long long)organization, i, i);
	first_place = newest("establishment") - PLACES + 1;
	for (int i = 0; i < PEOPLE; i++)
		run("INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, created_at, updated_at)"
		    " VALUES (%lld, UUID(), '%d', 'Given', 'Name', '2026-01-01', '2026-01-01')",
		    (long long)organization, i);
	first_person = newest("person") - PEOPLE + 1;
	database_run(d->db, "BEGIN");
	for (int i = 0; i < INCIDENTS; i++)
		add_incident(&texts[i], i);
	database_run(d->db, "COMMIT");
	load();
	return 0;
}

static struct viewer viewer_at(struct grant *grant, unsigned n)
{
	static const enum role roles[VIEWERS] = {ROLE_SUPERADMIN, ROLE_EHS_SPECIALIST, ROLE_SUPERVISOR,
						 ROLE_OPERATOR,   ROLE_EMPLOYEE,       ROLE_SUPERADMIN};

	*grant = (struct grant){.role = roles[n], .establishment_id = n == 2 ? first_place : 0};
	return (struct viewer){.organization_id = organization, .organization_zone = STR("UTC"), .roles = 1u << roles[n],
			       .person_id = first_person + n % PEOPLE, .grants = grant, .grant_count = 1};
}

/* A question: words by their beginning, and phrases of two words as they follow one another. */
struct question {
	struct text q;
	size_t count;
	struct {
		const char *begins;      /* a word by its beginning, or */
		const char *first, *next; /* one word as it stands, and the one behind it or NULL */
	} part[3];
};

static void ask(struct question *q)
{
	*q = (struct question){.q = TEXT_IN(d->arena), .count = 1 + chance(3)};
	for (size_t i = 0; i < q->count; i++) {
		const struct vocable *word = &vocabulary[chance(VOCABLES)], *next = &vocabulary[chance(VOCABLES)];
		bool is_short = strcmp(word->plain, "of") == 0 || strcmp(word->plain, "the") == 0;
		if (chance(3) == 0) {
			bool is_one = chance(2);
			q->part[i].first = word->plain;
			q->part[i].next = is_one ? NULL : next->plain;
			text_printf(&q->q, "\"%s%s%s\" ", word->typed, is_one ? "" : "-", is_one ? "" : next->typed);
			continue;
		}
		word = is_short ? &vocabulary[0] : word;
		size_t cut = chance(2) && word != &vocabulary[0] && strlen(word->plain) > 4 && (unsigned char)word->plain[0] < 0x80 ? 4 : strlen(word->plain);
		q->part[i].begins = arena_cstr(d->arena, str_slice(str_of(word->plain), 0, cut));
		text_printf(&q->q, "%s ", q->part[i].begins);
	}
}

static bool has_part(const struct part *part, const struct question *q, size_t n)
{
	for (size_t i = 0; i < part->count; i++) {
		const char *word = vocabulary[part->words[i]].plain;
		if (q->part[n].begins && strncmp(word, q->part[n].begins, strlen(q->part[n].begins)) == 0)
			return true;
		if (q->part[n].begins || strcmp(word, q->part[n].first) != 0)
			continue;
		if (!q->part[n].next || (i + 1 < part->count && strcmp(vocabulary[part->words[i + 1]].plain, q->part[n].next) == 0))
			return true;
	}
	return false;
}

static bool is_found(const struct story *text, const struct question *q, bool sees_all)
{
	for (size_t n = 0; n < q->count; n++) {
		bool has = false;
		for (size_t i = 0; i < text->parts; i++)
			has = has || ((sees_all || !text->part[i].is_internal) && has_part(&text->part[i], q, n));
		if (!has)
			return false;
	}
	return true;
}

static struct incident_filter filter_of(const char *query)
{
	struct incident_filter f = incident_filter_none();
	struct str rest = str_of(query);

	for (struct str pair, name; rest.len && str_split(&rest, '&', &pair);) {
		str_split(&pair, '=', &name);
		assert_true(incident_filter_set(&f, name, pair));
	}
	f.establishment_id = f.establishment_id ? first_place : 0;
	return f;
}

static const char *const narrower[] = {"", "sort=occurred", "severity=high", "open=1&sort=-updated", "establishment=1", "sort=number"};

static void check(const struct question *q, unsigned n, const char *narrow)
{
	struct arena *arena = arena_new(0);
	struct grant grant;
	struct viewer v = viewer_at(&grant, n);
	struct incident_filter f = filter_of(narrow);
	struct incident_page page;
	bool seen[INCIDENTS] = {false};
	int64_t count, expected = 0;
	moment last = INT64_MAX;

	f.q = (struct str){q->q.at, q->q.len};
	do {
		assert_int_equal(incident_list(d->db, arena, &v, &f, 20528, &page), RC_OK);
		for (size_t i = 0; i < page.count; i++) {
			size_t at = (size_t)(page.lines[i].id - texts[0].id);
			assert_true(at < INCIDENTS && !seen[at]);
			seen[at] = true;
			assert_true(narrow[0] || page.lines[i].occurred_at <= last);
			last = page.lines[i].occurred_at;
		}
		f.after = page.after;
	} while (page.after.is_set);
	for (size_t i = 0; i < INCIDENTS; i++) {
		const struct incident *incident = ROW(struct incident, incidents, i);
		bool is_wanted = incident_is_visible(&v, incident) &&
				 is_found(&texts[i], q, incident_shows_work(&v, incident)) &&
				 (!f.severities || f.severities & 1u << incident->severity) &&
				 (!f.is_open || incident_is_open((enum status)incident->status)) &&
				 (!f.establishment_id || f.establishment_id == incident->establishment_id);
		if (seen[i] != is_wanted)
			fail_msg("%.*s: incident %zu %s, viewer %u, %s", STR_ARG(f.q), i, seen[i] ? "was found" : "is missing", n, narrow);
		expected += is_wanted;
	}
	f.after.is_set = false;
	assert_int_equal(incident_count(d->db, arena, &v, &f, 20528, &count), RC_OK);
	assert_int_equal(count, expected);
	arena_free(arena);
}

static void check_all(void)
{
	for (int i = 0; i < QUESTIONS; i++) {
		struct question q;
		ask(&q);
		for (unsigned n = 0; n < VIEWERS; n++)
			check(&q, n, narrower[chance(sizeof narrower / sizeof *narrower)]);
	}
}

static void what_waits_is_found(void **state)
{
	(void)state;
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM search_posting"), 0);
	check_all();
}

static void what_was_taken_in_is_found(void **state)
{
	(void)state;
	assert_int_equal(search_index_all(d->db, organization), RC_OK);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM search_change"), 0);
	check_all();
}

/* Times and texts change; some of it is taken in, the rest waits. */
static void changes_are_found(void **state)
{
	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 60; i++) {
			struct story *text = &texts[chance(INCIDENTS)];
			if (chance(2))
				write_part(text, chance(3) == 0);
			else
				run("UPDATE incident SET occurred_at = '2026-02-%02u 09:00:00', version = version + 1 WHERE id = %lld AND"
				    " organization_id = %lld", 1 + chance(20), (long long)text->id, (long long)organization);
		}
		load();
		check_all();
		if (round != 1)
			assert_int_equal(search_index_all(d->db, organization), RC_OK);
	}
	check_all();
	/* Where an incident stood before its time was changed, nothing is left behind. */
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM search_posting p JOIN incident i ON i.id = p.incident_id"
						" WHERE i.occurred_at <> p.occurred_at"), 0);
}

/* How many different incidents all pages have together. */
static int64_t count_pages(struct arena *arena, unsigned viewer, const char *query)
{
	struct grant grant;
	struct viewer v = viewer_at(&grant, viewer);
	struct incident_filter f = filter_of(query);
	struct incident_page page;
	bool *seen = ARENA_ARRAY(arena, bool, (size_t)newest("incident") + 1);
	int64_t count = 0;

	do {
		assert_int_equal(incident_list(d->db, arena, &v, &f, 20528, &page), RC_OK);
		for (size_t i = 0; i < page.count; i++) {
			assert_false(seen[page.lines[i].id]);
			seen[page.lines[i].id] = true;
			count++;
		}
		f.after = page.after;
	} while (page.after.is_set);
	return count;
}

/* Words that stand in so many incidents that the list is gone through and each asked: compared with what SQL counts. */
static void common_words_are_found(void **state)
{
	(void)state;
	static const struct {
		const char *query, *condition;
	} lists[] = {
		{"q=gravel", "1"},
		{"q=gravel&sort=-severity", "1"},
		{"q=gravel&severity=high", "severity = 'high'"},
		{"q=gravel basalt", "id % 7 = 0"},
		{"q=gravel basalt&sort=number", "id % 7 = 0"},
		{"q=\"gravel basalt\"&sort=updated", "id % 7 = 0"},
		{"q=\"basalt gravel\"", "0"},
		{"q=gra&open=1", "status = 'new'"},
		{"q=sandst&sort=-reported", "id % 2 = 0"},
	};

	run("INSERT INTO incident (organization_id, uuid, number, register, report_type, environment, status, title, description,"
	    " occurred_at, reported_at, establishment_id, severity, reporting, reporter_id, source, created_at, updated_at)"
	    " SELECT %lld, UUID(), CONCAT('INC-20250101-', seq), 'safety', 'incident', 'prod', IF(seq %% 5, 'closed', 'new'), 'Title',"
	    " 'Words', '2025-01-01' + INTERVAL seq MINUTE, '2025-03-20', %lld + seq %% %d, IF(seq %% 3, 'low', 'high'), 'named', %lld,"
	    " 'demo', '2025-03-20', '2025-03-20' FROM seq_1_to_4600",
	    (long long)organization, (long long)first_place, PLACES, (long long)first_person);
	run("INSERT INTO incident_text (incident_id, organization_id, words) SELECT id, organization_id, CONCAT(' gravel ',"
	    " IF(id %% 7, '', 'basalt '), IF(id %% 2, '', CONCAT('sandstone', id %% 60, ' '))) FROM incident WHERE organization_id = %lld"
	    " AND number LIKE 'INC-2025%%'", (long long)organization);
	assert_int_equal(search_index_all(d->db, organization), RC_OK);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct arena *arena = arena_new(0);
		const char *mine = arena_printf(arena, "SELECT COUNT(*) AS number FROM incident WHERE organization_id = %lld AND number"
						" LIKE 'INC-2025%%' AND %s", (long long)organization, lists[i].condition).at;
		int64_t all = database_number(d->db, mine);
		assert_int_equal(count_pages(arena, 0, lists[i].query), all);
		assert_int_equal(count_pages(arena, 1, lists[i].query), all);
		mine = arena_printf(arena, "%s AND establishment_id = %lld", mine, (long long)first_place).at;
		assert_int_equal(count_pages(arena, 2, lists[i].query), database_number(d->db, mine));
		assert_int_equal(count_pages(arena, 4, lists[i].query), 0);
		arena_free(arena);
	}
}

/* Texts that were there before the index, as they were typed. */
static void old_texts_are_folded(void **state)
{
	(void)state;
	int64_t id = texts[0].id;

	run("UPDATE incident_text SET words = 'Zink\xc3\xb6" "fen, am Tor', shared = 'Am Tor', is_folded = FALSE WHERE incident_id = %lld",
	    (long long)id);
	run("INSERT INTO search_change (organization_id, incident_id) VALUES (%lld, %lld)", (long long)organization, (long long)id);
	assert_int_equal(search_index_all(d->db, organization), RC_OK);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident_text WHERE is_folded AND words ="
						" ' zinkofen am tor ' AND shared = ' am tor '"), 1);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM search_change"), 0);
	assert_int_equal(database_number(d->db, "SELECT SUM(is_internal) AS number FROM search_posting p JOIN search_word w ON"
						" w.id = p.word_id WHERE word IN ('zinkofen', 'tor')"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_is_found),
		cmocka_unit_test(what_was_taken_in_is_found),
		cmocka_unit_test(changes_are_found),
		cmocka_unit_test(old_texts_are_folded),
		cmocka_unit_test(common_words_are_found),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
