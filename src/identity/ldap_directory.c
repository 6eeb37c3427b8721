#include "identity/ldap_directory.h"

#include <ldap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "http/host.h"
#include "identity/secret_file.h"

enum { GROUPS_MOST = 1000, PAGE = 500, ACCOUNT_DISABLED = 2 };

/* A directory that was not reached is left alone for a while: people who wait for it must not stop all others. */
static const moment pause_after_failure = SECONDS(10);
static moment alone_until;

/* One connection, and what belongs to it. */
struct directory {
	struct arena *arena;
	const struct config *config;
	LDAP *ld;
	moment until; /* for all searches of groups together */
};

/* An entry that was found. */
struct entry {
	const char *dn;
	LDAPMessage *message;
};

bool ldap_directory_is_on(const struct config *config)
{
	return config_text(config, "ldap.url").len > 0;
}

struct str ldap_directory_issuer(struct arena *arena, const struct config *config)
{
	return arena_printf(arena, "ldap:%.*s", STR_ARG(config_text(config, "ldap.base")));
}

static const char *setting(const struct directory *directory, const char *key)
{
	return arena_cstr(directory->arena, config_text(directory->config, key));
}

struct str ldap_directory_filter(struct arena *arena, struct str filter, struct str value)
{
	struct text out = TEXT_IN(arena);
	struct berval raw = {value.len, (char *)(uintptr_t)(value.at ? value.at : "")}, escaped = {0};
	ptrdiff_t at;
	bool is_there = false;

	if (ldap_bv2escaped_filter_value(&raw, &escaped) != 0)
		return STR_NONE;
	while ((at = str_find(filter, STR("%s"))) >= 0) {
		text_add(&out, str_slice(filter, 0, (size_t)at));
		text_add(&out, (struct str){escaped.bv_val, escaped.bv_len});
		filter = str_slice(filter, (size_t)at + 2, filter.len);
		is_there = true;
	}
	text_add(&out, filter);
	if (escaped.bv_val != raw.bv_val)
		ldap_memfree(escaped.bv_val);
	return is_there ? text_str(&out) : STR_NONE;
}

/* --- connection ------------------------------------------------------------------------ */

static void release_connection(void *ld)
{
	ldap_unbind_ext_s(ld, NULL, NULL);
}

static void release_message(void *message)
{
	ldap_msgfree(message);
}

static enum rc away(const char *what, int code)
{
	if (code == LDAP_SERVER_DOWN || code == LDAP_TIMEOUT || code == LDAP_CONNECT_ERROR)
		alone_until = moment_now() + pause_after_failure;
	LOG(LOG_WARN, "ldap.away", "%s: %s", what, ldap_err2string(code));
	return RC_UNAVAILABLE;
}

/* Certificates are demanded and checked against the host's name. */
static int set_options(const struct directory *directory)
{
	const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, least = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2, client = 0;
	const struct timeval wait = {.tv_sec = config_int(directory->config, "ldap.seconds")};
	struct str ca = secret_file_path(directory->arena, directory->config, "ldap.ca_file");
	LDAP *ld = directory->ld;
	int failed = ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version) |
		     ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) |
		     ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &wait) |
		     ldap_set_option(ld, LDAP_OPT_TIMEOUT, &wait) |
		     ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) |
		     ldap_set_option(ld, LDAP_OPT_X_TLS_PROTOCOL_MIN, &least);

	if (ca.at)
		failed |= ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE, arena_cstr(directory->arena, ca));
	return failed | ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &client);
}

/* Every server of the list is this machine. */
static bool is_local(struct str urls)
{
	struct str url;

	while (str_split(&urls, ' ', &url)) {
		ptrdiff_t at = str_find(url, STR("://"));
		struct str rest = str_slice(url, at < 0 ? 0 : (size_t)at + 3, url.len), host;
		if (str_starts(url, STR("ldapi://")) || !url.len)
			continue;
		if (!str_split(&rest, '/', &host) || !host_is_local(host))
			return false;
	}
	return true;
}

static enum rc secure(const struct directory *directory)
{
	struct str urls = config_text(directory->config, "ldap.url");

	if (str_find(urls, STR("ldap://")) < 0)
		return RC_OK;
	if (str_is(config_text(directory->config, "ldap.start_tls"), "on")) {
		int code = ldap_start_tls_s(directory->ld, NULL, NULL);
		return code == LDAP_SUCCESS ? RC_OK : away("start_tls", code);
	}
	if (is_local(urls))
		return RC_OK;
	LOG(LOG_ERROR, "ldap.plain", "without TLS only to this machine: set ldap.start_tls");
	return RC_UNAVAILABLE;
}

