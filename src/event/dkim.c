#include "event/dkim.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/base64.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

enum { FILE_MOST = 65536, SIGNATURE_MOST = 2048, LINE = 72 };

/* What a reader sees and what decides where answers go. From stands twice, so that nobody adds another one (RFC 6376, 8.15). */
static const char *const signed_names[] = {
	"from", "from", "to", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version",
	"content-type", "content-transfer-encoding", "auto-submitted", "list-unsubscribe",
};

/* --- keys ------------------------------------------------------------------------------- */

static void release_key(void *key)
{
	EVP_PKEY_free(key);
}

static bool is_selector(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_')
			return false;
	}
	return text.len > 0 && text.len <= 63;
}

static struct str file_path(struct arena *arena, const struct config *config, struct str name)
{
	if (name.len && name.at[0] == '/')
		return arena_str(arena, name);
	return arena_printf(arena, "%.*s/%.*s", STR_ARG(config_path(arena, config, "paths.var")), STR_ARG(name));
}

static EVP_PKEY *read_key(struct arena *arena, struct str path)
{
	struct str bytes;

	if (file_read(arena, arena_cstr(arena, path), FILE_MOST, &bytes) != RC_OK)
		return NULL;
	BIO *source = BIO_new_mem_buf(bytes.at, (int)bytes.len);
	EVP_PKEY *key = source ? PEM_read_bio_PrivateKey(source, NULL, NULL, NULL) : NULL;
	BIO_free(source);
	if (key)
		arena_defer(arena, release_key, key);
	return key;
}

static bool is_usable(const EVP_PKEY *key)
{
	const int kind = EVP_PKEY_get_base_id(key);

	return kind == EVP_PKEY_ED25519 || (kind == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) >= DKIM_RSA_BITS_LEAST);
}

static enum rc add_key(struct arena *arena, const struct config *config, struct str entry, struct dkim *out, struct str *why)
{
	struct dkim_key *key = &out->keys[out->count];
	struct str file = entry;

	if (out->count == DKIM_KEYS_MOST || !str_split(&file, '=', &key->selector) || !is_selector(key->selector) || !file.len) {
		*why = STR("mail.dkim_keys has to be SELECTOR=FILE, at most four with blanks between them");
		return RC_INVALID;
	}
	struct str path = file_path(arena, config, file);
	key->key = read_key(arena, path);
	if (!key->key || !is_usable(key->key)) {
		*why = arena_printf(arena, "%.*s %s", STR_ARG(path),
				    key->key ? "is neither an RSA key of 2048 bits or more nor an Ed25519 key"
					     : "holds no private key that can be read");
		return RC_INVALID;
	}
	out->count++;
	return RC_OK;
}

enum rc dkim_load(struct arena *arena, const struct config *config, struct dkim *out, struct str *why)
{
	struct str rest = config_text(config, "mail.dkim_keys"), from = config_text(config, "mail.from"), entry;
	const ptrdiff_t at = str_find(from, STR("@"));
	enum rc rc = RC_OK;

	*out = (struct dkim){.domain = at < 0 ? STR("") : arena_lower(arena, str_slice(from, (size_t)at + 1, from.len))};
	while (rc == RC_OK && str_split(&rest, ' ', &entry))
		if (entry.len)
			rc = add_key(arena, config, entry, out, why);
	if (rc == RC_OK && out->count && !out->domain.len) {
		*why = STR("mail.from has no domain");
		rc = RC_INVALID;
	}
	return rc;
}

static bool is_ed25519(const struct dkim_key *key)
{
	return EVP_PKEY_get_base_id(key->key) == EVP_PKEY_ED25519;
}

struct str dkim_record(struct arena *arena, const struct dkim_key *key)
{
	unsigned char raw[64], *der = NULL;
	size_t raw_len = sizeof raw;
	struct str encoded = STR("");

