#include "base/setting.h"

#include <inttypes.h>

/* Accounts need no password where the server knows the operating system's user (unix_socket). */
#define ACCOUNT(name, use)                                                                                  \
	{.key = name ".user", .kind = SETTING_TEXT, .fallback = "", .help = "MariaDB account " use},         \
	{.key = name ".password", .kind = SETTING_SECRET, .fallback = "",                                    \
	 .help = "its password; empty signs in by the operating system's user"}

const struct setting settings[] = {
	{.key = "paths.root", .kind = SETTING_TEXT, .fallback = "",
	 .help = "folder of the product; empty finds it from the program's own place"},
	{.key = "paths.var", .kind = SETTING_ROOT_PATH, .fallback = "var",
	 .help = "folder of everything that is written: files, spools, sockets, secrets"},
	{.key = "paths.sql", .kind = SETTING_ROOT_PATH, .fallback = "sql",
	 .help = "migrations, grants and seed rows"},
	{.key = "paths.templates", .kind = SETTING_ROOT_PATH, .fallback = "templates",
	 .help = "mustache templates"},
	{.key = "paths.locale", .kind = SETTING_ROOT_PATH, .fallback = "build/locale",
	 .help = "compiled message catalogues, one LANGUAGE.mo each"},
	{.key = "paths.public", .kind = SETTING_ROOT_PATH, .fallback = "public",
	 .help = "style sheets, scripts and pictures served as they are"},
	{.key = "paths.programs", .kind = SETTING_ROOT_PATH, .fallback = "bin", .help = "report programs"},

	{.key = "web.port", .kind = SETTING_INT, .fallback = "8080", .least = 1, .most = 65535,
	 .help = "port of the web server that make run starts"},
	{.key = "web.public_url", .kind = SETTING_URL, .fallback = "http://localhost:8080",
	 .help = "address under which people reach the portal; used in mails"},
	{.key = "web.anonymous_url", .kind = SETTING_URL, .fallback = "http://127.0.0.1:8080",
	 .help = "address of anonymous reporting; a host of its own, to which no cookie goes"},

	{.key = "http.hosts", .kind = SETTING_TEXT, .fallback = "",
	 .help = "host names that are answered, comma separated; empty answers all"},
	{.key = "http.secret_file", .kind = SETTING_VAR_PATH, .fallback = "secret/http.key",
	 .help = "32 random bytes that sign forms and links; made when absent"},
	{.key = "http.form_bytes", .kind = SETTING_INT, .fallback = "1048576", .least = 1024,
	 .most = 67108864, .help = "largest form without its files, in bytes"},
	{.key = "http.file_bytes", .kind = SETTING_INT, .fallback = "52428800", .least = 1024,
	 .most = 1073741824, .help = "largest attached file, in bytes"},
	{.key = "http.files_bytes", .kind = SETTING_INT, .fallback = "104857600", .least = 1024,
	 .most = 4294967296, .help = "largest sum of the files of one request, in bytes"},
	{.key = "http.anonymous_bytes", .kind = SETTING_INT, .fallback = "31457280", .least = 1024,
	 .most = 1073741824, .help = "the same for anonymous reports, held in memory until cleaned"},
	{.key = "http.field_count", .kind = SETTING_INT, .fallback = "1000", .least = 10, .most = 100000,
	 .help = "most fields of one form"},
	{.key = "http.file_count", .kind = SETTING_INT, .fallback = "20", .least = 1, .most = 1000,
	 .help = "most files of one form"},
	{.key = "http.limit_address", .kind = SETTING_INT, .fallback = "300", .least = 1, .most = 1000000,
	 .help = "attempts at one form in ten minutes from one address, behind which a whole site may sit"},
	{.key = "http.limit_site", .kind = SETTING_INT, .fallback = "3000", .least = 1, .most = 10000000,
	 .help = "the same from all addresses together"},
	{.key = "http.requests_per_process", .kind = SETTING_INT, .fallback = "10000", .least = 1,
	 .most = 100000000, .help = "requests after which a process is replaced by a fresh one"},
	{.key = "http.request_seconds", .kind = SETTING_INT, .fallback = "310", .least = 1, .most = 3600,
	 .help = "longest time for one request; the process is ended then"},

	{.key = "database.socket", .kind = SETTING_VAR_PATH, .fallback = "run/db.sock",
	 .help = "socket of MariaDB"},
	{.key = "database.name", .kind = SETTING_TEXT, .fallback = "muster", .help = "name of the database"},
	{.key = "database.connect_timeout", .kind = SETTING_INT, .fallback = "5", .least = 1, .most = 60,
	 .help = "seconds to wait for a connection"},
	{.key = "database.timeout", .kind = SETTING_INT, .fallback = "30", .least = 1, .most = 3600,
	 .help = "seconds to wait for an answer"},
	ACCOUNT("owner", "that migrates and grants"),
	ACCOUNT("portal", "of the pages for people who are signed in"),
	ACCOUNT("intake", "of public and anonymous reporting"),
	ACCOUNT("report", "of the report programs; reads only"),
	ACCOUNT("worker", "of the worker"),
	ACCOUNT("admin", "of the administrator's command"),
	ACCOUNT("api", "of the JSON interface"),
	{.key = "api.limit", .kind = SETTING_INT, .fallback = "6000", .least = 10, .most = 10000000,
	 .help = "requests of one token in ten minutes"},
	{.key = "api.token_minutes", .kind = SETTING_INT, .fallback = "15", .least = 1, .most = 1440,
	 .help = "minutes for which a signed token is good that was given for a key or session"},
	{.key = "api.key_days", .kind = SETTING_INT, .fallback = "366", .least = 1, .most = 3660,
	 .help = "longest life of an API key, in days"},
	{.key = "api.signing_keys", .kind = SETTING_VAR_PATH, .fallback = "secret/api.pem",
	 .help = "our keys that sign tokens, the newest last; made when absent, a new one by muster api-keys rotate"},
	{.key = "api.issuer", .kind = SETTING_TEXT, .fallback = "",
	 .help = "outside issuer whose tokens are taken (iss); empty: none"},
	{.key = "api.issuer_audience", .kind = SETTING_TEXT, .fallback = "", .help = "what its tokens must be meant for (aud)"},
	{.key = "api.issuer_keys", .kind = SETTING_VAR_PATH, .fallback = "keys/issuer.json",
	 .help = "its public keys, a JWK Set; read again when the file is replaced"},
	{.key = "api.issuer_keys_url", .kind = SETTING_TEXT, .fallback = "",
	 .help = "address of its JWK Set (https), fetched by the worker instead of the file; empty: the file"},
	{.key = "api.issuer_keys_hours", .kind = SETTING_INT, .fallback = "24", .least = 1, .most = 720,
	 .help = "hours for which fetched keys count while the address cannot be reached"},
	{.key = "api.issuer_claim", .kind = SETTING_TEXT, .fallback = "email", .help = "claim that holds the sign-in name"},

	{.key = "session.idle_minutes", .kind = SETTING_INT, .fallback = "60", .least = 1, .most = 10080,
	 .help = "a session ends after this time without a request"},
	{.key = "session.absolute_hours", .kind = SETTING_INT, .fallback = "12", .least = 1, .most = 720,
	 .help = "a session ends this long after signing in"},
	{.key = "session.forget_days", .kind = SETTING_INT, .fallback = "30", .least = 7, .most = 400,
	 .help = "days after which ended sessions, used or old links and codes and the ids of accepted forms are removed"},

	{.key = "sign_in.organization", .kind = SETTING_TEXT, .fallback = "",
	 .help = "code of the organization whose people sign in from outside; empty takes the only one"},
	{.key = "sign_in.passwords", .kind = SETTING_CHOICE, .fallback = "all", .choices = "all break_glass",
	 .help = "which local passwords work: those of all accounts, or of the one for emergencies only"},
	{.key = "sign_in.match", .kind = SETTING_TEXT, .fallback = "number",
	 .help = "what leads an outside identity to somebody known here: any of number, email, login; empty: nothing"},
	{.key = "sign_in.create", .kind = SETTING_CHOICE, .fallback = "off", .choices = "off on",
	 .help = "make a person and an account for an outside identity that nobody here has"},
	{.key = "sign_in.new_role", .kind = SETTING_CHOICE, .fallback = "employee", .choices = "employee none",
	 .help = "role of such an account beside those of its groups"},
	{.key = "sign_in.update_person", .kind = SETTING_CHOICE, .fallback = "off", .choices = "off on",
	 .help = "let name, mail address and job title follow the outside identity at each sign-in"},
	{.key = "sign_in.header", .kind = SETTING_CHOICE, .fallback = "off", .choices = "off on",
	 .help = "believe the REMOTE_USER of the web server at /sign-in/header, over a unix socket only"},
	{.key = "sign_in.header_realm", .kind = SETTING_TEXT, .fallback = "",
	 .help = "Kerberos realm whose names are taken, e.g. EXAMPLE.COM; empty takes names without one"},
	{.key = "sign_in.breached_file", .kind = SETTING_TEXT, .fallback = "",
	 .help = "SHA-1 hashes of known passwords: a sorted file, or a folder of ranges; empty looks at none"},

	{.key = "oidc.issuer", .kind = SETTING_TEXT, .fallback = "",
	 .help = "issuer of the OpenID provider, exactly as it names itself; empty: none"},
	{.key = "oidc.name", .kind = SETTING_TEXT, .fallback = "",
	 .help = "what people call it, for the button; empty: the host of the issuer"},
	{.key = "oidc.client_id", .kind = SETTING_TEXT, .fallback = "muster", .help = "our name there"},
	{.key = "oidc.client_secret_file", .kind = SETTING_TEXT, .fallback = "",
	 .help = "file with the secret of that client, below paths.var or absolute; empty: a public client"},
	{.key = "oidc.scopes", .kind = SETTING_TEXT, .fallback = "openid profile email",
	 .help = "what is asked for, separated by blanks"},
	{.key = "oidc.algorithms", .kind = SETTING_TEXT, .fallback = "RS256 ES256 EdDSA",
	 .help = "signature algorithms that are taken, separated by blanks"},
	{.key = "oidc.acr_values", .kind = SETTING_TEXT, .fallback = "",
	 .help = "how strong an authentication is asked for, in the provider's words"},
	{.key = "oidc.claim_login", .kind = SETTING_TEXT, .fallback = "preferred_username",
	 .help = "claim with the sign-in name"},
	{.key = "oidc.claim_number", .kind = SETTING_TEXT, .fallback = "employee_number",
	 .help = "claim with the employee number"},
	{.key = "oidc.claim_given_name", .kind = SETTING_TEXT, .fallback = "given_name",
	 .help = "claim with the given name"},
	{.key = "oidc.claim_family_name", .kind = SETTING_TEXT, .fallback = "family_name",
	 .help = "claim with the family name"},
	{.key = "oidc.claim_email", .kind = SETTING_TEXT, .fallback = "email",
	 .help = "claim with the mail address; it is taken with email_verified only"},
	{.key = "oidc.trust_email", .kind = SETTING_CHOICE, .fallback = "off", .choices = "off on",
	 .help = "take mail addresses without email_verified: only where people cannot choose theirs themselves"},
	{.key = "oidc.claim_groups", .kind = SETTING_TEXT, .fallback = "groups",
	 .help = "claim with the names or ids of groups"},

	{.key = "ldap.url", .kind = SETTING_TEXT, .fallback = "",
	 .help = "directory: ldaps://dc1.example.com, or ldap:// with start_tls; several separated by blanks; empty: none"},
	{.key = "ldap.start_tls", .kind = SETTING_CHOICE, .fallback = "on", .choices = "on off",
	 .help = "begin TLS on ldap://; off is for a directory on this machine only"},
	{.key = "ldap.ca_file", .kind = SETTING_TEXT, .fallback = "",
	 .help = "certificates that are trusted; empty: those of the system"},
	{.key = "ldap.bind_dn", .kind = SETTING_TEXT, .fallback = "",
	 .help = "account that looks people up; may read what the settings below name"},
	{.key = "ldap.password_file", .kind = SETTING_TEXT, .fallback = "",
	 .help = "file with its password, below paths.var or absolute"},
	{.key = "ldap.base", .kind = SETTING_TEXT, .fallback = "", .help = "where people are, e.g. dc=example,dc=com"},
	{.key = "ldap.filter", .kind = SETTING_TEXT, .fallback = "(&(objectClass=person)(uid=%s))",
	 .help = "whom a sign-in name means; %s is the name, escaped; Active Directory: sAMAccountName or userPrincipalName"},
	{.key = "ldap.attribute_id", .kind = SETTING_TEXT, .fallback = "entryUUID",
	 .help = "what never changes of an entry; Active Directory: objectGUID"},
	{.key = "ldap.attribute_login", .kind = SETTING_TEXT, .fallback = "uid", .help = "sign-in name"},
	{.key = "ldap.attribute_number", .kind = SETTING_TEXT, .fallback = "employeeNumber", .help = "employee number"},
	{.key = "ldap.attribute_given_name", .kind = SETTING_TEXT, .fallback = "givenName", .help = "given name"},
	{.key = "ldap.attribute_family_name", .kind = SETTING_TEXT, .fallback = "sn", .help = "family name"},
	{.key = "ldap.attribute_email", .kind = SETTING_TEXT, .fallback = "mail", .help = "mail address"},
	{.key = "ldap.attribute_title", .kind = SETTING_TEXT, .fallback = "title", .help = "job title"},
	{.key = "ldap.group_base", .kind = SETTING_TEXT, .fallback = "",
	 .help = "where groups are; empty: the groups named by memberOf only"},
	{.key = "ldap.group_filter", .kind = SETTING_TEXT, .fallback = "(&(objectClass=groupOfNames)(member=%s))",
	 .help = "groups of an entry; Active Directory, nested: (member:1.2.840.113556.1.4.1941:=%s)"},
	{.key = "ldap.group_levels", .kind = SETTING_INT, .fallback = "5", .least = 1, .most = 20,
	 .help = "how deep groups in groups are followed; 1 where the filter does that itself"},
	{.key = "ldap.seconds", .kind = SETTING_INT, .fallback = "3", .least = 1, .most = 30,
	 .help = "longest wait for the directory"},

	{.key = "cmms.url", .kind = SETTING_TEXT, .fallback = "",
	 .help = "address to which new work orders are sent; empty: they stay here"},
	{.key = "cmms.token_file", .kind = SETTING_TEXT, .fallback = "",
	 .help = "file with the bearer token of that address; empty: none"},

	{.key = "import.undo_days", .kind = SETTING_INT, .fallback = "30", .least = 1, .most = 400,
	 .help = "days for which an import can be taken back; what it changed is kept so long"},
	{.key = "import.folder", .kind = SETTING_VAR_PATH, .fallback = "import",
	 .help = "drop folder: files in its sub-folder named by the organization's code are imported by presets"},

	{.key = "capa.effectiveness_days", .kind = SETTING_INT, .fallback = "90", .least = 1, .most = 3650,
	 .help = "days after its completion on which the effect of an action is to be checked"},
	{.key = "capa.link_days", .kind = SETTING_INT, .fallback = "60", .least = 1, .most = 366,
	 .help = "days for which the link of somebody outside to an action is valid"},

	{.key = "anonymous.organization", .kind = SETTING_TEXT, .fallback = "",
	 .help = "code of the organization of the anonymous door; empty takes the only one"},
	{.key = "anonymous.receipt_key_file", .kind = SETTING_VAR_PATH, .fallback = "secret/receipt.key",
	 .help = "32 random bytes that belong to all receipts; made when absent, never to be replaced"},
	{.key = "anonymous.spool_key_file", .kind = SETTING_VAR_PATH, .fallback = "secret/spool.key",
	 .help = "the worker's key for reports kept while the database is away; the public one is beside it, .pub"},
	{.key = "anonymous.small_group", .kind = SETTING_INT, .fallback = "12", .least = 0, .most = 1000,
	 .help = "groups with fewer people get a warning that details may reveal the reporter"},
	{.key = "anonymous.keep_days", .kind = SETTING_INT, .fallback = "365", .least = 30, .most = 3650,
	 .help = "days after the report for which its receipt leads back to it"},
	{.key = "anonymous.question_after", .kind = SETTING_INT, .fallback = "60", .least = 1, .most = 1000000,
	 .help = "reports in ten minutes after which everybody is asked a simple question first"},

	{.key = "audit.key_file", .kind = SETTING_VAR_PATH, .fallback = "keys/audit.key",
	 .help = "the worker's key for checkpoints of the audit log; made when absent, readable by the worker alone"},
	{.key = "audit.public_file", .kind = SETTING_VAR_PATH, .fallback = "keys/audit.pub",
	 .help = "its public key, and those that it replaced, one a line"},
	{.key = "audit.state_file", .kind = SETTING_VAR_PATH, .fallback = "keys/audit.last",
	 .help = "the last checkpoint that was signed; keeps the worker from signing a log that was set back"},
	{.key = "audit.witness_file", .kind = SETTING_VAR_PATH, .fallback = "keys/witnesses.pub",
	 .help = "public keys of the witnesses whose cosignatures are taken, one a line"},

	{.key = "client.allow", .kind = SETTING_TEXT, .fallback = "public",
	 .help = "hosts, addresses and ranges that addresses typed in by people may lead to; public: the internet"},
	{.key = "client.ca_file", .kind = SETTING_TEXT, .fallback = "",
	 .help = "certificate authorities in PEM that are trusted beside those of the system; a complete path"},
	{.key = "client.proxy", .kind = SETTING_TEXT, .fallback = "",
	 .help = "proxy through which the internet is reached, such as http://proxy.example.com:3128; empty: directly"},
	{.key = "client.direct", .kind = SETTING_TEXT, .fallback = "",
	 .help = "hosts, addresses and ranges that are reached without it, as in client.allow"},
	{.key = "client.timeout", .kind = SETTING_INT, .fallback = "20", .least = 1, .most = 55,
	 .help = "seconds for one request to another system"},
	{.key = "client.connect_timeout", .kind = SETTING_INT, .fallback = "5", .least = 1, .most = 60,
	 .help = "seconds of these for its name and the connection"},
	{.key = "client.most_bytes", .kind = SETTING_INT, .fallback = "1048576", .least = 1024, .most = 67108864,
	 .help = "bytes of an answer that are read"},

	{.key = "outbox.keep_days", .kind = SETTING_INT, .fallback = "400", .least = 30, .most = 3650,
	 .help = "days after which events that were taken and deliveries that ended are removed; rules are tried on what is kept"},
	{.key = "outbox.alarm_file", .kind = SETTING_VAR_PATH, .fallback = "run/alarm.log",
	 .help = "file to which missed heartbeats of the workers are added, for those who watch it"},
	{.key = "outbox.silent_minutes", .kind = SETTING_INT, .fallback = "15", .least = 2, .most = 1440,
	 .help = "minutes without a sign of any worker after which the portal reports that itself"},

	{.key = "notify.keep_days", .kind = SETTING_INT, .fallback = "1100", .least = 30, .most = 3650,
	 .help = "days after which notifications are removed, with the trace of who was told and why"},

	{.key = "mail.host", .kind = SETTING_TEXT, .fallback = "",
	 .help = "server that takes mails; empty puts them into mail.spool instead"},
	{.key = "mail.port", .kind = SETTING_INT, .fallback = "587", .least = 1, .most = 65535,
	 .help = "its port: 587 for starttls, 465 for tls, 25 within the house"},
	{.key = "mail.security", .kind = SETTING_CHOICE, .fallback = "starttls", .choices = "starttls tls if-offered none",
	 .help = "encryption: required after the greeting (starttls) or from the first byte (tls)"},
	{.key = "mail.user", .kind = SETTING_TEXT, .fallback = "",
	 .help = "user for its log-in; empty sends without"},
	{.key = "mail.password_file", .kind = SETTING_VAR_PATH, .fallback = "secret/mail.password",
	 .help = "file with the password of mail.user, readable by the worker alone"},
	{.key = "mail.from", .kind = SETTING_TEXT, .fallback = "muster@localhost",
	 .help = "sender of mails"},
	{.key = "mail.from_name", .kind = SETTING_TEXT, .fallback = "Muster",
	 .help = "name that is shown for it"},
	{.key = "mail.dkim_keys", .kind = SETTING_TEXT, .fallback = "",
	 .help = "keys that sign mails (DKIM): SELECTOR=FILE, several with blanks between them; empty: not signed here"},
	{.key = "mail.reply_to", .kind = SETTING_TEXT, .fallback = "",
	 .help = "address for answers; empty: the sender"},
	{.key = "mail.bounce", .kind = SETTING_TEXT, .fallback = "",
	 .help = "address that what comes back goes to, with +ID before the @, for muster bounce; empty: the sender"},
	{.key = "mail.soft_bounces", .kind = SETTING_INT, .fallback = "5", .least = 1, .most = 100,
	 .help = "mails that come back though the address may be right, after which no more are sent"},
	{.key = "mail.soft_days", .kind = SETTING_INT, .fallback = "14", .least = 1, .most = 365,
	 .help = "days within which they are counted"},
	{.key = "mail.spool", .kind = SETTING_VAR_PATH, .fallback = "mail",
	 .help = "folder in which mails wait where there is no mail.host"},

	{.key = "sms.url", .kind = SETTING_TEXT, .fallback = "",
	 .help = "address of the provider of short messages, with {to}, {digits}, {text}, {id}, {secret}; empty: none"},
	{.key = "sms.method", .kind = SETTING_CHOICE, .fallback = "POST", .choices = "POST GET PUT",
	 .help = "method of the request"},
	{.key = "sms.headers", .kind = SETTING_TEXT, .fallback = "",
	 .help = "headers between |, such as Authorization: Bearer {secret} | Accept: application/json"},
	{.key = "sms.content_type", .kind = SETTING_TEXT, .fallback = "application/json",
	 .help = "type of sms.body; decides how texts are escaped in it"},
	{.key = "sms.body", .kind = SETTING_TEXT, .fallback = "{\"to\":\"{to}\",\"text\":\"{text}\",\"id\":\"{id}\"}",
	 .help = "body of the request; empty: none"},
	{.key = "sms.secret_file", .kind = SETTING_VAR_PATH, .fallback = "secret/sms.secret",
	 .help = "file with what {secret} stands for, readable by the worker alone; may be absent"},
	{.key = "sms.success", .kind = SETTING_TEXT, .fallback = "200 201 202",
	 .help = "statuses of an answer that mean it was taken"},
	{.key = "sms.success_text", .kind = SETTING_TEXT, .fallback = "",
	 .help = "what the answer must hold besides; empty: anything"},
	{.key = "sms.calling_code", .kind = SETTING_TEXT, .fallback = "1",
	 .help = "calling code of numbers that are typed without one"},
	{.key = "sms.most_segments", .kind = SETTING_INT, .fallback = "2", .least = 1, .most = 6,
	 .help = "parts of 160 characters that a message may have"},
	{.key = "sms.daily_cap", .kind = SETTING_INT, .fallback = "500", .least = 1, .most = 1000000,
	 .help = "messages a day and organization, as a brake"},

	{.key = "push.contact", .kind = SETTING_TEXT, .fallback = "",
	 .help = "mailto: or https: address by which push services reach you; empty switches web push off"},
	{.key = "push.key_file", .kind = SETTING_VAR_PATH, .fallback = "keys/push.key",
	 .help = "the worker's key for push services; made when absent, its public half beside it, .pub"},

	{.key = "backup.stale_hours", .kind = SETTING_INT, .fallback = "26", .least = 0, .most = 8760,
	 .help = "age of the last backup after which an incident tells of it, from the first backup on; 0 never"},

	{.key = "log.level", .kind = SETTING_CHOICE, .fallback = "info", .choices = "debug info warn error",
	 .help = "the least that is logged"},
	{.key = NULL},
};

