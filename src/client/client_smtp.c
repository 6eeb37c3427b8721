#include "client/client_smtp.h"

#include <string.h>

#include "base/text.h"
#include "client/client_curl.h"

enum { MOST_SAID = 400, SERVER_SECONDS = 30 };

/* Kept between messages, so that a batch goes through one connection; and what its server said of itself. */
static CURL *kept;
static bool kept_takes_utf8;

struct conversation {
	struct arena *arena;
	const struct client_smtp_mail *mail;
	struct client_smtp_answer *answer;
	size_t sent;                 /* of the message */
	bool is_over;                /* the message was refused: what follows is only the farewell */
	struct text said;
};

/* --- what libcurl calls --- */

static size_t give_message(char *room, size_t size, size_t count, void *closure)
{
	struct conversation *talk = closure;
	const struct str piece = str_slice(talk->mail->message, talk->sent, size * count);

	memcpy(room, piece.at, piece.len);
	talk->sent += piece.len;
	return piece.len;
}

/* "4.2.2" at the beginning of a reply's text (RFC 2034). */
static struct str enhanced_of(struct str text)
{
	size_t dots = 0, len = 0;

	while (len < text.len && ((text.at[len] >= '0' && text.at[len] <= '9') || text.at[len] == '.'))
		dots += text.at[len++] == '.';
	return dots == 2 && len >= 5 && len <= 9 ? str_slice(text, 0, len) : STR("");
}

static void hear(struct conversation *talk, struct str line)
{
	struct client_smtp_answer *answer = talk->answer;
	int64_t status;
	struct str text;

	line = str_trim(line);
	if (talk->is_over || line.len < 3 || !str_to_int(str_slice(line, 0, 3), 200, 599, &status))
		return;
	text = str_slice(line, 4, line.len);
	if (str_is(answer->stage, "EHLO") && str_equal_nocase(str_trim(text), STR("SMTPUTF8")))
		kept_takes_utf8 = true;
	/* The lines of one reply belong together; another reply replaces them. */
	if (status != answer->status)
		talk->said.len = 0;
	answer->status = (int)status;
	struct str enhanced = enhanced_of(text);
	answer->enhanced = enhanced.len ? arena_str(talk->arena, enhanced) : STR("");
	if (talk->said.len + text.len < MOST_SAID) {
		text_cstr(&talk->said, talk->said.len ? " " : "");
		for (size_t i = 0; i < text.len; i++)
			text_char(&talk->said, text.at[i] >= ' ' && text.at[i] <= '~' ? text.at[i] : '?');
	}
	talk->is_over = status >= 400 && (line.len == 3 || line.at[3] == ' ');
}

