#include "incident/search_index_store.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "incident/incident_query.h"
#include "incident/search_words.h"
#include "organization/organization.h"

/* Lists of values are as long as this, so that each kind of statement has one text; the last value stands for what is left. */
enum { AT_ONCE = 128, CHANGES_MOST = 512 };
static const moment budget = SECONDS(10);

struct change_row {
	int64_t id, incident_id;
	moment was_at; /* MOMENT_NONE: it happened when it did */
};
#define AT(type, member) .name = #member, .offset = offsetof(struct type, member)
static const struct field change_fields[] = {
	{.kind = FIELD_INT, AT(change_row, id)},
	{.kind = FIELD_INT, AT(change_row, incident_id)},
	{.kind = FIELD_MOMENT, AT(change_row, was_at)},
	FIELD_END,
};
static const struct record change_record = {"search_change", sizeof(struct change_row), change_fields};

struct text_row {
	int64_t incident_id;
	struct str words, shared;
	bool is_folded;
	moment occurred_at;
};
static const struct field text_fields[] = {
	{.kind = FIELD_INT, AT(text_row, incident_id)},
	{.kind = FIELD_TEXT, AT(text_row, words)},
	{.kind = FIELD_TEXT, AT(text_row, shared)},
	{.kind = FIELD_BOOL, AT(text_row, is_folded)},
	{.kind = FIELD_MOMENT, AT(text_row, occurred_at)},
	FIELD_END,
};
static const struct record text_record = {"incident_text", sizeof(struct text_row), text_fields};

struct word_row {
	int64_t id;
	struct str word;
};
static const struct field word_fields[] = {
	{.kind = FIELD_INT, AT(word_row, id)},
	{.kind = FIELD_TEXT, AT(word_row, word)},
	FIELD_END,
};
#undef AT
static const struct record word_record = {"search_word", sizeof(struct word_row), word_fields};

/* The row of the empty word: whoever takes texts of an organization in holds it until the commit. */
STATEMENT(search_turn, NULL, NULL,
	  "INSERT INTO search_word (organization_id, word, incidents) VALUES (?, '', 0) ON DUPLICATE KEY UPDATE incidents = 0");
STATEMENT(search_changes, &change_record, NULL,
	  "SELECT id, incident_id, was_at FROM search_change WHERE organization_id = ? ORDER BY incident_id DESC, id DESC LIMIT 512");
STATEMENT(search_any_change, &change_record, NULL, "SELECT id FROM search_change WHERE organization_id = ? LIMIT 1");
/* Texts only grow: one of another length was written to meanwhile, and has left another note. */
STATEMENT(search_text_folded, NULL, NULL,
	  "UPDATE incident_text SET words = ?, shared = IF(shared IS NULL, NULL, ?), is_folded = TRUE WHERE incident_id = ?"
	  " AND organization_id = ? AND LENGTH(words) = ? AND COALESCE(LENGTH(shared), 0) = ?");
STATEMENT(search_unpost, NULL, NULL,
	  "DELETE FROM search_posting WHERE organization_id = ? AND word_id = ? AND occurred_at = ? AND incident_id = ?");

/* One word of one incident. */
struct posting {
	struct str word;
	int64_t word_id;
	const struct text_row *text;
	bool is_internal;
};

struct indexing {
	struct arena *arena;
	int64_t organization_id;
	struct rows changes; /* change_row by incident, the newest first */
	struct rows texts;   /* text_row in the same order */
	struct posting *postings; /* by word, incident, shared before internal */
	size_t count, room;
	bool left;
};

static void add_posting(struct indexing *x, struct posting posting)
{
	if (x->count == x->room) {
		size_t room = x->room ? 2 * x->room : 1024;
		struct posting *grown = ARENA_ARRAY(x->arena, struct posting, room);
		if (x->count)
			memcpy(grown, x->postings, x->count * sizeof *grown);
		x->postings = grown;
		x->room = room;
	}
	x->postings[x->count++] = posting;
}

static void add_words(struct indexing *x, const struct text_row *text, struct str folded, bool is_internal)
{
	for (struct str word; (word = search_words_next(&folded)).len > 0;)
		if (search_words_is_indexed(word))
			add_posting(x, (struct posting){search_words_key(word), 0, text, is_internal});
}

