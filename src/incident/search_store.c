#include "incident/search_store.h"

#include <stddef.h>
#include <string.h>

enum { RARE_MOST = 4000 };

/*
 * Behind everything that begins with a word; behind the word alone, whose end counts as a blank, and before any letter.
 */
#define AFTER_ALL "\xf4\x8f\xbf\xbf"
#define AFTER_ITSELF "!"

struct word_row {
	int64_t id, incidents;
};
static const struct field word_fields[] = {
	{.kind = FIELD_INT, .name = "id", .offset = offsetof(struct word_row, id)},
	{.kind = FIELD_INT, .name = "incidents", .offset = offsetof(struct word_row, incidents)},
	FIELD_END,
};
static const struct record word_record = {"search_word", sizeof(struct word_row), word_fields};
/* SEARCH_WORDS_MOST of them, and one that tells of more. */
STATEMENT(search_word_begins, &word_record, NULL,
	  "SELECT id, incidents FROM search_word WHERE organization_id = ? AND word >= ? AND word < ? LIMIT 17");

static enum rc find_words(struct db *db, struct arena *arena, int64_t organization_id, struct search_group *group)
{
	const struct search_term *term = &group->term;
	struct str end = arena_concat(arena, term->word, term->is_whole ? STR(AFTER_ITSELF) : STR(AFTER_ALL));
	struct rows rows;

	if (!term->word.at)
		return RC_OK;
	enum rc rc = db_list(db, arena, &search_word_begins, PARAMS(P_INT(organization_id), P_TEXT(term->word), P_TEXT(end)),
			     &rows);
	if (rc != RC_OK || rows.count > SEARCH_WORDS_MOST)
		return rc;
	group->is_listed = true;
	group->count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		group->words[i] = ROW(struct word_row, rows, i)->id;
		group->postings += ROW(struct word_row, rows, i)->incidents;
	}
	return RC_OK;
}

static void choose_lead(struct search *search)
{
	for (size_t i = 0; i < search->count; i++) {
		const struct search_group *group = &search->groups[i];
		if (!group->is_listed)
			continue;
		if (group->count == 0)
			search->is_unknown = true;
		if (!search->lead || group->postings < search->lead->postings)
			search->lead = group;
	}
	search->is_rare = search->lead && search->lead->postings <= RARE_MOST;
}

enum rc search_find(struct db *db, struct arena *arena, int64_t organization_id, struct str q, struct search *out)
{
	struct search_term terms[SEARCH_TERMS_MOST];
	enum rc rc = RC_OK;

	*out = (struct search){.is_asked = true, .count = search_words_terms(arena, q, terms)};
	out->is_nothing = out->count == 0;
	for (size_t i = 0; rc == RC_OK && i < out->count; i++) {
		out->groups[i].term = terms[i];
		rc = find_words(db, arena, organization_id, &out->groups[i]);
	}
	choose_lead(out);
	return rc;
}

enum rc search_is_still(struct db *db, struct arena *arena, int64_t organization_id, struct str q,
			const struct search *before, bool *is_still)
{
	struct search now;
	enum rc rc = search_find(db, arena, organization_id, q, &now);

	*is_still = true;
	for (size_t i = 0; rc == RC_OK && i < now.count; i++) {
		const struct search_group *a = &before->groups[i], *b = &now.groups[i];
		if (a->is_listed != b->is_listed || a->count != b->count ||
		    memcmp(a->words, b->words, a->count * sizeof *a->words) != 0)
			*is_still = false;
	}
	return rc;
}

/* " IN (?, ...)" of one length for every group: so the statement has one text. */
static void add_words(struct incident_query *query, const struct search_group *group)
{
	for (size_t i = 0; i < SEARCH_WORDS_MOST; i++) {
		incident_query_add(query, i ? ", ?" : " IN (?");
		incident_query_value(query, P_INT(group->words[i < group->count ? i : 0]));
	}
	incident_query_add(query, ")");
}

