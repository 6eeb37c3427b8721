#include "incident/mention_pages.h"

#include "base/text.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/record.h"

enum { OFFERED = 8 };

/* "{name}" in the message. */
static enum rc tell(struct request *rq, const char *field, const char *english, struct str name)
{
	const struct str words = rq_tr(rq, english), mark = STR("{name}");
	const ptrdiff_t at = str_find(words, mark);

	if (at < 0)
		return problem_add_text(rq, field, words);
	return problem_add_text(rq, field,
				arena_printf(rq->arena, "%.*s%.*s%.*s", (int)at, words.at, STR_ARG(name),
					     STR_ARG(str_slice(words, (size_t)at + mark.len, words.len))));
}

static enum rc add_one(struct request *rq, const struct mention *mention, const struct mention_people *people,
		       const char *field, struct mentioned *out)
{
	bool several;
	const struct mention_person *person = mention_find(mention, people->at, people->count, &several);

	if (several)
		return tell(rq, field, N_("Several people are called {name}; write @ and the sign-in name"),
			    mention->name);
	if (!person)
		return tell(
			rq, field,
			N_("Nobody who may read this is called {name}. Write it without the @, or choose somebody else"),
			mention->name);
	for (size_t i = 0; i < out->count; i++)
		if (str_equal(out->marks[i], mention->mark))
			return RC_OK;
	if (out->count == MENTIONS_MOST)
		return problem_add(rq, field, N_("At most ten people can be named in one note"));
	out->marks[out->count] = mention->mark;
	out->people[out->count++] = person->person_id;
	return RC_OK;
}

enum rc mention_read(struct request *rq, const struct incident *incident, struct str text, const char *field,
		     struct mentioned *out)
{
	struct mention_people people = {0};
	struct mention mention;
	size_t at = 0;
	enum rc rc = RC_OK;

	out->count = 0;
	while (rc == RC_OK && mention_next(text, &at, &mention)) {
		if (!people.at)
			rc = mention_people_of(rq->db, rq->arena, incident, zone_day(NULL, rq->now), &people);
		if (rc == RC_OK)
			rc = add_one(rq, &mention, &people, field, out);
	}
	return rc;
}

/* Where the viewer may look somebody up. */
static struct str href_of(struct request *rq, int64_t person_id)
{
	return viewer_may(rq->viewer, MAY_ADMINISTER)
		       ? arena_printf(rq->arena, "/admin/people/%lld", (long long)person_id)
		       : arena_printf(rq->arena, "/incidents?manager=%lld", (long long)person_id);
}

static enum rc load_marks(struct request *rq, const struct incident *incident, struct rows comments,
			  struct rows *rows)
{
	int64_t first = INT64_MAX, last = 0;

	*rows = (struct rows){0};
	for (size_t i = 0; i < comments.count; i++) {
		const struct incident_comment *comment = ROW(struct incident_comment, comments, i);
		if (str_find(comment->body, STR("@")) < 0)
			continue;
		first = comment->id < first ? comment->id : first;
		last = comment->id > last ? comment->id : last;
	}
	return last ? mention_list(rq->db, rq->arena, incident->organization_id, incident->id, first, last,
				   rows)
		    : RC_OK;
}

enum rc mention_comments_html(struct request *rq, const struct incident *incident, struct rows comments,
			      struct str *html)
{
	struct mention_link links[MENTIONS_MOST];
	struct rows rows;
	enum rc rc = load_marks(rq, incident, comments, &rows);

	for (size_t i = 0; rc == RC_OK && i < comments.count; i++) {
		const struct incident_comment *comment = ROW(struct incident_comment, comments, i);
		size_t count = 0;
		for (size_t j = 0; j < rows.count && count < MENTIONS_MOST; j++) {
			const struct comment_mention *row = ROW(struct comment_mention, rows, j);
			if (row->comment_id == comment->id)
				links[count++] =
					(struct mention_link){row->mark, href_of(rq, row->person_id)};
		}
		html[i] = mention_html(rq->arena, comment->body, links, count);
	}
	return rc;
}

/* --- completing a name while it is typed ----------------------------------------------------- */

static void offer(struct text *json, struct request *rq, const struct mention_people *people,
		  struct str typed)
{
	size_t count = 0;

	for (size_t i = 0; i < people->count && count < OFFERED; i++) {
		const struct mention_person *person = &people->at[i];
		if (!mention_fits(person, typed))
			continue;
		text_cstr(json, count++ ? ",{\"name\":" : "{\"name\":");
		text_json(json, person->name);
		text_cstr(json, ",\"mark\":");
		text_json(json, mention_mark(rq->arena, person, people->at, people->count));
		text_char(json, '}');
	}
}

static enum rc mentions_get(struct request *rq, struct response *rs)
{
	struct text json = TEXT_IN(rq->arena);
	struct mention_people people = {0};
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && !shown.may_manage)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = mention_people_of(rq->db, rq->arena, &shown.incident, zone_day(NULL, rq->now), &people);
	if (rc != RC_OK)
		return rc;
	text_cstr(&json, "{\"found\":[");
	offer(&json, rq, &people, str_trim(pairs_get(&rq->query, "q")));
	text_cstr(&json, "]}");
	return respond_json(rq, rs, text_str(&json));
}

const struct route mention_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/mentions",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = mentions_get,
	 .help = "people who can be named in a note, by the beginning of a name",
	 .offered_by = "addComment"},
	ROUTE_END,
};