int setting_find(struct str key)
{
	for (int i = 0; settings[i].key; i++)
		if (str_is(key, settings[i].key))
			return i;
	return -1;
}

size_t setting_count(void)
{
	return sizeof settings / sizeof *settings - 1;
}

static bool is_choice(const char *choices, struct str value)
{
	struct str rest = str_of(choices), choice;

	while (str_split(&rest, ' ', &choice))
		if (str_equal(choice, value))
			return true;
	return false;
}

static bool is_url(struct str value)
{
	struct str schemes[] = {STR("http://"), STR("https://")};

	for (size_t i = 0; i < 2; i++)
		if (str_starts(value, schemes[i]) && value.len > schemes[i].len)
			return value.at[schemes[i].len] != '/' && !str_ends(value, STR("/")) &&
			       str_find(value, STR(" ")) < 0;
	return false;
}

const char *setting_problem(struct arena *arena, const struct setting *setting, struct str value)
{
	int64_t number;

	if (!str_is_utf8(value))
		return "is not UTF-8";
	switch (setting->kind) {
	case SETTING_INT:
		if (str_to_int(value, setting->least, setting->most, &number))
			return NULL;
		return arena_printf(arena, "must be a whole number from %" PRId64 " to %" PRId64,
				    setting->least, setting->most).at;
	case SETTING_CHOICE:
		return is_choice(setting->choices, value)
			       ? NULL : arena_printf(arena, "must be one of: %s", setting->choices).at;
	case SETTING_URL:
		return is_url(value)
			       ? NULL : "must be like https://muster.example.com, without a slash at the end";
	case SETTING_VAR_PATH:
	case SETTING_ROOT_PATH:
		return value.len ? NULL : "must name a file or folder";
	case SETTING_TEXT:
	case SETTING_SECRET:
		break;
	}
	return NULL;
}
