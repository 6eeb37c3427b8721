#include "event/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

/* Visible ASCII with one @ inside; what could end the header or name a second address is refused. */
static bool is_address(struct str address)
{
	ptrdiff_t at = str_find(address, STR("@"));

	if (at < 1 || address.len > 254 || (size_t)at + 1 == address.len)
		return false;
	for (size_t i = 0; i < address.len; i++) {
		char c = address.at[i];
		if (c <= ' ' || c > '~' || c == ',' || c == ';' || c == '<' || c == '>' || c == '"' ||
		    c == '(' || c == ')' || (c == '@' && i != (size_t)at))
			return false;
	}
	return true;
}

static struct str base64(struct arena *arena, struct str bytes)
{
	const size_t room = sodium_base64_ENCODED_LEN(bytes.len, sodium_base64_VARIANT_ORIGINAL);
	char *at = arena_alloc(arena, room, 1);

	sodium_bin2base64(at, room, (const unsigned char *)bytes.at, bytes.len,
			  sodium_base64_VARIANT_ORIGINAL);
	return str_of(at);
}

/* Encoded words (RFC 2047) of at most 39 bytes each, cut between characters. */
static void add_subject(struct text *out, struct str subject)
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
	text_cstr(out, "\r\n");
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

enum rc mail_compose(struct arena *arena, const struct mail *mail, struct str *message)
{
	struct text out = TEXT_IN(arena);

	if (!is_address(mail->from) || !is_address(mail->to))
		return RC_INVALID;
	struct str id = uuid_new(arena, mail->now);
	struct str host = str_slice(mail->from, (size_t)str_find(mail->from, STR("@")), mail->from.len);
	text_printf(&out, "Message-ID: <%.*s%.*s>\r\n", STR_ARG(id), STR_ARG(host));
	add_date(&out, mail->now);
	text_printf(&out, "From: Muster <%.*s>\r\nTo: %.*s\r\nSubject:", STR_ARG(mail->from),
		    STR_ARG(mail->to));
	add_subject(&out, mail->subject);
	text_cstr(&out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
	if (mail->html.at) {
		text_printf(&out, "Content-Type: multipart/alternative; boundary=\"%.*s\"\r\n\r\n--%.*s\r\n",
			    STR_ARG(id), STR_ARG(id));
		add_part(&out, "text/plain", mail->text);
		text_printf(&out, "--%.*s\r\n", STR_ARG(id));
		add_part(&out, "text/html", mail->html);
		text_printf(&out, "--%.*s--\r\n", STR_ARG(id));
	} else {
		add_part(&out, "text/plain", mail->text);
	}
	*message = text_str(&out);
	return RC_OK;
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
	struct str message, id = uuid_new(arena, mail->now);
	enum rc rc = mail_compose(arena, mail, &message);

	if (rc != RC_OK)
		return rc;
	/* Under another name until it is complete, so that nobody delivers half a message. */
	const char *beside = arena_printf(arena, "%.*s/%.*s.part", STR_ARG(folder), STR_ARG(id)).at;
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
