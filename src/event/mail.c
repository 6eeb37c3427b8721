#include "event/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

enum { UUID_DIGITS = 32, MARK_DIGITS = 8, MOST_REASON = 300 };

bool mail_is_address(struct str address)
{
	ptrdiff_t at = str_find(address, STR("@"));

	if (at < 1 || address.len > 254 || (size_t)at + 1 == address.len)
		return false;
	for (size_t i = 0; i < address.len; i++) {
		char c = address.at[i];
		if ((unsigned char)c <= ' ' || c == 0x7f || c == ',' || c == ';' || c == '<' || c == '>' || c == '"' ||
		    c == '(' || c == ')' || (c == '@' && i != (size_t)at))
			return false;
	}
	return str_is_utf8(address);
}

/* Encoded words (RFC 2047) of at most 39 bytes each, cut between characters. */
static void add_words(struct text *out, struct str subject)
{
	enum { WORD = 39 };

	for (size_t from = 0; from < subject.len;) {
		size_t len = subject.len - from < WORD ? subject.len - from : WORD;
		while (len > 1 && from + len < subject.len &&
		       ((unsigned char)subject.at[from + len] & 0xc0) == 0x80)
			len--;
		text_cstr(out, from ? "\r\n =?UTF-8?B?" : " =?UTF-8?B?");
		text_add(out, base64(out->arena, str_slice(subject, from, len)));
		text_cstr(out, "?=");
		from += len;
	}
}

static void add_part(struct text *out, const char *type, struct str body)
{
	enum { LINE = 76 };
	struct str encoded = base64(out->arena, body);

	text_printf(out, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
		    type);
	for (size_t from = 0; from < encoded.len; from += LINE) {
		text_add(out, str_slice(encoded, from, LINE));
		text_cstr(out, "\r\n");
	}
}

/* "Tue, 03 Mar 2026 10:00:00 +0000": as in HTTP, but mail has no name for the zone. */
static void add_date(struct text *out, moment now)
{
	struct str date = moment_http(out->arena, now);

	text_cstr(out, "Date: ");
	text_add(out, str_slice(date, 0, date.len - 3));
	text_cstr(out, "+0000\r\n");
}

/* Folded where the line would be long; ours are ASCII but for names and subjects. */
static void add_name(struct text *out, struct str name)
{
	bool is_plain = true;

	for (size_t i = 0; i < name.len; i++)
		is_plain = is_plain && ((name.at[i] >= 'a' && name.at[i] <= 'z') || (name.at[i] >= 'A' && name.at[i] <= 'Z') ||
					(name.at[i] >= '0' && name.at[i] <= '9') || name.at[i] == ' ');
	if (is_plain)
		text_printf(out, " %.*s", STR_ARG(name));
	else
		add_words(out, name);
}

/* The first mail of a thread may never have existed: programs group by the name all the same (RFC 5322, 3.6.4). */
static void add_headers(struct text *out, const struct mail *mail, struct str id)
{
	const struct str host = str_slice(mail->from, (size_t)str_find(mail->from, STR("@")), mail->from.len);

	text_printf(out, "Message-ID: <%.*s%.*s>\r\n", STR_ARG(id), STR_ARG(host));
	if (mail->thread.len)
		text_printf(out, "In-Reply-To: <%.*s%.*s>\r\nReferences: <%.*s%.*s>\r\n", STR_ARG(mail->thread), STR_ARG(host),
			    STR_ARG(mail->thread), STR_ARG(host));
	add_date(out, mail->now);
	text_cstr(out, "From:");
	add_name(out, mail->from_name.len ? mail->from_name : STR("Muster"));
	text_printf(out, " <%.*s>\r\nTo: %.*s\r\n", STR_ARG(mail->from), STR_ARG(mail->to));
	if (mail->reply_to.len)
		text_printf(out, "Reply-To: %.*s\r\n", STR_ARG(mail->reply_to));
	text_cstr(out, "Subject:");
	add_words(out, mail->subject);
	text_cstr(out, "\r\nAuto-Submitted: auto-generated\r\n");
	if (mail->preferences.len)
		text_printf(out, "List-Unsubscribe: <%.*s>\r\n", STR_ARG(mail->preferences));
	text_cstr(out, "MIME-Version: 1.0\r\n");
}

static struct str bannered_text(struct arena *arena, const struct mail *mail)
{
	return mail->banner.len
		? arena_printf(arena, "*** %.*s ***\n\n%.*s", STR_ARG(mail->banner), STR_ARG(mail->text)) : mail->text;
}

/* Behind the tag that opens the body, or before everything. */
static struct str bannered_html(struct arena *arena, const struct mail *mail)
{
	struct text out = TEXT_IN(arena);
	ptrdiff_t body = str_find(mail->html, STR("<body"));
	size_t at = 0;

	if (!mail->banner.len)
		return mail->html;
	if (body >= 0) {
		ptrdiff_t end = str_find(str_slice(mail->html, (size_t)body, mail->html.len), STR(">"));
		at = end < 0 ? 0 : (size_t)body + (size_t)end + 1;
	}
	text_add(&out, str_slice(mail->html, 0, at));
	text_cstr(&out, "<p style=\"margin:0;padding:12px 24px;background:#7a4b00;color:#ffffff;"
			"font:700 16px/1.4 'Segoe UI',Roboto,Arial,sans-serif;text-align:center\">");
	text_html(&out, mail->banner);
	text_cstr(&out, "</p>");
	text_add(&out, str_slice(mail->html, at, mail->html.len));
	return text_str(&out);
}