static enum rc connect_to(struct directory *directory)
{
	if (moment_now() < alone_until)
		return RC_UNAVAILABLE;
	int code = ldap_initialize(&directory->ld, setting(directory, "ldap.url"));
	if (code != LDAP_SUCCESS)
		return away("url", code);
	arena_defer(directory->arena, release_connection, directory->ld);
	if (set_options(directory) != LDAP_SUCCESS)
		return away("options", LDAP_PARAM_ERROR);
	return secure(directory);
}

static int bind_as(const struct directory *directory, const char *dn, struct str password)
{
	struct berval secret = {password.len, (char *)(uintptr_t)(password.at ? password.at : "")};

	return ldap_sasl_bind_s(directory->ld, dn, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
}

/* Connected as our own account, or as nobody where none is set. */
static enum rc open_directory(struct directory *directory)
{
	struct str password;
	const char *dn = setting(directory, "ldap.bind_dn");
	enum rc rc = connect_to(directory);

	if (rc == RC_OK)
		rc = secret_file_read(directory->arena, directory->config, "ldap.password_file", &password);
	if (rc != RC_OK || !*dn)
		return rc;
	if (!password.len) {
		LOG(LOG_ERROR, "ldap.password_file", "no password for ldap.bind_dn");
		return RC_UNAVAILABLE;
	}
	int code = bind_as(directory, dn, password);
	return code == LDAP_SUCCESS ? RC_OK : away("bind", code);
}

/* --- people --------------------------------------------------------------------------------- */

/* RC_DENIED: none, or several. */
static enum rc search_one(const struct directory *directory, struct str filter, struct entry *out)
{
	char all[] = "*", operational[] = "+", member_of[] = "memberOf";
	char *wanted[] = {all, operational, member_of, NULL};
	struct timeval wait = {.tv_sec = config_int(directory->config, "ldap.seconds")};
	LDAPMessage *found = NULL;

	if (!filter.at)
		return away("filter without %s", LDAP_FILTER_ERROR);
	int code = ldap_search_ext_s(directory->ld, setting(directory, "ldap.base"), LDAP_SCOPE_SUBTREE,
				     arena_cstr(directory->arena, filter), wanted, 0, NULL, NULL, &wait, 2, &found);
	if (found)
		arena_defer(directory->arena, release_message, found);
	if (code == LDAP_SIZELIMIT_EXCEEDED)
		return RC_DENIED;
	if (code != LDAP_SUCCESS)
		return away("search", code);
	out->message = ldap_first_entry(directory->ld, found);
	if (!out->message || ldap_next_entry(directory->ld, out->message))
		return RC_DENIED;
	char *dn = ldap_get_dn(directory->ld, out->message);
	out->dn = dn ? arena_cstr(directory->arena, str_of(dn)) : "";
	ldap_memfree(dn);
	return *out->dn ? RC_OK : RC_DENIED;
}

/* The first value, any bytes. */
static struct str value_of(const struct directory *directory, const struct entry *entry, const char *attribute)
{
	struct berval **values = *attribute ? ldap_get_values_len(directory->ld, entry->message, attribute) : NULL;
	struct str value = STR_NONE;

	if (values && values[0] && values[0]->bv_len)
		value = arena_str(directory->arena, (struct str){values[0]->bv_val, values[0]->bv_len});
	ldap_value_free_len(values);
	return value;
}

static struct str text_of(const struct directory *directory, const struct entry *entry, const char *key)
{
	struct str value = value_of(directory, entry, setting(directory, key));

	return value.at && str_is_utf8(value) ? value : STR_NONE;
}

/* What never changes of the entry; ids of bytes (objectGUID) as hexadecimal digits. */
static struct str subject_of(const struct directory *directory, const struct entry *entry)
{
	const char *attribute = setting(directory, "ldap.attribute_id");
	struct str value = value_of(directory, entry, attribute);

	if (strcasecmp(attribute, "objectGUID") == 0 || (value.at && !str_is_utf8(value)))
		return value.at ? arena_printf(directory->arena, "hex:%.*s", STR_ARG(hex(directory->arena, value)))
				: STR_NONE;
	return value;
}

/* Switched off or locked by an administrator, as Active Directory, 389 and OpenLDAP say it. */
static bool is_disabled(const struct directory *directory, const struct entry *entry)
{
	int64_t control = 0;

	return (str_to_int(value_of(directory, entry, "userAccountControl"), 0, INT32_MAX, &control) &&
		(control & ACCOUNT_DISABLED)) ||
	       str_equal_nocase(value_of(directory, entry, "nsAccountLock"), STR("true")) ||
	       str_equal_nocase(value_of(directory, entry, "loginDisabled"), STR("true")) ||
	       value_of(directory, entry, "pwdAccountLockedTime").at;
}

/* --- groups --------------------------------------------------------------------------------- */

struct groups {
	struct str *at;
	size_t count;
	bool is_whole;
};

static void add_group(struct groups *groups, struct str dn)
{
	for (size_t i = 0; i < groups->count; i++)
		if (str_equal_nocase(groups->at[i], dn))
			return;
	if (groups->count == GROUPS_MOST)
		groups->is_whole = false;
	else
		groups->at[groups->count++] = dn;
}

static void add_member_of(const struct directory *directory, const struct entry *entry, struct groups *groups)
{
	struct berval **values = ldap_get_values_len(directory->ld, entry->message, "memberOf");

	for (size_t i = 0; values && values[i]; i++)
		add_group(groups, arena_str(directory->arena, (struct str){values[i]->bv_val, values[i]->bv_len}));
	ldap_value_free_len(values);
}

/* One page of groups; cookie goes on where the last one stopped. */
static int search_page(const struct directory *directory, const char *filter, struct berval *cookie,
		       struct groups *groups)
{
	char none[] = LDAP_NO_ATTRS;
	char *wanted[] = {none, NULL};
	struct timeval wait = {.tv_sec = config_int(directory->config, "ldap.seconds")};
	LDAPControl *control = NULL, **answered = NULL;
	LDAPMessage *found = NULL;
	int code = ldap_create_page_control(directory->ld, PAGE, cookie, 0, &control);
	LDAPControl *controls[] = {control, NULL};

	if (code == LDAP_SUCCESS)
		code = ldap_search_ext_s(directory->ld, setting(directory, "ldap.group_base"), LDAP_SCOPE_SUBTREE, filter,
					 wanted, 0, controls, NULL, &wait, LDAP_NO_LIMIT, &found);
	ldap_control_free(control);
	for (LDAPMessage *one = found ? ldap_first_entry(directory->ld, found) : NULL; one;
	     one = ldap_next_entry(directory->ld, one)) {
		char *dn = ldap_get_dn(directory->ld, one);
		if (dn)
			add_group(groups, arena_str(directory->arena, str_of(dn)));
		ldap_memfree(dn);
	}
	ldap_memfree(cookie->bv_val);
	*cookie = (struct berval){0};
	if (code == LDAP_SUCCESS &&
	    ldap_parse_result(directory->ld, found, NULL, NULL, NULL, NULL, &answered, 0) == LDAP_SUCCESS && answered) {
		LDAPControl *page = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, answered, NULL);
		ber_int_t total;
		if (page)
			ldap_parse_pageresponse_control(directory->ld, page, &total, cookie);
	}
	ldap_controls_free(answered);
	ldap_msgfree(found);
	return code;
}

