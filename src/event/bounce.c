#include "event/bounce.h"

#include "base/random.h"
#include "base/text.h"
#include "event/mail.h"

enum { MOST_LINES = 20000, MOST_VALUE = 2000, MOST_PARTS = 50, MOST_DEPTH = 3 };

/* --- lines and headers --- */

/* The next line without its end; false behind the last. */
static bool next_line(struct str *rest, struct str *line)
{
	if (!str_split(rest, '\n', line))
		return false;
	if (str_ends(*line, STR("\r")))
		line->len--;
	return true;
}

/* Cuts the headers with the empty line behind them off *rest. */
static struct str take_headers(struct str *rest)
{
	const struct str all = *rest;
	struct str line;

	for (int i = 0; i < MOST_LINES && next_line(rest, &line); i++)
		if (line.len == 0)
			return str_slice(all, 0, (size_t)(line.at - all.at));
	return all;
}

/* The value of the nth (from 0) header of that name, unfolded and trimmed; STR_NONE beyond the last. */
static struct str header_of(struct arena *arena, struct str headers, const char *name, int nth)
{
	struct text value = TEXT_IN(arena);
	struct str line, field;
	bool is_in = false;

	for (int i = 0; i < MOST_LINES && next_line(&headers, &line); i++) {
		const bool is_folded = line.len && (line.at[0] == ' ' || line.at[0] == '\t');
		if (is_in && !is_folded)
			break;
		if (is_folded) {
			if (is_in && value.len < MOST_VALUE) {
				text_char(&value, ' ');
				text_add(&value, str_trim(line));
			}
			continue;
		}
		struct str rest = line;
		is_in = str_split(&rest, ':', &field) && str_equal_nocase(str_trim(field), str_of(name)) && nth-- == 0;
		if (is_in)
			text_add(&value, str_trim(str_slice(rest, 0, MOST_VALUE)));
	}
	return is_in || value.len ? text_str(&value) : STR_NONE;
}

/* A parameter of Content-Type, without quotes; empty when absent. */
static struct str parameter_of(struct arena *arena, struct str value, const char *name)
{
	struct str part, key;

	while (str_split(&value, ';', &part)) {
		part = str_trim(part);
		if (!str_split(&part, '=', &key) || !str_equal_nocase(str_trim(key), str_of(name)))
			continue;
		part = str_trim(part);
		if (part.len >= 2 && part.at[0] == '"') {
			ptrdiff_t end = str_find(str_slice(part, 1, part.len), STR("\""));
			part = str_slice(part, 1, end < 0 ? part.len : (size_t)end);
		}
		return arena_str(arena, part);
	}
	return STR("");
}

static bool is_type(struct arena *arena, struct str headers, const char *type)
{
	struct str rest = header_of(arena, headers, "content-type", 0), name;

	return str_split(&rest, ';', &name) && str_equal_nocase(str_trim(name), str_of(type));
}

/* --- what a part tells --- */

/* "5.1.1": one of 2, 4 and 5, then two numbers of up to three digits. */
static struct str status_in(struct str text)
{
	for (size_t i = 0; i + 5 <= text.len; i++) {
		const char before = i ? text.at[i - 1] : ' ';
		size_t at = i + 1;
		int dots = 0;
		if ((text.at[i] != '4' && text.at[i] != '5') || text.at[i + 1] != '.' || before == '.' ||
		    (before >= '0' && before <= '9'))
			continue;
		while (at < text.len && (text.at[at] == '.' || (text.at[at] >= '0' && text.at[at] <= '9')))
			dots += text.at[at++] == '.';
		if (text.at[at - 1] == '.') {
			at--;
			dots--;
		}
		if (dots == 2 && at - i >= 5 && at - i <= 9)
			return str_slice(text, i, at - i);
	}
	return STR("");
}

/* Which refusals mean that the address itself is wrong (RFC 3463, 3.2 and 3.3). */
static enum bounce_kind kind_of(struct str status)
{
	static const char *const hard[] = {"5.0.0", "5.2.0", "5.2.1", "5.4.4"};

	if (str_starts(status, STR("5.1.")) && !str_is(status, "5.1.7") && !str_is(status, "5.1.8"))
		return BOUNCE_HARD;
	for (size_t i = 0; i < sizeof hard / sizeof *hard; i++)
		if (str_is(status, hard[i]))
			return BOUNCE_HARD;
	return BOUNCE_SOFT;
}

