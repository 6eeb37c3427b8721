#include "identity/user_verb.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/random.h"
#include "identity/account_change.h"
#include "identity/account_store.h"
#include "identity/breached.h"
#include "identity/password.h"
#include "identity/role_grant_store.h"

/* What the command line gave, and what it means. */
struct user_call {
	const struct verb_call *call;
	const char *organization, *employee, *login, *role, *establishment, *department, *until,
		*password_stdin;
	moment now;
	int64_t organization_id;
	struct actor actor;
	struct str password; /* to be shown where we chose it */
	struct account account;
	struct role_grant grant;
	day today;
};

static int fail(const char *message, const char *what)
{
	fprintf(stderr, "muster user: %s%s%s\n", message, what ? ": " : "", what ? what : "");
	return EXIT_FAILED;
}

static int fail_rc(enum rc rc)
{
	return fail(rc_meaning(rc), NULL);
}

/* From standard input, so that it stands in no list of processes; else a random one that is printed. */
static bool choose_password(struct user_call *user)
{
	struct arena *arena = user->call->arena;
	char line[PASSWORD_MOST * 4 + 2];

	if (!user->password_stdin) {
		user->password = str_slice(token_new(arena), 0, 16);
		return true;
	}
	if (!fgets(line, sizeof line, stdin))
		return false;
	user->password = arena_str(arena, (struct str){line, strcspn(line, "\r\n")});
	return true;
}

static int read_password(struct user_call *user, struct str login)
{
	if (!choose_password(user))
		return fail("no password on standard input", NULL);
	const char *why = password_refusal(user->password, login);

	if (!why)
		why = breached_refusal(user->call->arena, user->call->config, user->password);
	return why ? fail(why, NULL) : EXIT_OK;
}

static void tell_password(const struct user_call *user)
{
	if (!user->password_stdin)
		printf("Password of %.*s: %.*s\n", STR_ARG(user->account.login), STR_ARG(user->password));
}

static int64_t limit_id(const struct rows *rows, const char *code)
{
	for (size_t i = 0; i < rows->count; i++)
		if (str_equal_nocase(ROW(struct role_grant_limit, *rows, i)->code, str_of(code)))
			return ROW(struct role_grant_limit, *rows, i)->id;
	return 0;
}

typedef enum rc limit_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *limits);

static enum rc find_limit(const struct user_call *user, const char *code, limit_list *list, int64_t *id)
{
	struct rows rows;

	if (!code)
		return RC_OK;
	enum rc rc = list(user->call->db, user->call->arena, user->organization_id, &rows);
	if (rc != RC_OK)
		return rc;
	*id = limit_id(&rows, code);
	return *id ? RC_OK : RC_NOT_FOUND;
}

static int read_grant(struct user_call *user)
{
	struct role_grant *grant = &user->grant;
	const char *field;

	record_clear(&role_grant_record, grant);
	grant->organization_id = user->organization_id;
	grant->created_at = user->now;
	grant->role = codes_find(&role_codes, str_of(user->role ? user->role : "employee"));
	if (grant->role <= 0)
		return fail("no such role", user->role);
	if (user->until && !day_parse(str_of(user->until), &grant->until_on))
		return fail("not a day (YYYY-MM-DD)", user->until);
	if (find_limit(user, user->establishment, role_grant_establishments, &grant->establishment_id) !=
	    RC_OK)
		return fail("no such establishment", user->establishment);
	if (find_limit(user, user->department, role_grant_departments, &grant->department_id) != RC_OK)
		return fail("no such department", user->department);
	const char *why = role_grant_refusal(grant, user->today, &field);
	return why ? fail(why, NULL) : EXIT_OK;
}

static enum rc write_add(struct db *db, void *closure)
{
	struct user_call *user = closure;
	struct account_change change = {db, user->call->arena, &user->actor, STR("")};

	return account_change_create(&change, &user->account, &user->grant);
}

static int add(struct user_call *user)
{
	struct arena *arena = user->call->arena;
	struct account_person person;

	if (!user->employee)
		return fail("give --employee NUMBER, or the person's mail address", NULL);
	enum rc rc = account_person_find(user->call->db, arena, user->organization_id, str_of(user->employee),
					 &person);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? fail("nobody in use has this number or address", user->employee)
					  : fail_rc(rc);
	struct str login = account_login(arena, user->login ? str_of(user->login) : person.email);
	if (!login.len)
		return fail("the person has no mail address: give --login NAME", NULL);
	int status = read_grant(user);
	if (status == EXIT_OK)
		status = read_password(user, login);
	if (status != EXIT_OK)
		return status;
	record_clear(&account_record, &user->account);
	user->account.organization_id = user->organization_id;
	user->account.person_id = person.id;
	user->account.login = login;
	user->account.password_hash = password_hash(arena, user->password);
	user->account.password_set_at = user->now;
	user->account.is_active = true;
	user->account.version = 1;
	user->account.created_at = user->now;
	rc = db_transaction(user->call->db, "user_add", write_add, user);
	if (rc == RC_DUPLICATE)
		return fail("the person has an account already, or the name is taken", login.at);
	if (rc != RC_OK)
		return fail_rc(rc);
	tell_password(user);
	return EXIT_OK;
}