static void search_groups(const struct directory *directory, struct str member, struct groups *groups)
{
	struct str filter = ldap_directory_filter(directory->arena,
						  config_text(directory->config, "ldap.group_filter"), member);
	struct berval cookie = {0};
	int code = LDAP_FILTER_ERROR;

	do {
		if (moment_now() > directory->until)
			code = LDAP_TIMELIMIT_EXCEEDED;
		else if (filter.at)
			code = search_page(directory, arena_cstr(directory->arena, filter), &cookie, groups);
	} while (code == LDAP_SUCCESS && cookie.bv_len && groups->is_whole);
	ldap_memfree(cookie.bv_val);
	if (code != LDAP_SUCCESS) {
		LOG(LOG_WARN, "ldap.groups", "%s", ldap_err2string(code));
		groups->is_whole = false;
	}
}

/* Groups of the entry, then the groups that those are in, level by level; circles end by themselves. */
static struct groups groups_of(const struct directory *directory, const struct entry *entry)
{
	struct groups groups = {.at = ARENA_ARRAY(directory->arena, struct str, GROUPS_MOST), .is_whole = true};
	const int64_t levels = config_int(directory->config, "ldap.group_levels");
	size_t from = 0;

	add_member_of(directory, entry, &groups);
	if (!config_text(directory->config, "ldap.group_base").len)
		return groups;
	search_groups(directory, str_of(entry->dn), &groups);
	for (int64_t level = 1; level < levels && groups.is_whole && from < groups.count; level++)
		for (size_t end = groups.count; from < end && groups.is_whole; from++)
			search_groups(directory, groups.at[from], &groups);
	return groups;
}

/* --- the calls ----------------------------------------------------------------------------- */

static enum rc read_identity(struct directory *directory, const struct entry *entry,
			     struct provision_identity *out)
{
	directory->until = moment_now() + 2 * SECONDS(config_int(directory->config, "ldap.seconds"));
	struct groups groups = groups_of(directory, entry);