static int by_word(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;
	int order = str_compare(x->word, y->word);

	if (order)
		return order;
	if (x->text != y->text)
		return x->text < y->text ? -1 : 1;
	return (int)x->is_internal - (int)y->is_internal;
}

/* Sorted, and each word of an incident once: what stands in the shared text too is not internal. */
static void sort_postings(struct indexing *x)
{
	size_t kept = 0;

	if (x->count)
		qsort(x->postings, x->count, sizeof *x->postings, by_word);
	for (size_t i = 0; i < x->count; i++) {
		const struct posting *last = kept ? &x->postings[kept - 1] : NULL;
		if (!last || last->text != x->postings[i].text || !str_equal(last->word, x->postings[i].word))
			x->postings[kept++] = x->postings[i];
	}
	x->count = kept;
}

static struct str folded(struct arena *arena, struct str text)
{
	struct text out = TEXT_IN(arena);

	search_words_fold(&out, text);
	return text_str(&out);
}

/* "(?, ?), (?, ?)..." or "?, ?...": AT_ONCE times. */
static void add_marks(struct incident_query *query, const char *marks)
{
	for (int i = 0; i < AT_ONCE; i++) {
		incident_query_add(query, i ? ", " : "");
		incident_query_add(query, marks);
	}
}

/* The notes come by incident: several of one stand together, those of the last may be cut off and stay. */
static enum rc read_changes(struct db *db, struct indexing *x, int64_t ids[AT_ONCE], size_t *count)
{
	size_t taken = 0;
	enum rc rc = db_list(db, x->arena, &search_changes, PARAMS(P_INT(x->organization_id)), &x->changes);

	for (*count = 0; rc == RC_OK && taken < x->changes.count; taken++) {
		int64_t id = ROW(struct change_row, x->changes, taken)->incident_id;
		if (*count && ids[*count - 1] == id)
			continue;
		if (*count == AT_ONCE)
			break;
		ids[(*count)++] = id;
	}
	x->left = taken < x->changes.count || x->changes.count == CHANGES_MOST;
	x->changes.count = taken;
	return rc;
}

static enum rc read_texts(struct db *db, struct indexing *x)
{
	int64_t ids[AT_ONCE];
	size_t count;
	enum rc rc = read_changes(db, x, ids, &count);

	if (rc != RC_OK || count == 0)
		return rc;
	struct incident_query query = INCIDENT_QUERY_IN(x->arena);
	incident_query_add(&query, "SELECT t.incident_id, t.words, t.shared, t.is_folded, i.occurred_at FROM incident_text t"
				   " STRAIGHT_JOIN incident i ON i.id = t.incident_id WHERE t.organization_id = ?"
				   " AND t.incident_id IN (");
	incident_query_value(&query, P_INT(x->organization_id));
	add_marks(&query, "?");
	incident_query_add(&query, ") ORDER BY t.incident_id DESC");
	for (size_t i = 0; i < AT_ONCE; i++)
		incident_query_value(&query, P_INT(ids[i < count ? i : count - 1]));
	const struct statement *statement = db_compose("search_texts", &text_record, text_str(&query.sql));
	return statement ? db_list(db, x->arena, statement, query.params, query.count, &x->texts) : RC_FAULT;
}

/* Texts from before there was an index are folded now. */
static enum rc take_text(struct db *db, struct indexing *x, const struct text_row *text)
{
	struct str words = text->is_folded ? text->words : folded(x->arena, text->words);
	struct str shared = text->is_folded ? text->shared : folded(x->arena, text->shared);
	bool has_internal = text->shared.at != NULL;

	if (has_internal)
		add_words(x, text, shared, false);
	add_words(x, text, words, has_internal);
	if (text->is_folded)
		return RC_OK;
	return db_write_one(db, &search_text_folded, NULL,
			    PARAMS(P_TEXT(words), P_TEXT(shared), P_INT(text->incident_id), P_INT(x->organization_id),
				   P_INT((int64_t)text->words.len), P_INT((int64_t)text->shared.len)),
			    RC_CONFLICT);
}

static enum rc write(struct db *db, struct incident_query *query, const char *name)
{
	const struct statement *statement = db_compose(name, NULL, text_str(&query->sql));

