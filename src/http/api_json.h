#ifndef HTTP_API_JSON_H
#define HTTP_API_JSON_H

#include "http/api_operation.h"

/*
 * Writes the JSON of an answer, member by member, in the order of its schema. Moments are RFC 3339 in UTC, days
 * YYYY-MM-DD, codes as stored, null is what is not known.
 */
enum { API_JSON_DEPTH = 16 };
struct api_json {
	struct text text;
	int depth;
	bool has_member[API_JSON_DEPTH];
	struct str only;        /* members of the resource that are wanted, comma separated; STR_NONE: all */
	int only_depth;         /* how deep the resource lies: 1, or 3 in a list of them */
	int skipped_depth;      /* depth of a member that is left out with everything in it; 0: none */
	const struct form *form;/* whose fields were written last, and which of its record's they are, as bits */
	uint64_t shown;
};
#define API_JSON_IN(arena_) ((struct api_json){.text = TEXT_IN(arena_)})

/* name NULL: the whole, or the next of a list. */
void api_json_begin(struct api_json *json, const char *name);
void api_json_end(struct api_json *json);
void api_json_list(struct api_json *json, const char *name);
void api_json_list_end(struct api_json *json);

/* STR_NONE is null. */
void api_json_text(struct api_json *json, const char *name, struct str value);
void api_json_cstr(struct api_json *json, const char *name, const char *value);
void api_json_int(struct api_json *json, const char *name, int64_t value);
/* An id of another row: 0 is null. */
void api_json_id(struct api_json *json, const char *name, int64_t value);
void api_json_bool(struct api_json *json, const char *name, bool value);
void api_json_null(struct api_json *json, const char *name);
void api_json_moment(struct api_json *json, const char *name, moment value);
void api_json_day(struct api_json *json, const char *name, day value);
void api_json_code(struct api_json *json, const char *name, const struct codes *codes, int value);
/* "a,b" as ["a","b"]. */
void api_json_texts(struct api_json *json, const char *name, struct str comma_separated);
/* What is JSON already. */
void api_json_raw(struct api_json *json, const char *name, struct str value);
/* The fields of the form's record that it names (all but sealed ones where it names none), each as one member. */
void api_json_fields(struct api_json *json, const struct form *form, const void *row);

struct str api_json_str(struct api_json *json);

#endif
