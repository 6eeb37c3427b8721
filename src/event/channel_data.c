#include "event/channel_data.h"

#include <jansson.h>

#include "base/text.h"
#include "http/secret.h"

static const char purpose[] = "delivery";

static struct str text_member(struct arena *arena, const json_t *object, const char *name, bool *is_right)
{
	const json_t *value = json_object_get(object, name);

	if (value && !json_is_string(value))
		*is_right = false;
	return json_is_string(value)
		? arena_str(arena, (struct str){json_string_value(value), json_string_length(value)}) : STR("");
}

enum rc channel_data_read(struct arena *arena, struct str json, struct channel_data *out)
{
	json_t *object = json_loadb(json.len ? json.at : "{}", json.len ? json.len : 2, JSON_REJECT_DUPLICATES, NULL);
	bool is_right = json_is_object(object);

	*out = (struct channel_data){
		.locale = text_member(arena, object, "locale", &is_right),
		.why = text_member(arena, object, "why", &is_right),
		.sealed = text_member(arena, object, "sealed", &is_right),
		.path = text_member(arena, object, "url", &is_right),
		.is_mandatory = json_is_true(json_object_get(object, "mandatory")),
		.is_urgent = json_is_true(json_object_get(object, "urgent")),
		.subscription_id = json_integer_value(json_object_get(object, "subscription")),
	};
	json_decref(object);
	return is_right ? RC_OK : RC_INVALID;
}

static void add_text(struct text *out, const char *name, struct str value)
{
	if (!value.len)
		return;
	text_printf(out, "%s\"%s\":", out->len > 1 ? "," : "", name);
	text_json(out, value);
}

struct str channel_data_text(struct arena *arena, const struct channel_data *data)
{
	struct text out = TEXT_IN(arena);

	text_char(&out, '{');
	add_text(&out, "locale", data->locale);
	add_text(&out, "why", data->why);
	add_text(&out, "sealed", data->sealed);
	add_text(&out, "url", data->path);
	if (data->is_mandatory)
		text_printf(&out, "%s\"mandatory\":true", out.len > 1 ? "," : "");
	if (data->is_urgent)
		text_printf(&out, "%s\"urgent\":true", out.len > 1 ? "," : "");
	if (data->subscription_id)
		text_printf(&out, "%s\"subscription\":%lld", out.len > 1 ? "," : "", (long long)data->subscription_id);
	text_char(&out, '}');
	return text_str(&out);
}

enum rc channel_data_seal(struct arena *arena, const struct config *config, struct str secret, moment expires_at,
			  struct str *sealed)
{
	struct secret key;
	enum rc rc = secret_load(arena, config_path(arena, config, "http.secret_file"), &key);

	if (rc == RC_OK)
		*sealed = secret_seal(arena, &key, purpose, secret, expires_at);
	return rc;
}

enum rc channel_data_open(struct arena *arena, const struct config *config, const struct channel_data *data, moment now,
			  struct str *body)
{
	struct text out = TEXT_IN(arena);
	struct str secret, rest = *body;
	struct secret key;

	if (!data->sealed.len || !body->at)
		return RC_OK;
	enum rc rc = secret_load(arena, config_path(arena, config, "http.secret_file"), &key);
	if (rc == RC_OK)
		rc = secret_open(arena, &key, purpose, data->sealed, now, &secret);
	if (rc != RC_OK)
		return rc;
	for (ptrdiff_t at; (at = str_find(rest, STR("{secret}"))) >= 0;) {
		text_add(&out, str_slice(rest, 0, (size_t)at));
		text_add(&out, secret);
		rest = str_slice(rest, (size_t)at + sizeof "{secret}" - 1, rest.len);
	}
	text_add(&out, rest);
	*body = text_str(&out);
	return RC_OK;
}

struct str channel_data_marked(struct arena *arena, const struct delivery *delivery, struct str text)
{
	const bool is_marked = str_starts(arena_lower(arena, text), STR("[sandbox]"));

	return str_is(delivery->environment, "sandbox") && !is_marked ? arena_concat(arena, STR("[Sandbox] "), text) : text;
}