/* The groups of fields behind the first one, each of one recipient; ours have one. */
static void read_status(struct arena *arena, struct str part, struct bounce *out)
{
	for (int group = 0; group < MOST_PARTS && part.len; group++) {
		const struct str fields = take_headers(&part), action = header_of(arena, fields, "action", 0);
		if (!action.at)
			continue;
		struct str words = header_of(arena, fields, "diagnostic-code", 0), type;
		if (str_find(words, STR(";")) >= 0 && str_split(&words, ';', &type))
			words = str_trim(words);
		out->status = status_in(header_of(arena, fields, "status", 0));
		/* Some put the general 5.0.0 there and the reason into the words. */
		if (str_is(out->status, "5.0.0") && status_in(words).len)
			out->status = status_in(words);
		out->words = words.at ? words : STR("");
		if (str_equal_nocase(action, STR("failed")))
			out->kind = kind_of(out->status);
		else if (str_equal_nocase(action, STR("delayed")))
			out->kind = BOUNCE_DELAYED;
		return;
	}
}

/* "<UUID@host>" of the mail that came back. */
static void read_original(struct arena *arena, struct str headers, struct bounce *out)
{
	struct str value = header_of(arena, headers, "message-id", 0), id;

	if (out->id.at || !str_take(&value, '<') || !str_split(&value, '@', &id))
		return;
	if (uuid_is_valid(id))
		out->id = arena_lower(arena, id);
}

static void read_part(struct arena *arena, struct str part, int depth, struct bounce *out);

static void read_parts(struct arena *arena, struct str body, struct str boundary, int depth, struct bounce *out)
{
	const struct str mark = arena_printf(arena, "--%.*s", STR_ARG(boundary));
	const char *from = NULL;
	struct str rest = body, line;
	int parts = 0;

	for (int i = 0; i < MOST_LINES && parts < MOST_PARTS && next_line(&rest, &line); i++) {
		if (!str_starts(line, mark))
			continue;
		if (from)
			read_part(arena, (struct str){from, (size_t)(line.at - from)}, depth, out);
		from = rest.at;
		parts++;
	}
}

static void read_part(struct arena *arena, struct str part, int depth, struct bounce *out)
{
	const struct str headers = take_headers(&part);

	if (is_type(arena, headers, "message/delivery-status") || is_type(arena, headers, "message/global-delivery-status")) {
		read_status(arena, part, out);
	} else if (is_type(arena, headers, "text/rfc822-headers") || is_type(arena, headers, "message/rfc822")) {
		read_original(arena, take_headers(&part), out);
	} else if (depth < MOST_DEPTH) {
		struct str boundary = parameter_of(arena, header_of(arena, headers, "content-type", 0), "boundary");
		if (boundary.len)
			read_parts(arena, part, boundary, depth + 1, out);
	}
}

/* --- the message --- */

/* The address with our id in it, to which only what comes back is sent. */
static void read_recipient(struct arena *arena, struct str headers, struct bounce *out)
{
	static const char *const names[] = {"x-original-to", "delivered-to", "envelope-to", "to"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (int nth = 0; nth < 5; nth++) {
			struct str value = header_of(arena, headers, names[i], nth);
			if (!value.at)
				break;
			if (mail_envelope_read(arena, value, &out->id, &out->mark))
				return;
			out->id = STR_NONE;
			out->mark = STR("");
		}
}

/* Not a notification by the standard: an automatic reply, or a bounce in words. */
static void read_words(struct arena *arena, struct str headers, struct str body, struct bounce *out)
{
	const struct str automatic = header_of(arena, headers, "auto-submitted", 0);
	struct str from = arena_lower(arena, header_of(arena, headers, "from", 0));
	const bool is_daemon = str_find(from, STR("mailer-daemon")) >= 0 || str_find(from, STR("postmaster")) >= 0;

	if (!out->id.at || !is_daemon || str_starts(arena_lower(arena, automatic), STR("auto-replied")))
		return;
	out->status = status_in(str_slice(body, 0, 20000));
	out->kind = str_starts(out->status, STR("5.1.")) ? BOUNCE_HARD : BOUNCE_SOFT;
}

enum rc bounce_parse(struct arena *arena, struct str bytes, struct bounce *out)
{
	struct str body = bytes, line;

	*out = (struct bounce){.id = STR_NONE, .mark = STR(""), .status = STR(""), .words = STR("")};
	/* The envelope line that some transfer agents put in front. */
	if (str_starts(bytes, STR("From ")))
		next_line(&body, &line);
	const struct str headers = take_headers(&body);
	const struct str type = header_of(arena, headers, "content-type", 0);
	read_recipient(arena, headers, out);
	if (is_type(arena, headers, "multipart/report")) {
		read_parts(arena, body, parameter_of(arena, type, "boundary"), 0, out);
		if (out->kind == BOUNCE_NONE)
			return RC_NOT_FOUND;
	} else {
		read_words(arena, headers, body, out);
	}
	return out->kind == BOUNCE_NONE ? RC_NOT_FOUND : RC_OK;
}
