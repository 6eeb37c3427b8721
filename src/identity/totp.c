#include "identity/totp.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"

struct str totp_secret_new(struct arena *arena)
{
	char *secret = arena_alloc(arena, TOTP_SECRET, 1);

	random_bytes(secret, TOTP_SECRET);
	return (struct str){secret, TOTP_SECRET};
}

int64_t totp_step(moment now)
{
	return now / SECONDS(TOTP_SECONDS);
}

uint32_t totp_code(struct str secret, int64_t step)
{
	enum { SHA1 = 20, LIMIT = 1000000 };
	unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	const unsigned char *made =
		HMAC(EVP_sha1(), secret.at, (int)secret.len, counter, sizeof counter, mac, &len);
	assert(made && len == SHA1);
	(void)made;
	/* The last four bits say where the 31 bits of the code begin (RFC 4226, 5.3). */
	const unsigned char *at = mac + (mac[SHA1 - 1] & 0x0f);
	uint32_t bits = (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	return bits % LIMIT;
}

/* The six digits without blanks; false when there are others. */
static bool read_digits(struct str typed, char digits[TOTP_DIGITS])
{
	size_t count = 0;

	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (c == ' ')
			continue;
		if (c < '0' || c > '9' || count == TOTP_DIGITS)
			return false;
		digits[count++] = c;
	}
	return count == TOTP_DIGITS;
}

static bool is_code(const char digits[TOTP_DIGITS], uint32_t code)
{
	char expected[TOTP_DIGITS];

	for (int i = TOTP_DIGITS - 1; i >= 0; i--, code /= 10)
		expected[i] = (char)('0' + code % 10);
	return CRYPTO_memcmp(digits, expected, TOTP_DIGITS) == 0;
}

int64_t totp_accept(struct str secret, struct str typed, moment now, int64_t used_step)
{
	char digits[TOTP_DIGITS];
	int64_t present = totp_step(now), found = 0;

	if (!read_digits(typed, digits))
		return 0;
	for (int64_t step = present - 1; step <= present + 1; step++)
		if (is_code(digits, totp_code(secret, step)) && step > used_step)
			found = step;
	return found;
}

static struct str base32(struct arena *arena, struct str bytes, size_t group)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct text text = TEXT_IN(arena);
	uint32_t bits = 0;
	unsigned have = 0;
	size_t count = 0;

	for (size_t i = 0; i < bytes.len || have > 0;) {
		if (have < 5 && i < bytes.len) {
			bits = bits << 8 | (unsigned char)bytes.at[i++];
			have += 8;
		} else if (have < 5) {
			bits <<= 5 - have;
			have = 5;
		}
		have -= 5;
		if (group && count && count % group == 0)
			text_char(&text, ' ');
		text_char(&text, digits[bits >> have & 31]);
		count++;
	}
	return text_str(&text);
}

struct str totp_key_text(struct arena *arena, struct str secret)
{
	return base32(arena, secret, 4);
}

struct str totp_address(struct arena *arena, struct str secret, struct str issuer, struct str login)
{
	struct text text = TEXT_IN(arena);

	text_cstr(&text, "otpauth://totp/");
	text_url(&text, issuer);
	text_cstr(&text, ":");
	text_url(&text, login);
	text_cstr(&text, "?secret=");
	text_add(&text, base32(arena, secret, 0));
	text_cstr(&text, "&issuer=");
	text_url(&text, issuer);
	return text_str(&text);
}
