#include "http/api_once.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

bool api_once_in(const struct api_schema *schema)
{
	for (const struct api_member *member = schema ? schema->members : NULL; member && !api_member_is_end(member); member++)
		if (member->flags & API_ONCE)
			return true;
	return false;
}

enum rc api_once_without(struct arena *arena, const struct api_schema *schema, struct str body, struct str *kept)
{
	json_t *root = json_loadb(body.at, body.len, 0, NULL);
	char *text = NULL;

	for (const struct api_member *member = schema->members; json_is_object(root) && !api_member_is_end(member); member++)
		if (member->flags & API_ONCE && json_object_set_new(root, member->name, json_null()) != 0)
			abort();
	if (json_is_object(root))
		text = json_dumps(root, JSON_COMPACT | JSON_PRESERVE_ORDER);
	*kept = text ? arena_str(arena, str_of(text)) : STR_NONE;
	free(text);
	json_decref(root);
	return kept->at ? RC_OK : FAULT("api.answer_no_object", "%s", schema->name);
}

const struct api_schema api_once_link_schema = {
	"LinkMade", "A link for somebody without an account",
	(const struct api_member[]){
		{API_TEXT, "address", .flags = API_ONCE, .help = "whoever has it can use it"},
		{API_MOMENT, "expires_at"},
		API_MEMBERS_END,
	}};

enum rc api_once_link(struct request *rq, struct str address, moment expires_at, struct api_answer *answer)
{
	struct api_json json = API_JSON_IN(rq->arena);

	api_json_begin(&json, NULL);
	api_json_text(&json, "address", address);
	api_json_moment(&json, "expires_at", expires_at);
	api_json_end(&json);
	answer->body = api_json_str(&json);
	return RC_OK;
}
