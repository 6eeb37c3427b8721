#include "identity/password.h"

#include <assert.h>
#include <sodium.h>

#include "base/record.h"

enum { OPERATIONS = 2, MEMORY = 19 * 1024 * 1024 };

static void start_library(void)
{
	int started = sodium_init();
	assert(started >= 0);
	(void)started;
}

struct str password_hash(struct arena *arena, struct str password)
{
	start_library();
	char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES, 1);
	int done = crypto_pwhash_str_alg(hash, password.at ? password.at : "", password.len, OPERATIONS,
					 MEMORY, crypto_pwhash_ALG_ARGON2ID13);
	assert(done == 0); /* fails only without memory */
	(void)done;
	return str_of(hash);
}

bool password_fits(struct arena *arena, struct str stored, struct str password)
{
	start_library();
	/* Of a random password that nobody knows, with today's settings. */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$PIsNkyjiKMnLW9LidG4zSg$"
				     "aV1zbza01TlDDzFDoxkigjJuquQN0MWaoHGMw/3nc1s";
	const char *hash = stored.len ? arena_cstr(arena, stored) : nobody;
	bool fits = crypto_pwhash_str_verify(hash, password.at ? password.at : "", password.len) == 0;
	return fits && stored.len;
}

bool password_needs_rehash(struct arena *arena, struct str stored)
{
	start_library();
	return crypto_pwhash_str_needs_rehash(arena_cstr(arena, stored), OPERATIONS, MEMORY) != 0;
}

static bool is_common(struct str password)
{
	static const char *const common[] = {
		"1234567890",   "0123456789", "passwordpassword", "password123",
		"password1234", "qwertyuiop", "letmein123",       "iloveyou123",
		"welcome1234",  "admin12345", "changeme123",      "administrator",
	};
	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
		if (str_equal_nocase(password, str_of(common[i])))
			return true;
	return false;
}

static bool is_one_character(struct str password)
{
	for (size_t i = 1; i < password.len; i++)
		if (password.at[i] != password.at[0])
			return false;
	return true;
}

const char *password_refusal(struct str password, struct str login)
{
	if (!str_is_utf8(password) || str_points(password) < PASSWORD_LEAST)
		return N_("Use at least ten characters.");
	if (str_points(password) > PASSWORD_MOST)
		return N_("Use at most 200 characters.");
	if (is_one_character(password) || is_common(password) || str_equal_nocase(password, login))
		return N_("This password is too easy to guess.");
	return NULL;
}

int64_t password_delay(int64_t failures)
{
	enum { FREE_ATTEMPTS = 4, LONGEST = 300 };
	if (failures <= FREE_ATTEMPTS)
		return 0;
	int64_t steps = failures - FREE_ATTEMPTS;
	return steps >= 9 ? LONGEST : (int64_t)1 << steps;
}
