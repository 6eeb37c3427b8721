#include "deadline/calendar_view.h"

enum { LINE_OCTETS = 75, EVENT_MINUTES = 30, MINUTES_A_DAY = 1440, REMIND_HOUR = 9 };

/* --- the format --- */

/* How many octets of text fit, without cutting a character of UTF-8 in two. */
static size_t fitting(struct str text, size_t most)
{
	size_t len = text.len < most ? text.len : most;

	while (len > 0 && len < text.len && ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	return len ? len : text.len < most ? text.len : most; /* no UTF-8: cut anywhere rather than never */
}

void calendar_line(struct text *out, const char *name, struct str value)
{
	struct str rest = arena_printf(out->arena, "%s:%.*s", name, STR_ARG(value));
	size_t room = LINE_OCTETS;

	while (rest.len > room) {
		const size_t len = fitting(rest, room);
		text_add(out, str_slice(rest, 0, len));
		text_cstr(out, "\r\n ");
		rest = str_slice(rest, len, rest.len);
		room = LINE_OCTETS - 1; /* the blank counts */
	}
	text_add(out, rest);
	text_cstr(out, "\r\n");
}

struct str calendar_text(struct arena *arena, struct str value)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < value.len; i++) {
		const char c = value.at[i];
		if (c == '\n')
			text_cstr(&out, "\\n");
		else if (c == '\\' || c == ';' || c == ',') {
			text_char(&out, '\\');
			text_char(&out, c);
		} else if ((unsigned char)c >= 0x20 && c != 0x7f)
			text_char(&out, c);
	}
	return text_str(&out);
}

static void put_text(struct text *out, const char *name, struct str value)
{
	calendar_line(out, name, calendar_text(out->arena, value));
}

static struct str utc(struct arena *arena, moment at)
{
	const struct civil c = zone_civil(NULL, at);