/* All that has to stand in a text, as one regular expression; folded words hold nothing that means more than itself. */
static struct param pattern(struct incident_query *query, const struct search *search)
{
	struct text text = TEXT_IN(query->sql.arena);

	text_cstr(&text, "(?s)^");
	for (size_t i = 0; i < search->count; i++)
		if (!search->groups[i].term.is_implied)
			text_printf(&text, "(?=.*%.*s)", STR_ARG(search->groups[i].term.text));
	return P_TEXT(text_str(&text));
}

/* Who only reported an incident does not find it by the notes of those who work on it. */
static void add_shared(struct incident_query *query, const struct incident_scope *scope, const char *internal)
{
	if (scope->reach == REACH_ALL)
		return;
	incident_query_add(query, internal);
	incident_scope_work(query, scope);
	incident_query_add(query, ")");
}

/* The text that the reader may find the incident by. */
static void add_text(struct incident_query *query, const struct incident_scope *scope)
{
	if (scope->reach == REACH_ALL) {
		incident_query_add(query, "t.words");
		return;
	}
	incident_query_add(query, "IF(t.shared IS NULL OR ");
	incident_scope_work(query, scope);
	incident_query_add(query, ", t.words, t.shared)");
}

void search_add_postings(struct incident_query *query, const struct incident_scope *scope, const struct search_group *group,
			 int64_t word)
{
	incident_query_add(query, " FROM search_posting p STRAIGHT_JOIN incident i FORCE INDEX (PRIMARY) ON i.id = p.incident_id"
				  " AND i.occurred_at = p.occurred_at WHERE p.organization_id = ? AND ");
	incident_query_value(query, P_INT(scope->organization_id));
	if (word) {
		incident_query_add(query, "p.word_id = ?");
		incident_query_value(query, P_INT(word));
	} else {
		incident_query_add(query, "p.word_id");
		add_words(query, group);
	}
	add_shared(query, scope, " AND (NOT p.is_internal OR ");
	incident_query_add(query, " AND");
}

void search_add_waiting(struct incident_query *query, const struct incident_scope *scope, const struct search *search)
{
	incident_query_add(query, " FROM (SELECT c.incident_id FROM search_change c WHERE c.organization_id = ? GROUP BY"
				  " c.incident_id ORDER BY c.incident_id DESC LIMIT 2000) AS waiting STRAIGHT_JOIN"
				  " incident_text t FORCE INDEX (PRIMARY) ON t.incident_id = waiting.incident_id STRAIGHT_JOIN"
				  " incident i FORCE INDEX (PRIMARY) ON i.id = t.incident_id WHERE ");
	incident_query_value(query, P_INT(scope->organization_id));
	add_text(query, scope);
	incident_query_add(query, " REGEXP ? AND");
	incident_query_value(query, pattern(query, search));
}

/*
 * Scalar subqueries, which are asked for each incident as it comes: the planner turns EXISTS and IN into joins and
 * then begins at the wrong end. To look into a text costs most: last, at those that have the rarest word.
 */
void search_add_conditions(struct incident_query *query, const struct incident_scope *scope, const struct search *search,
			   bool has_lead)
{
	const struct search_group *lead = search->lead;

	if (lead && !has_lead) {
		incident_query_add(query, " AND (SELECT 1 FROM search_posting w WHERE w.organization_id = i.organization_id AND"
					  " w.word_id");
		add_words(query, lead);
		incident_query_add(query, " AND w.occurred_at = i.occurred_at AND w.incident_id = i.id");
		add_shared(query, scope, " AND (NOT w.is_internal OR ");
		incident_query_add(query, " LIMIT 1)");
	}
	if (search->count == 1 && lead)
		return;
	incident_query_add(query, " AND (SELECT ");
	add_text(query, scope);
	incident_query_add(query, " REGEXP ? FROM incident_text t WHERE t.incident_id = i.id AND t.organization_id ="
				  " i.organization_id)");
	incident_query_value(query, pattern(query, search));
}