	*out = (struct provision_identity){
		.source = PROVISION_LDAP,
		.issuer = ldap_directory_issuer(directory->arena, directory->config),
		.subject = subject_of(directory, entry),
		.login = text_of(directory, entry, "ldap.attribute_login"),
		.employee_number = text_of(directory, entry, "ldap.attribute_number"),
		.given_name = text_of(directory, entry, "ldap.attribute_given_name"),
		.family_name = text_of(directory, entry, "ldap.attribute_family_name"),
		.email = text_of(directory, entry, "ldap.attribute_email"),
		.job_title = text_of(directory, entry, "ldap.attribute_title"),
		.is_email_proven = true,
		.groups = groups.at,
		.group_count = groups.count,
		.has_groups = groups.is_whole,
	};
	if (out->subject.at)
		return RC_OK;
	LOG(LOG_ERROR, "ldap.attribute_id", "the entry has none that our account may read");
	return RC_UNAVAILABLE;
}

static enum rc find_entry(struct directory *directory, struct str login, struct entry *entry)
{
	enum rc rc = open_directory(directory);

	if (rc == RC_OK)
		rc = search_one(directory,
				ldap_directory_filter(directory->arena, config_text(directory->config, "ldap.filter"), login),
				entry);
	return rc == RC_OK && is_disabled(directory, entry) ? RC_DENIED : rc;
}

/* A bind as that person, over a connection of its own. Without a password many directories say yes to everybody. */
static enum rc prove(struct arena *arena, const struct config *config, const char *dn, struct str password)
{
	struct directory directory = {.arena = arena, .config = config};
	enum rc rc = password.len ? connect_to(&directory) : RC_DENIED;

	if (rc != RC_OK)
		return rc;
	switch (bind_as(&directory, dn, password)) {
	case LDAP_SUCCESS:
		return RC_OK;
	case LDAP_SERVER_DOWN:
	case LDAP_TIMEOUT:
	case LDAP_CONNECT_ERROR:
	case LDAP_BUSY:
	case LDAP_UNAVAILABLE:
		return away("bind", LDAP_SERVER_DOWN);
	default:
		return RC_DENIED;
	}
}

enum rc ldap_directory_find(struct arena *arena, const struct config *config, struct str login,
			    struct provision_identity *out)
{
	struct directory directory = {.arena = arena, .config = config};
	struct entry entry;
	enum rc rc = login.len ? find_entry(&directory, login, &entry) : RC_DENIED;

	return rc == RC_OK ? read_identity(&directory, &entry, out) : rc;
}

enum rc ldap_directory_sign_in(struct arena *arena, const struct config *config, struct str login, struct str password,
			       struct provision_identity *out)
{
	struct directory directory = {.arena = arena, .config = config};
	struct entry entry;

	if (!login.len || !password.len)
		return RC_DENIED;
	enum rc rc = find_entry(&directory, login, &entry);
	if (rc == RC_OK)
		rc = prove(arena, config, entry.dn, password);
	return rc == RC_OK ? read_identity(&directory, &entry, out) : rc;
}

/* "(entryUUID=...)"; the bytes of a binary id come back out of their digits. */
static struct str subject_filter(const struct directory *directory, struct str subject)
{
	struct str bytes = subject, digits = str_slice(subject, 4, subject.len);
	char *at = arena_alloc(directory->arena, digits.len / 2 + 1, 1);

	if (str_starts(subject, STR("hex:"))) {
		for (size_t i = 0; i + 1 < digits.len; i += 2) {
			const char pair[] = {digits.at[i], digits.at[i + 1], '\0'};
			at[i / 2] = (char)strtoul(pair, NULL, 16);
		}
		bytes = (struct str){at, digits.len / 2};
	}
	return ldap_directory_filter(directory->arena,
				     arena_printf(directory->arena, "(%s=%%s)", setting(directory, "ldap.attribute_id")),
				     bytes);
}

enum rc ldap_directory_confirm(struct arena *arena, const struct config *config, struct str subject,
			       struct str password)
{
	struct directory directory = {.arena = arena, .config = config};
	struct entry entry;
	enum rc rc = subject.len && password.len ? open_directory(&directory) : RC_DENIED;

	if (rc == RC_OK)
		rc = search_one(&directory, subject_filter(&directory, subject), &entry);
	if (rc == RC_OK && is_disabled(&directory, &entry))
		rc = RC_DENIED;
	return rc == RC_OK ? prove(arena, config, entry.dn, password) : rc;
}

enum rc ldap_directory_examine(struct arena *arena, const struct config *config, struct str *says)
{
	struct directory directory = {.arena = arena, .config = config};
	struct entry entry;

	*says = STR("cannot be reached, or refuses ldap.bind_dn; see the log above");
	enum rc rc = open_directory(&directory);
	if (rc != RC_OK)
		return rc;
	/* Nobody has this name: only whether we may look counts. */
	rc = search_one(&directory, ldap_directory_filter(arena, config_text(config, "ldap.filter"), token_new(arena)),
			&entry);
	*says = rc == RC_DENIED ? STR("reached; our account may search") : STR("reached, but ldap.base cannot be searched");
	return rc == RC_DENIED ? RC_OK : RC_UNAVAILABLE;
}