	return arena_printf(arena, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

static struct str date(struct arena *arena, day on)
{
	const struct civil c = day_civil(on);

	return arena_printf(arena, "%04d%02d%02d", c.year, c.month, c.day);
}

/* --- one deadline --- */

static bool is_action(const struct deadline *d)
{
	return d->kind == DEADLINE_CAPA;
}

static struct str summary(struct arena *arena, const struct calendar *calendar, const struct deadline *d)
{
	const struct str title = tr(calendar->style->catalogue, deadline_title(d));

	return d->reference.len ? arena_printf(arena, "%.*s: %.*s", STR_ARG(d->reference), STR_ARG(title)) : title;
}

static void put_head(struct text *out, const struct calendar *calendar, const struct deadline *d)
{
	struct arena *arena = out->arena;
	const struct str href = deadline_href(arena, d);
	const char *law = deadline_citation(d);

	calendar_line(out, "UID", arena_printf(arena, "deadline-%.*s", STR_ARG(d->uuid)));
	calendar_line(out, "DTSTAMP", utc(arena, d->updated_at));
	calendar_line(out, "CREATED", utc(arena, d->created_at));
	calendar_line(out, "LAST-MODIFIED", utc(arena, d->updated_at));
	calendar_line(out, "SEQUENCE", arena_printf(arena, "%lld", (long long)d->sequence));
	put_text(out, "SUMMARY", summary(arena, calendar, d));
	if (*law)
		put_text(out, "DESCRIPTION", str_of(law));
	if (href.len)
		calendar_line(out, "URL", arena_concat(arena, calendar->url, href));
	calendar_line(out, "CLASS", STR("PRIVATE"));
}

/* Before the start of an event, or before the end of a task; of a day at nine in the morning, so many days before. */
static void put_alarm(struct text *out, const struct calendar *calendar, const struct deadline *d, bool is_task)
{
	struct arena *arena = out->arena;
	const int64_t lead = calendar->rules[d->kind].lead_minutes;
	const int64_t days = (lead + MINUTES_A_DAY - 1) / MINUTES_A_DAY;
	const char *name = is_task ? "TRIGGER;RELATED=END" : "TRIGGER";
	const bool is_day = d->due_on != DAY_NONE;

	if (!deadline_is_open(d) || (lead == 0 && !is_day))
		return;
	calendar_line(out, "BEGIN", STR("VALARM"));
	calendar_line(out, "ACTION", STR("DISPLAY"));
	put_text(out, "DESCRIPTION", summary(arena, calendar, d));
	if (!is_day)
		calendar_line(out, name, arena_printf(arena, "-PT%lldM", (long long)lead));
	else if (days == 0)
		calendar_line(out, name, arena_printf(arena, "PT%dH", REMIND_HOUR));
	else if (days == 1)
		calendar_line(out, name, arena_printf(arena, "-PT%dH", 24 - REMIND_HOUR));
	else
		calendar_line(out, name, arena_printf(arena, "-P%lldDT%dH", (long long)days - 1, 24 - REMIND_HOUR));
	calendar_line(out, "END", STR("VALARM"));
}

/* A day is the whole day; an hour is a half hour that ends with it. */
static void put_event(struct text *out, const struct calendar *calendar, const struct deadline *d)
{
	struct arena *arena = out->arena;

	calendar_line(out, "BEGIN", STR("VEVENT"));
	put_head(out, calendar, d);
	if (d->due_on != DAY_NONE) {
		calendar_line(out, "DTSTART;VALUE=DATE", date(arena, d->due_on));
		calendar_line(out, "DTEND;VALUE=DATE", date(arena, d->due_on + 1));
	} else {
		calendar_line(out, "DTSTART", utc(arena, d->due_at - MINUTES(EVENT_MINUTES)));
		calendar_line(out, "DTEND", utc(arena, d->due_at));
	}
	calendar_line(out, "STATUS", d->cancelled_at != MOMENT_NONE ? STR("CANCELLED") : STR("CONFIRMED"));
	calendar_line(out, "TRANSP", STR("TRANSPARENT"));
	put_alarm(out, calendar, d, false);
	calendar_line(out, "END", STR("VEVENT"));
}

static void put_todo(struct text *out, const struct calendar *calendar, const struct deadline *d)
{
	struct arena *arena = out->arena;

	calendar_line(out, "BEGIN", STR("VTODO"));
	put_head(out, calendar, d);
	if (d->due_on != DAY_NONE)
		calendar_line(out, "DUE;VALUE=DATE", date(arena, d->due_on));
	else
		calendar_line(out, "DUE", utc(arena, d->due_at));
	if (d->cancelled_at != MOMENT_NONE) {
		calendar_line(out, "STATUS", STR("CANCELLED"));
	} else if (d->met_at != MOMENT_NONE) {
		calendar_line(out, "STATUS", STR("COMPLETED"));
		calendar_line(out, "COMPLETED", utc(arena, d->met_at));
		calendar_line(out, "PERCENT-COMPLETE", STR("100"));
	} else {
		calendar_line(out, "STATUS", STR("NEEDS-ACTION"));
	}
	put_alarm(out, calendar, d, true);
	calendar_line(out, "END", STR("VTODO"));
}

struct str calendar_write(struct arena *arena, const struct calendar *calendar, const struct deadline *deadlines,
			  size_t count)
{
	struct text out = TEXT_IN(arena);

	calendar_line(&out, "BEGIN", STR("VCALENDAR"));
	calendar_line(&out, "VERSION", STR("2.0"));
	calendar_line(&out, "PRODID", STR("-//Muster//Deadlines//EN"));
	calendar_line(&out, "CALSCALE", STR("GREGORIAN"));
	calendar_line(&out, "METHOD", STR("PUBLISH"));
	put_text(&out, "NAME", calendar->name);
	put_text(&out, "X-WR-CALNAME", calendar->name);
	calendar_line(&out, "REFRESH-INTERVAL;VALUE=DURATION", STR("PT1H"));
	calendar_line(&out, "X-PUBLISHED-TTL", STR("PT1H"));
	for (size_t i = 0; i < count; i++) {
		const struct deadline *d = &deadlines[i];
		if (is_action(d) && !calendar->as_events)
			put_todo(&out, calendar, d);
		else if (d->met_at == MOMENT_NONE)
			put_event(&out, calendar, d);
	}
	calendar_line(&out, "END", STR("VCALENDAR"));
	return text_str(&out);
}