/* Which command the next reply belongs to. Everything else that is sent (credentials, the message) is not looked at. */
static void speak(struct conversation *talk, struct str line)
{
	static const char *const commands[] = {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"};
	struct str rest = str_trim(line), word;

	if (talk->is_over || !str_split(&rest, ' ', &word))
		return;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (str_is(word, commands[i])) {
			talk->answer->stage = str_of(commands[i]);
			kept_takes_utf8 = kept_takes_utf8 && i > 0; /* a new EHLO says it again */
			talk->answer->status = 0;
			talk->said.len = 0;
		}
}

static int listen_in(CURL *curl, curl_infotype type, char *bytes, size_t len, void *closure)
{
	(void)curl;
	if (type == CURLINFO_HEADER_IN)
		hear(closure, (struct str){bytes, len});
	else if (type == CURLINFO_HEADER_OUT)
		speak(closure, (struct str){bytes, len});
	return 0;
}

static size_t drop(char *bytes, size_t size, size_t count, void *closure)
{
	(void)bytes;
	(void)closure;
	return size * count;
}

/* --- one message --- */

/* Nothing that ends a line, names a second path or begins a parameter. */
static bool is_path(struct str address)
{
	for (size_t i = 0; i < address.len; i++)
		if ((unsigned char)address.at[i] <= ' ' || address.at[i] == 0x7f || address.at[i] == '<' || address.at[i] == '>')
			return false;
	return address.len <= 254 && str_is_utf8(address);
}

static bool is_ascii(struct str address)
{
	for (size_t i = 0; i < address.len; i++)
		if ((unsigned char)address.at[i] > '~')
			return false;
	return true;
}

static long security_of(struct str security)
{
	if (str_is(security, "none"))
		return CURLUSESSL_NONE;
	return str_is(security, "if-offered") ? CURLUSESSL_TRY : CURLUSESSL_ALL;
}

static void set_server(struct conversation *talk, CURL *curl, const struct client_smtp *server)
{
	const bool is_tls = str_is(server->security, "tls");

	client_curl_usual(talk->arena, curl, server->config);
	client_curl_set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	client_curl_set(curl, CURLOPT_URL,
			arena_printf(talk->arena, "%s://%.*s:%d/%.*s", is_tls ? "smtps" : "smtp", STR_ARG(server->host),
				     server->port, STR_ARG(server->hello)).at);
	client_curl_set(curl, CURLOPT_USE_SSL, is_tls ? (long)CURLUSESSL_ALL : security_of(server->security));
	client_curl_set(curl, CURLOPT_TIMEOUT, (long)SERVER_SECONDS);
	if (server->user.len) {
		client_curl_set(curl, CURLOPT_USERNAME, arena_cstr(talk->arena, server->user));
		client_curl_set(curl, CURLOPT_PASSWORD, arena_cstr(talk->arena, server->password));
	}
	client_curl_set(curl, CURLOPT_VERBOSE, 1L);
	client_curl_set(curl, CURLOPT_DEBUGFUNCTION, listen_in);
	client_curl_set(curl, CURLOPT_DEBUGDATA, talk);
	client_curl_set(curl, CURLOPT_WRITEFUNCTION, drop);
}

/* Codes that tell of the log-in, of the order of commands or of the sender, not of the recipient (RFC 5321, 4954). */
static bool is_our_fault(const struct client_smtp_answer *answer)
{
	static const int ours[] = {500, 501, 502, 503, 504, 530, 534, 535, 538};

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (answer->status == ours[i])
			return true;
	return false;
}

static enum rc judge(struct conversation *talk, CURLcode code, const char *reason)
{
	struct client_smtp_answer *answer = talk->answer;
	const bool is_of_message = str_is(answer->stage, "RCPT") || str_is(answer->stage, "DATA");
	const bool is_too_large = str_is(answer->stage, "MAIL") && answer->status == 552;

	answer->said = arena_str(talk->arena, text_str(&talk->said));
	if (code == CURLE_OK) {
		answer->stage = STR("DATA");
		return RC_OK;
	}
	if (answer->status >= 400)
		answer->failure = arena_printf(talk->arena, "%.*s: %d %.*s", STR_ARG(answer->stage), answer->status,
					       STR_ARG(answer->said));
	else
		answer->failure = arena_str(talk->arena, str_of(reason[0] ? reason : curl_easy_strerror(code)));
	if (answer->status >= 500 && (is_of_message || is_too_large) && !is_our_fault(answer))
		return RC_DENIED;
	answer->is_server_away = !is_of_message || answer->status < 400 || answer->status == 421 || is_our_fault(answer);
	return RC_UNAVAILABLE;
}

/* One transfer; nothing of it may be pointed at when the connection is used again or closed. */
static enum rc perform(struct conversation *talk)
{
	char reason[CURL_ERROR_SIZE] = "";

	client_curl_set(kept, CURLOPT_ERRORBUFFER, reason);
	CURLcode code = curl_easy_perform(kept);
	enum rc rc = judge(talk, code, reason);
	talk->answer->takes_utf8 = kept_takes_utf8;
	curl_easy_reset(kept);
	return rc;
}

static void begin(struct conversation *talk, const struct client_smtp *server)
{
	if (!kept)
		kept = client_curl_new();
	curl_easy_reset(kept);
	set_server(talk, kept, server);
}

static const struct client_smtp_answer nothing_said = {
	.enhanced = STR_INIT(""), .said = STR_INIT(""), .stage = STR_INIT(""), .failure = STR_INIT("")};

enum rc client_smtp_greet(struct arena *arena, const struct client_smtp *server, struct client_smtp_answer *answer)
{
	struct conversation talk = {.arena = arena, .answer = answer, .said = TEXT_IN(arena)};

	*answer = nothing_said;
	begin(&talk, server);
	client_curl_set(kept, CURLOPT_CUSTOMREQUEST, "NOOP");
	client_curl_set(kept, CURLOPT_NOBODY, 1L);
	return perform(&talk);
}

enum rc client_smtp_send(struct arena *arena, const struct client_smtp *server, const struct client_smtp_mail *mail,
			 struct client_smtp_answer *answer)
{
	struct conversation talk = {.arena = arena, .mail = mail, .answer = answer, .said = TEXT_IN(arena)};

	*answer = nothing_said;
	if (!is_path(mail->from) || !is_path(mail->to) || mail->to.len == 0) {
		answer->failure = STR("not an address");
		return RC_INVALID;
	}
	begin(&talk, server);
	struct curl_slist *to =
		curl_slist_append(NULL, arena_printf(arena, "<%.*s>", STR_ARG(mail->to)).at);
	client_curl_set(kept, CURLOPT_MAIL_FROM, arena_printf(arena, "<%.*s>", STR_ARG(mail->from)).at);
	client_curl_set(kept, CURLOPT_MAIL_RCPT, to);
	client_curl_set(kept, CURLOPT_UPLOAD, 1L);
	client_curl_set(kept, CURLOPT_READFUNCTION, give_message);
	client_curl_set(kept, CURLOPT_READDATA, &talk);
	enum rc rc = perform(&talk);
	curl_slist_free_all(to);
	/* The words of a server that did not understand the address are of no use to anybody. */
	if (rc != RC_OK && answer->status >= 500 && !answer->takes_utf8 && !(is_ascii(mail->to) && is_ascii(mail->from))) {
		answer->failure = STR("the mail server takes no addresses beyond ASCII (SMTPUTF8)");
		answer->is_server_away = false;
		return RC_DENIED;
	}
	return rc;
}