	if (is_ed25519(key)) {
		if (EVP_PKEY_get_raw_public_key(key->key, raw, &raw_len) == 1)
			encoded = base64(arena, (struct str){(const char *)raw, raw_len});
	} else {
		int len = i2d_PUBKEY(key->key, &der);
		if (len > 0)
			encoded = base64(arena, (struct str){(const char *)der, (size_t)len});
		OPENSSL_free(der);
	}
	return arena_printf(arena, "v=DKIM1; k=%s; p=%.*s", is_ed25519(key) ? "ed25519" : "rsa", STR_ARG(encoded));
}

/* --- canonical forms ---------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Runs of blanks become one; those at the end go. */
static void add_squeezed(struct text *out, struct str line)
{
	bool is_behind_blank = false;

	for (size_t i = 0; i < line.len; i++) {
		if (is_blank(line.at[i]) || line.at[i] == '\r' || line.at[i] == '\n') {
			is_behind_blank = true;
			continue;
		}
		if (is_behind_blank)
			text_char(out, ' ');
		is_behind_blank = false;
		text_char(out, line.at[i]);
	}
}

struct str dkim_relaxed_header(struct arena *arena, struct str header)
{
	struct text out = TEXT_IN(arena);
	struct str value = header, name = STR("");

	str_split(&value, ':', &name);
	text_add(&out, arena_lower(arena, str_trim(name)));
	text_char(&out, ':');
	add_squeezed(&out, str_trim(value));
	return text_str(&out);
}

struct str dkim_relaxed_body(struct arena *arena, struct str body)
{
	struct text out = TEXT_IN(arena);
	size_t end = 0; /* behind the last line that is not empty */

	while (body.len) {
		const ptrdiff_t found = str_find(body, STR("\r\n"));
		const size_t len = found < 0 ? body.len : (size_t)found, start = out.len;
		struct str line = str_slice(body, 0, len);
		body = str_slice(body, len + 2, body.len);
		if (line.len && is_blank(line.at[0]))
			text_char(&out, ' ');
		size_t lead = 0;
		while (lead < line.len && is_blank(line.at[lead]))
			lead++;
		add_squeezed(&out, str_slice(line, lead, line.len));
		if (out.len == start + 1 && lead == line.len)
			out.len = start;
		const bool is_empty = out.len == start;
		text_cstr(&out, "\r\n");
		end = is_empty ? end : out.len;
	}
	return str_slice(text_str(&out), 0, end);
}

/* --- the signature --------------------------------------------------------------------------- */

/* Headers with their folded lines, without the last line end; in the order of the message. */
static size_t split_headers(struct str head, struct str *out, size_t most)
{
	size_t count = 0;

	while (head.len && count < most) {
		size_t len = 0;
		for (;;) {
			const ptrdiff_t found = str_find(str_slice(head, len, head.len), STR("\r\n"));
			len = found < 0 ? head.len : len + (size_t)found;
			if (len >= head.len || len + 2 >= head.len || !is_blank(head.at[len + 2]))
				break;
			len += 2;
		}
		out[count++] = str_slice(head, 0, len);
		head = str_slice(head, len + 2, head.len);
	}
	return count;
}

static bool is_named(struct str header, const char *name)
{
	struct str found = STR("");

	return str_split(&header, ':', &found) && str_equal_nocase(str_trim(found), str_of(name));
}

/* The names of h= and what is hashed of them. A name again means the next one up, and one that is not there nothing (5.4.2). */
static void add_headers(struct arena *arena, struct str head, struct text *names, struct text *hashed)
{
	struct str headers[100];
	const size_t count = split_headers(head, headers, sizeof headers / sizeof *headers);

	for (size_t i = 0; i < sizeof signed_names / sizeof *signed_names; i++) {
		const bool is_again = i > 0 && str_is(str_of(signed_names[i]), signed_names[i - 1]);
		bool is_there = false;
		for (size_t j = count; j-- > 0 && !is_there && !is_again;) {
			is_there = is_named(headers[j], signed_names[i]);
			if (!is_there)
				continue;
			text_add(hashed, dkim_relaxed_header(arena, headers[j]));
			text_cstr(hashed, "\r\n");
		}
		if (is_there || is_again)
			text_printf(names, "%s%s", names->len ? ":" : "", signed_names[i]);
	}
}

