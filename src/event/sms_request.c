#include "event/sms_request.h"

#include "base/text.h"

enum { MOST_HEADERS = 20 };

/* How a value is written where it stands. */
enum escape { ESCAPE_NONE, ESCAPE_URL, ESCAPE_JSON };

static void add_escaped(struct text *out, enum escape escape, struct str value)
{
	struct text json = TEXT_IN(out->arena);

	switch (escape) {
	case ESCAPE_URL:
		text_url(out, value);
		return;
	case ESCAPE_JSON:
		text_json(&json, value);
		text_add(out, str_slice(text_str(&json), 1, json.len - 2));
		return;
	case ESCAPE_NONE:
		break;
	}
	text_add(out, value);
}

static bool value_of(const struct sms_message *message, struct str name, struct str *value)
{
	const struct {
		const char *name;
		struct str value;
	} values[] = {
		{"to", message->to}, {"digits", str_slice(message->to, 1, message->to.len)}, {"text", message->text},
		{"id", message->id}, {"secret", message->secret},
	};

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (str_is(name, values[i].name)) {
			*value = values[i].value;
			return true;
		}
	return false;
}

/* A brace that does not begin a lower-case word is a brace: JSON is full of them. */
static struct str name_at(struct str rest)
{
	size_t len = 1;

	while (len < rest.len && rest.at[len] >= 'a' && rest.at[len] <= 'z')
		len++;
	return len > 1 && len < rest.len && rest.at[len] == '}' ? str_slice(rest, 1, len - 1) : STR_NONE;
}

static enum rc fill(struct arena *arena, struct str pattern, enum escape escape, const struct sms_message *message,
		    struct str *out, struct str *problem)
{
	struct text text = TEXT_IN(arena);
	struct str value;

	for (size_t i = 0; i < pattern.len; i++) {
		struct str rest = str_slice(pattern, i, pattern.len), name = STR_NONE;
		if (rest.at[0] == '{')
			name = name_at(rest);
		if (!name.at) {
			text_char(&text, rest.at[0]);
			continue;
		}
		if (!value_of(message, name, &value)) {
			*problem = arena_printf(arena, "{%.*s} stands for nothing", STR_ARG(name));
			return RC_INVALID;
		}
		add_escaped(&text, escape, value);
		i += name.len + 1;
	}
	*out = text_str(&text);
	return RC_OK;
}

/* "Name: value | Name: value". */
static enum rc add_headers(struct arena *arena, struct str list, const struct sms_message *message,
			   struct client_header *headers, size_t *count, struct str *problem)
{
	struct str line, name;

	while (str_split(&list, '|', &line)) {
		line = str_trim(line);
		if (line.len == 0)
			continue;
		struct str rest = line;
		if (*count == MOST_HEADERS || str_find(line, STR(":")) < 1 || !str_split(&rest, ':', &name)) {
			*problem = arena_printf(arena, "sms.headers: no header near \"%.*s\"", STR_ARG(str_slice(line, 0, 20)));
			return RC_INVALID;
		}
		headers[*count].name = str_trim(name);
		enum rc rc = fill(arena, str_trim(rest), ESCAPE_NONE, message, &headers[*count].value, problem);
		if (rc != RC_OK)
			return rc;
		(*count)++;
	}
	return RC_OK;
}

static enum escape escape_of(struct str type)
{
	if (str_find(type, STR("json")) >= 0)
		return ESCAPE_JSON;
	return str_find(type, STR("x-www-form-urlencoded")) >= 0 ? ESCAPE_URL : ESCAPE_NONE;
}

enum rc sms_request_make(struct arena *arena, const struct config *config, const struct sms_message *message,
			 struct client_request *out, struct str *problem)
{
	const struct str type = config_text(config, "sms.content_type"), body = config_text(config, "sms.body");
	struct client_header *headers = ARENA_ARRAY(arena, struct client_header, MOST_HEADERS + 1);
	size_t count = 0;

	*out = (struct client_request){.config = config, .method = arena_cstr(arena, config_text(config, "sms.method")),
				       .headers = headers};
	if (body.len)
		headers[count++] = (struct client_header){STR("Content-Type"), type};
	enum rc rc = fill(arena, config_text(config, "sms.url"), ESCAPE_URL, message, &out->url, problem);
	if (rc == RC_OK)
		rc = add_headers(arena, config_text(config, "sms.headers"), message, headers, &count, problem);
	if (rc == RC_OK && body.len)
		rc = fill(arena, body, escape_of(type), message, &out->body, problem);
	out->header_count = count;
	return rc;
}

bool sms_request_is_taken(const struct config *config, const struct client_answer *answer)
{
	struct str rest = config_text(config, "sms.success"), word;
	const struct str text = config_text(config, "sms.success_text");
	int64_t status;

	if (text.len && str_find(answer->body, text) < 0)
		return false;
	while (str_split(&rest, ' ', &word))
		if (str_to_int(str_trim(word), 100, 599, &status) && status == answer->status)
			return true;
	return false;
}
