#include "../unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/file.h"
#include "exchange/secrets_pack.h"

static char folder[] = "/tmp/muster-secrets-XXXXXX";

static void put(struct arena *arena, const char *name, const char *text)
{
	int fd = open(arena_printf(arena, "%s/%s", folder, name).at, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static struct str read_back(struct arena *arena, const char *name)
{
	struct str text;

	return file_read(arena, arena_printf(arena, "%s/%s", folder, name).at, 100, &text) == RC_OK ? text : STR_NONE;
}

static const struct config *config_of(struct arena *arena)
{
	const struct config *config;
	struct str text = arena_printf(arena, "[paths]\nvar = %s\n", folder);

	assert_int_equal(config_parse(arena, text, &config), RC_OK);
	return config;
}

static int make_folder(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	if (!mkdtemp(folder))
		return 1;
	mkdir(arena_printf(arena, "%s/secret", folder).at, 0700);
	mkdir(arena_printf(arena, "%s/keys", folder).at, 0700);
	put(arena, "secret/http.key", "thirty-two bytes of one key here");
	put(arena, "secret/owner.ini", "[owner]\npassword = of-the-database\n");
	put(arena, "keys/audit.key", "signs");
	put(arena, "keys/audit.last", "remembers");
	arena_free(arena);
	return 0;
}

static int remove_folder(void **state)
{
	struct arena *arena = arena_new(0);
	int status = system(arena_printf(arena, "rm -r %s", folder).at);

	(void)state;
	arena_free(arena);
	return status;
}

static void only_the_right_passphrase_opens(void **state)
{
	const struct config *config = config_of(*state);
	const struct secrets_lock lock = {.passphrase = STR("correct horse battery")};
	struct secrets_key key = {.passphrase = STR("correct horse battery")}, wrong = {.passphrase = STR("correct horse")};
	struct str sealed;

	assert_int_equal(secrets_pack(*state, config, &lock, STR("m1"), &sealed), RC_OK);
	assert_true(str_find(sealed, STR("one key")) < 0);
	assert_int_equal(secrets_unpack(config, &wrong, STR("m1"), sealed, true), RC_DENIED);
	assert_int_equal(secrets_unpack(config, &key, STR("m2"), sealed, true), RC_INVALID);
	put(*state, "secret/http.key", "another");
	assert_int_equal(secrets_unpack(config, &key, STR("m1"), sealed, false), RC_OK);
	assert_str(read_back(*state, "secret/http.key"), "another");
	assert_int_equal(secrets_unpack(config, &key, STR("m1"), sealed, true), RC_OK);
	assert_str(read_back(*state, "secret/http.key"), "thirty-two bytes of one key here");
	for (size_t at = 0; at < sealed.len; at += 37) {
		char *changed = arena_alloc(*state, sealed.len, 1);
		memcpy(changed, sealed.at, sealed.len);
		changed[at] ^= 1;
		assert_int_not_equal(secrets_unpack(config, &key, STR("m1"), (struct str){changed, sealed.len}, false), RC_OK);
	}
	assert_int_not_equal(secrets_unpack(config, &key, STR("m1"), str_slice(sealed, 0, sealed.len - 1), false), RC_OK);
}

static void only_the_private_key_opens(void **state)
{
	const struct config *config = config_of(*state);
	struct secrets_lock lock = {.has_recipient = true};
	struct secrets_key key = {.has_private_key = true}, other = {.has_private_key = true};
	struct str public_line, private_line, sealed, again;

	secrets_pair(*state, &public_line, &private_line);
	put(*state, "pair.pub", public_line.at);
	put(*state, "pair", private_line.at);
	assert_int_equal(secrets_line(*state, arena_printf(*state, "%s/pair.pub", folder).at, lock.recipient), RC_OK);
	assert_int_equal(secrets_line(*state, arena_printf(*state, "%s/pair", folder).at, key.private_key), RC_OK);
	assert_int_equal(secrets_line(*state, arena_printf(*state, "%s/secret/http.key", folder).at, other.private_key),
			 RC_INVALID);
	memset(other.private_key, 7, sizeof other.private_key);
	assert_int_equal(secrets_pack(*state, config, &lock, STR("m1"), &sealed), RC_OK);
	assert_int_equal(secrets_pack(*state, config, &lock, STR("m1"), &again), RC_OK);
	assert_false(str_equal(sealed, again));
	assert_int_equal(secrets_unpack(config, &other, STR("m1"), sealed, true), RC_DENIED);
	assert_int_equal(secrets_unpack(config, &key, STR("m1"), sealed, true), RC_OK);
}

/* Passwords of this installation's database accounts, and what its worker remembers, are not keys of the records. */
static void what_belongs_to_the_machine_stays(void **state)
{
	const struct config *config = config_of(*state);
	const struct secrets_lock lock = {.passphrase = STR("correct horse battery")};
	const struct secrets_key key = {.passphrase = STR("correct horse battery")};
	struct str sealed;

	assert_int_equal(secrets_pack(*state, config, &lock, STR("m1"), &sealed), RC_OK);
	put(*state, "secret/owner.ini", "own");
	put(*state, "keys/audit.last", "own");
	put(*state, "keys/audit.key", "own");
	assert_int_equal(secrets_unpack(config, &key, STR("m1"), sealed, true), RC_OK);
	assert_str(read_back(*state, "secret/owner.ini"), "own");
	assert_str(read_back(*state, "keys/audit.last"), "own");
	assert_str(read_back(*state, "keys/audit.key"), "signs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(only_the_right_passphrase_opens),
		UNIT(only_the_private_key_opens),
		UNIT(what_belongs_to_the_machine_stays),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