static enum rc sign_bytes(struct arena *arena, const struct dkim_key *key, struct str bytes, struct str *out)
{
	unsigned char *made = arena_alloc(arena, SIGNATURE_MOST, 1);
	size_t len = SIGNATURE_MOST;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	/* Ed25519 signs the hash of it (RFC 8463, 3). */
	const bool is_ed = is_ed25519(key);
	const struct str input = is_ed ? sha256(arena, bytes) : bytes;
	const bool is_done = context &&
			     EVP_DigestSignInit(context, NULL, is_ed ? NULL : EVP_sha256(), NULL, key->key) == 1 &&
			     EVP_DigestSign(context, made, &len, (const unsigned char *)input.at, input.len) == 1;

	EVP_MD_CTX_free(context);
	*out = (struct str){(const char *)made, len};
	return is_done ? RC_OK : FAULT("dkim.sign", "%.*s", STR_ARG(key->selector));
}

static void add_folded(struct text *out, struct str encoded)
{
	for (size_t from = 0; from < encoded.len; from += LINE) {
		text_cstr(out, "\r\n\t");
		text_add(out, str_slice(encoded, from, LINE));
	}
}

static enum rc add_signature(struct arena *arena, const struct dkim *dkim, const struct dkim_key *key, moment now,
			     struct str head, struct str body_hash, struct text *out)
{
	struct text names = TEXT_IN(arena), hashed = TEXT_IN(arena), header = TEXT_IN(arena);
	struct str signature;

	add_headers(arena, head, &names, &hashed);
	text_printf(&header, "DKIM-Signature: v=1; a=%s; c=relaxed/relaxed;\r\n\td=%.*s;\r\n\ts=%.*s; t=%lld;\r\n\tbh=%.*s;\r\n\th=",
		    is_ed25519(key) ? "ed25519-sha256" : "rsa-sha256", STR_ARG(dkim->domain), STR_ARG(key->selector),
		    (long long)(now / SECONDS(1)), STR_ARG(base64(arena, body_hash)));
	struct str rest = text_str(&names), name;
	for (size_t line = 3; str_split(&rest, ':', &name); line += name.len + 1) {
		if (line + name.len > LINE) {
			text_cstr(&header, "\r\n\t");
			line = 0;
		}
		text_add(&header, name);
		text_cstr(&header, rest.len ? ":" : ";");
	}
	text_cstr(&header, "\r\n\tb=");
	text_add(&hashed, dkim_relaxed_header(arena, text_str(&header)));
	enum rc rc = sign_bytes(arena, key, text_str(&hashed), &signature);
	if (rc != RC_OK)
		return rc;
	text_add(out, text_str(&header));
	add_folded(out, base64(arena, signature));
	text_cstr(out, "\r\n");
	return RC_OK;
}

enum rc dkim_sign(struct arena *arena, const struct dkim *dkim, moment now, struct str message, struct str *signed_message)
{
	const ptrdiff_t end = str_find(message, STR("\r\n\r\n"));
	const size_t head_len = end < 0 ? message.len : (size_t)end + 2;
	struct str head = str_slice(message, 0, head_len), body = str_slice(message, head_len + 2, message.len);
	struct str body_hash = sha256(arena, dkim_relaxed_body(arena, body));
	struct text out = TEXT_IN(arena);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < dkim->count; i++)
		rc = add_signature(arena, dkim, &dkim->keys[i], now, head, body_hash, &out);
	text_add(&out, message);
	*signed_message = text_str(&out);
	return rc;
}