static bool is_thread(struct str thread)
{
	for (size_t i = 0; i < thread.len; i++) {
		char c = thread.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return thread.len <= 100;
}

static bool is_url(struct str url)
{
	for (size_t i = 0; i < url.len; i++)
		if (url.at[i] <= ' ' || url.at[i] > '~' || url.at[i] == '<' || url.at[i] == '>')
			return false;
	return url.len <= 900;
}

enum rc mail_compose(struct arena *arena, const struct mail *mail, struct str *message)
{
	struct text out = TEXT_IN(arena);

	if (!mail_is_address(mail->from) || !mail_is_address(mail->to) || !is_thread(mail->thread) ||
	    !is_url(mail->preferences) || (mail->reply_to.len && !mail_is_address(mail->reply_to)))
		return RC_INVALID;
	struct str id = mail->id.len ? mail->id : uuid_new(arena, mail->now);
	add_headers(&out, mail, id);
	if (mail->html.at) {
		text_printf(&out, "Content-Type: multipart/alternative; boundary=\"%.*s\"\r\n\r\n--%.*s\r\n",
			    STR_ARG(id), STR_ARG(id));
		add_part(&out, "text/plain", bannered_text(arena, mail));
		text_printf(&out, "--%.*s\r\n", STR_ARG(id));
		add_part(&out, "text/html", bannered_html(arena, mail));
		text_printf(&out, "--%.*s--\r\n", STR_ARG(id));
	} else {
		add_part(&out, "text/plain", bannered_text(arena, mail));
	}
	*message = text_str(&out);
	return RC_OK;
}

struct str mail_mark(struct arena *arena, struct str to)
{
	return str_slice(hex(arena, sha256(arena, arena_lower(arena, to))), 0, MARK_DIGITS);
}

struct str mail_envelope(struct arena *arena, struct str from, struct str bounce, struct str id, struct str to)
{
	struct text out = TEXT_IN(arena);
	ptrdiff_t at = str_find(bounce, STR("@"));

	if (at < 1)
		return from;
	text_add(&out, str_slice(bounce, 0, (size_t)at));
	text_char(&out, '+');
	for (size_t i = 0; i < id.len; i++)
		if (id.at[i] != '-')
			text_char(&out, id.at[i]);
	text_char(&out, '-');
	text_add(&out, mail_mark(arena, to));
	text_add(&out, str_slice(bounce, (size_t)at, bounce.len));
	return text_str(&out);
}

bool mail_envelope_read(struct arena *arena, struct str address, struct str *id, struct str *mark)
{
	static const size_t groups[] = {8, 4, 4, 4, 12};
	struct text out = TEXT_IN(arena);
	ptrdiff_t plus = str_find(address, STR("+"));

	if (plus < 0)
		return false;
	struct str rest = arena_lower(arena, str_slice(address, (size_t)plus + 1, UUID_DIGITS + 1 + MARK_DIGITS + 1));
	if (rest.len != UUID_DIGITS + 1 + MARK_DIGITS + 1 || rest.at[UUID_DIGITS] != '-' || !str_ends(rest, STR("@")))
		return false;
	for (size_t i = 0, from = 0; i < sizeof groups / sizeof *groups; from += groups[i++]) {
		text_cstr(&out, i ? "-" : "");
		text_add(&out, str_slice(rest, from, groups[i]));
	}
	*id = text_str(&out);
	*mark = str_slice(rest, UUID_DIGITS + 1, MARK_DIGITS);
	return uuid_is_valid(*id);
}

struct str mail_reason(struct arena *arena, struct str words)
{
	struct text out = TEXT_IN(arena);
	struct str rest = words, word;

	while (str_split(&rest, ' ', &word) && out.len < MOST_REASON) {
		if (out.len)
			text_char(&out, ' ');
		if (str_find(word, STR("@")) >= 0) {
			text_cstr(&out, "(address)");
			continue;
		}
		for (size_t i = 0; i < word.len; i++)
			text_char(&out, word.at[i] > ' ' && word.at[i] <= '~' ? word.at[i] : '?');
	}
	return str_slice(text_str(&out), 0, MOST_REASON);
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t done = write(fd, bytes.at, bytes.len);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0)
			bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	return true;
}

enum rc mail_spool(struct arena *arena, struct str folder, const struct mail *mail)
{
	struct mail named = *mail;
	struct str message;

	if (!named.id.len)
		named.id = uuid_new(arena, mail->now);
	const struct str id = named.id;
	enum rc rc = mail_compose(arena, &named, &message);

	if (rc != RC_OK)
		return rc;
	/* Under another name until it is complete, so that nobody delivers half a message. */
	const char *beside = arena_printf(arena, "%.*s/%.*s.part", STR_ARG(folder), STR_ARG(token_new(arena))).at;
	const char *name = arena_printf(arena, "%.*s/%.*s.eml", STR_ARG(folder), STR_ARG(id)).at;
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd < 0)
		return FAULT("mail.spool", "open errno=%d", errno);
	bool is_written = write_all(fd, message);
	if (close(fd) != 0)
		is_written = false;
	if (!is_written || rename(beside, name) != 0) {
		unlink(beside);
		return FAULT("mail.spool", "write errno=%d", errno);
	}
	return RC_OK;
}