static int list(struct user_call *user)
{
	struct rows rows;
	struct str after = STR("");

	do {
		enum rc rc = account_page(user->call->db, user->call->arena, user->organization_id, STR(""),
					  after, &rows);
		if (rc != RC_OK)
			return fail_rc(rc);
		size_t shown = rows.count > ACCOUNT_PAGE ? ACCOUNT_PAGE : rows.count;
		for (size_t i = 0; i < shown; i++) {
			const struct account_line *line = ROW(struct account_line, rows, i);
			printf("%-40.*s %-10s %.*s%s\n", STR_ARG(line->login),
			       line->is_active ? "active" : "off", STR_ARG(line->roles),
			       line->is_break_glass ? " (break-glass)" : "");
			after = line->login;
		}
	} while (rows.count > ACCOUNT_PAGE);
	return EXIT_OK;
}

static enum rc write_password(struct db *db, void *closure)
{
	struct user_call *user = closure;
	struct account_change change = {db, user->call->arena, &user->actor, STR("")};

	return account_change_password(&change, &user->account, user->account.password_hash, 0);
}

static enum rc write_deactivate(struct db *db, void *closure)
{
	struct user_call *user = closure;
	struct account_change change = {db, user->call->arena, &user->actor, STR("")};

	return account_change_active(&change, &user->account, false, user->today);
}

static int find_account(struct user_call *user)
{
	struct arena *arena = user->call->arena;

	if (!user->login)
		return fail("give --login NAME", NULL);
	enum rc rc = account_by_login(user->call->db, arena, account_login(arena, str_of(user->login)),
				      &user->account);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && user->account.organization_id != user->organization_id))
		return fail("no account in use has this name", user->login);
	return rc == RC_OK ? EXIT_OK : fail_rc(rc);
}

static int set_password(struct user_call *user)
{
	int status = find_account(user);

	if (status == EXIT_OK)
		status = read_password(user, user->account.login);
	if (status != EXIT_OK)
		return status;
	user->account.password_hash = password_hash(user->call->arena, user->password);
	enum rc rc = db_transaction(user->call->db, "user_password", write_password, user);
	if (rc != RC_OK)
		return fail_rc(rc);
	tell_password(user);
	return EXIT_OK;
}

static int deactivate(struct user_call *user)
{
	int status = find_account(user);

	if (status != EXIT_OK)
		return status;
	enum rc rc = db_transaction(user->call->db, "user_deactivate", write_deactivate, user);
	if (rc == RC_CONFLICT)
		return fail("this is the last administrator", NULL);
	return rc == RC_OK ? EXIT_OK : fail_rc(rc);
}

static enum rc write_break_glass(struct db *db, void *closure)
{
	struct user_call *user = closure;
	struct account_change change = {db, user->call->arena, &user->actor, STR("")};

	return account_change_break_glass(&change, &user->account);
}

/* From now on this is the account for emergencies, and no other one. */
static int set_break_glass(struct user_call *user)
{
	int status = find_account(user);

	if (status != EXIT_OK)
		return status;
	if (!user->account.password_hash.len)
		return fail("the account has no password: give it one first", user->login);
	enum rc rc = db_transaction(user->call->db, "user_break_glass", write_break_glass, user);
	return rc == RC_OK ? EXIT_OK : fail_rc(rc);
}

static const struct {
	const char *name;
	int (*run)(struct user_call *user);
} actions[] = {
	{"add", add},
	{"list", list},
	{"password", set_password},
	{"deactivate", deactivate},
	{"break-glass", set_break_glass},
};

static int act(struct user_call *user, const char *name)
{
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strcmp(actions[i].name, name) == 0)
			return actions[i].run(user);
	fprintf(stderr, "muster user: there is no action %s; see muster user --help\n", name);
	return EXIT_USAGE;
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	struct user_call user = {.call = call, .now = moment_now()};
	int status;
	struct option_row options[] = {
		{.name = "organization",
		 .argument = "CODE",
		 .help = "where there are several",
		 .value = &user.organization},
		{.name = "employee",
		 .argument = "NUMBER",
		 .help = "whose account: employee number or mail address",
		 .value = &user.employee},
		{.name = "login",
		 .argument = "NAME",
		 .help = "sign-in name; for a new account the person's mail address",
		 .value = &user.login},
		{.name = "role",
		 .argument = "ROLE",
		 .help = "employee, supervisor, ehs_specialist, investigator, operator, superadmin, auditor,"
			 " administrator",
		 .value = &user.role},
		{.name = "establishment",
		 .argument = "CODE",
		 .help = "the role holds there only",
		 .value = &user.establishment},
		{.name = "department",
		 .argument = "CODE",
		 .help = "the role holds there only",
		 .value = &user.department},
		{.name = "until",
		 .argument = "YYYY-MM-DD",
		 .help = "last day of the role; an auditor needs one",
		 .value = &user.until},
		{.name = "password-stdin",
		 .help = "read the password from standard input instead of choosing one",
		 .value = &user.password_stdin},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster user",
		.usage = "add|list|password|deactivate|break-glass [OPTION]...",
		.help = "Accounts: makes one for a person, lists them, sets a password (and ends the "
			"sessions), switches one off, or names the one account for emergencies: its password always "
			"works, and every use opens an incident.",
		.options = options,
		.least = 1,
		.most = 1,
	};
	int first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	enum rc rc =
		account_organization(call->db, call->arena, str_of(user.organization), &user.organization_id);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? fail("name the organization with --organization CODE", NULL)
					  : fail_rc(rc);
	user.actor = actor_command(user.organization_id, "command", "muster user", user.now);
	user.today = zone_day(NULL, user.now);
	return act(&user, argv[first]);
}

const struct verb user_verb = {
	.name = "user",
	.help = "accounts: add, list, password, deactivate, break-glass",
	.account = "portal",
	.run = run,
};