	return statement ? db_write(db, statement, NULL, query->params, query->count, NULL) : RC_FAULT;
}

/* A word and how many texts have it. */
struct counted {
	struct str word;
	int64_t texts;
};

/* The distinct words of the postings, from *at on, at most AT_ONCE; *at goes on behind them. */
static size_t next_words(const struct indexing *x, size_t *at, struct counted *words)
{
	size_t count = 0;

	for (; *at < x->count; (*at)++) {
		const struct posting *posting = &x->postings[*at];
		bool is_same = count && str_equal(words[count - 1].word, posting->word);
		if (!is_same && count == AT_ONCE)
			break;
		if (!is_same)
			words[count++] = (struct counted){posting->word, 0};
		words[count - 1].texts++;
	}
	return count;
}

static enum rc set_ids(struct db *db, struct indexing *x, const struct counted *words, size_t count, size_t from)
{
	struct incident_query query = INCIDENT_QUERY_IN(x->arena);
	struct rows rows;

	incident_query_add(&query, "SELECT id, word FROM search_word WHERE organization_id = ? AND word IN (");
	incident_query_value(&query, P_INT(x->organization_id));
	add_marks(&query, "?");
	incident_query_add(&query, ") ORDER BY word");
	for (size_t i = 0; i < AT_ONCE; i++)
		incident_query_value(&query, P_TEXT(words[i < count ? i : count - 1].word));
	const struct statement *statement = db_compose("search_words", &word_record, text_str(&query.sql));
	enum rc rc = statement ? db_list(db, x->arena, statement, query.params, query.count, &rows) : RC_FAULT;
	for (size_t i = from, row = 0; rc == RC_OK && i < x->count; i++) {
		while (row < rows.count && str_compare(ROW(struct word_row, rows, row)->word, x->postings[i].word) < 0)
			row++;
		if (row == rows.count)
			break;
		if (str_equal(ROW(struct word_row, rows, row)->word, x->postings[i].word))
			x->postings[i].word_id = ROW(struct word_row, rows, row)->id;
	}
	return rc;
}

/* A text that is taken in again counts again: how many have a word is known about. */
static enum rc count_words(struct db *db, struct indexing *x, const struct counted *words, size_t count)
{
	struct incident_query query = INCIDENT_QUERY_IN(x->arena);

	incident_query_add(&query, "INSERT INTO search_word (organization_id, word, incidents) VALUES ");
	add_marks(&query, "(?, ?, ?)");
	incident_query_add(&query, " ON DUPLICATE KEY UPDATE incidents = incidents + VALUES(incidents)");
	for (size_t i = 0; i < AT_ONCE; i++) {
		incident_query_value(&query, P_INT(x->organization_id));
		incident_query_value(&query, P_TEXT(words[i < count ? i : count - 1].word));
		incident_query_value(&query, P_INT(i < count ? words[i].texts : 0));
	}
	return write(db, &query, "search_words_count");
}

static enum rc find_words(struct db *db, struct indexing *x)
{
	struct counted words[AT_ONCE];
	size_t at = 0, from = 0, count;
	enum rc rc = RC_OK;

	while (rc == RC_OK && (count = next_words(x, &at, words)) > 0) {
		rc = count_words(db, x, words, count);
		if (rc == RC_OK)
			rc = set_ids(db, x, words, count, from);
		from = at;
	}
	return rc;
}

static void add_posting_values(struct incident_query *query, const struct indexing *x, const struct posting *posting)
{
	incident_query_value(query, P_INT(x->organization_id));
	incident_query_value(query, P_INT(posting->word_id));
	incident_query_value(query, P_MOMENT(posting->text->occurred_at));
	incident_query_value(query, P_INT(posting->text->incident_id));
	incident_query_value(query, P_INT(posting->is_internal));
}

static enum rc write_postings(struct db *db, struct indexing *x)
{
	enum rc rc = RC_OK;

	for (size_t from = 0; rc == RC_OK && from < x->count; from += AT_ONCE) {
		struct incident_query query = INCIDENT_QUERY_IN(x->arena);
		incident_query_add(&query, "INSERT INTO search_posting (organization_id, word_id, occurred_at, incident_id,"
					   " is_internal) VALUES ");
		add_marks(&query, "(?, ?, ?, ?, ?)");
		incident_query_add(&query, " ON DUPLICATE KEY UPDATE is_internal = VALUES(is_internal)");
		for (size_t i = from; i < from + AT_ONCE; i++)
			add_posting_values(&query, x, &x->postings[i < x->count ? i : x->count - 1]);
		rc = write(db, &query, "search_post");
	}
	return rc;
}

/* What happened at another time than was thought stands elsewhere in the index. */
static enum rc take_out(struct db *db, const struct indexing *x, const struct change_row *change)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < x->count; i++) {
		const struct text_row *text = x->postings[i].text;
		if (text->incident_id == change->incident_id && text->occurred_at != change->was_at)
			rc = db_write(db, &search_unpost, NULL,
				      PARAMS(P_INT(x->organization_id), P_INT(x->postings[i].word_id),
					     P_MOMENT(change->was_at), P_INT(text->incident_id)),
				      NULL);
	}
	return rc;
}

static enum rc take_out_moved(struct db *db, const struct indexing *x)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < x->changes.count; i++)
		if (ROW(struct change_row, x->changes, i)->was_at != MOMENT_NONE)
			rc = take_out(db, x, ROW(struct change_row, x->changes, i));
	return rc;
}

static enum rc forget_changes(struct db *db, struct indexing *x)
{
	enum rc rc = RC_OK;

	for (size_t from = 0; rc == RC_OK && from < x->changes.count; from += AT_ONCE) {
		struct incident_query query = INCIDENT_QUERY_IN(x->arena);
		incident_query_add(&query, "DELETE FROM search_change WHERE organization_id = ? AND id IN (");
		incident_query_value(&query, P_INT(x->organization_id));
		add_marks(&query, "?");
		incident_query_add(&query, ")");
		for (size_t i = from; i < from + AT_ONCE; i++)
			incident_query_value(&query, P_INT(ROW(struct change_row, x->changes,
							       i < x->changes.count ? i : x->changes.count - 1)->id));
		rc = write(db, &query, "search_changes_taken");
	}
	return rc;
}

static enum rc index_body(struct db *db, void *closure)
{
	struct indexing *x = closure;
	enum rc rc;

	*x = (struct indexing){.arena = x->arena, .organization_id = x->organization_id};
	rc = db_write(db, &search_turn, NULL, PARAMS(P_INT(x->organization_id)), NULL);
	if (rc == RC_OK)
		rc = read_texts(db, x);
	for (size_t i = 0; rc == RC_OK && i < x->texts.count; i++)
		rc = take_text(db, x, ROW(struct text_row, x->texts, i));
	sort_postings(x);
	if (rc == RC_OK)
		rc = find_words(db, x);
	if (rc == RC_OK)
		rc = take_out_moved(db, x);
	if (rc == RC_OK)
		rc = write_postings(db, x);
	return rc == RC_OK ? forget_changes(db, x) : rc;
}

enum rc search_index_some(struct db *db, int64_t organization_id, bool *left)
{
	struct indexing x = {.arena = arena_new(0), .organization_id = organization_id};
	struct rows any;
	enum rc rc = db_list(db, x.arena, &search_any_change, PARAMS(P_INT(organization_id)), &any);

	if (rc == RC_OK && any.count)
		rc = db_transaction(db, "search_index", index_body, &x);

	/* Somebody wrote to a text meanwhile: next time. */
	*left = x.left || rc == RC_CONFLICT;
	arena_free(x.arena);
	return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc search_index_all(struct db *db, int64_t organization_id)
{
	bool left = true;
	enum rc rc = RC_OK;

	while (rc == RC_OK && left)
		rc = search_index_some(db, organization_id, &left);
	return rc;
}

static enum rc run_index(const struct worker_call *call)
{
	struct rows organizations;
	enum rc rc = organization_list(call->db, call->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++) {
		bool left = true;
		while (rc == RC_OK && left && !worker_is_stopping() && moment_now() < call->now + budget)
			rc = search_index_some(call->db, ROW(struct organization, organizations, i)->id, &left);
	}
	return rc;
}

const struct worker_task search_index_task = {
	"search",
	SECONDS(2),
	run_index,
	"takes the words of new texts into the index of search",
};
