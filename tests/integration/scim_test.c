/*
 * Provisioning over a real database: exchanges as Entra ID and Okta send them, the RFC's cases, and what follows from
 * them - sessions that end, work that goes up, roles by groups. tests/data/scim/ has the exchanges.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "../../cgi-bin/departure_duties.h"
#include "../../cgi-bin/record_parts.h"
#include "base/file.h"
#include "scim/scim_bulk_api.h"
#include "scim/scim_discovery_api.h"
#include "scim/scim_group_api.h"
#include "scim/scim_user_api.h"
#include "system.h"

enum { ADMINISTRATOR = 1, EMPLOYEE, ELSEWHERE, LEAVER };

static struct staff s;

static int setup(void **state)
{
	static const struct route *const own[] = {scim_bulk_routes, scim_discovery_routes, scim_group_routes, scim_user_routes, NULL};
	static const struct route *const pages[] = {NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	departure_use(departure_duties);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, ADMINISTRATOR, ROLE_ADMINISTRATOR, 1);
	staff_viewer(&s, EMPLOYEE, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_ADMINISTRATOR, 2);
	staff_viewer(&s, LEAVER, ROLE_EMPLOYEE, 1);
	staff_run(&s, "INSERT INTO role_grant (organization_id, account_id, role, created_at) VALUES (1, 1, 'administrator', NOW(6))");
	system_open(&s, own, pages);
	return 0;
}

/* --- exchanges from a file --------------------------------------------------------------------- */

static json_t *kept; /* what {names} stand for */

static struct str filled(struct str text)
{
	struct text out = TEXT_IN(s.d->arena);

	while (text.len) {
		const char *name;
		json_t *value;
		bool is_name = false;
		json_object_foreach(kept, name, value) {
			struct str mark = arena_printf(s.d->arena, "{%s}", name);
			if (is_name || !str_starts(text, mark))
				continue;
			text_cstr(&out, json_string_value(value));
			text = str_slice(text, mark.len, text.len);
			is_name = true;
		}
		if (is_name)
			continue;
		text_char(&out, text.at[0]);
		text = str_slice(text, 1, text.len);
	}
	return text_str(&out);
}

/* The value that a pointer (RFC 6901, without escapes) leads to; NULL: none. */
static json_t *at_pointer(json_t *root, const char *pointer)
{
	struct str rest = str_slice(str_of(pointer), 1, strlen(pointer)), part;

	while (root && str_split(&rest, '/', &part)) {
		int64_t index;
		if (json_is_array(root))
			root = str_to_int(part, 0, 1000, &index) ? json_array_get(root, (size_t)index) : NULL;
		else
			root = json_object_get(root, arena_cstr(s.d->arena, part));
	}
	return root;
}

static const char *dumped(const json_t *value)
{
	char *text = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS) : NULL;
	const char *copy = arena_cstr(s.d->arena, str_of(text ? text : "nothing"));

	free(text);
	return copy;
}

static int send(const char *method, struct str path, const char *if_match, struct str body)
{
	staff_ask(&s, ADMINISTRATOR);
	client_begin(&s.client, method, path.at);
	if (if_match)
		client_header(&s.client, "if-match", if_match);
	client_body(&s.client, "application/scim+json", body);
	return client_send(&s.client);
}

static void check_answer(json_t *step, const char *about)
{
	struct str text = client_text(&s.client);
	json_error_t error;
	json_t *answer = json_loadb(text.at ? text.at : "", text.len, 0, &error), *value;
	const char *pointer;
	size_t i;

	json_object_foreach(json_object_get(step, "holds"), pointer, value) {
		struct str wanted = filled(str_of(dumped(value)));
		if (!str_is(wanted, dumped(at_pointer(answer, pointer))))
			fail_msg("%s: %s is %s, not %.*s", about, pointer, dumped(at_pointer(answer, pointer)), STR_ARG(wanted));
	}
	json_array_foreach(json_object_get(step, "lacks"), i, value) {
		if (at_pointer(answer, filled(str_of(json_string_value(value))).at))
			fail_msg("%s: %s is there", about, json_string_value(value));
	}
	json_object_foreach(json_object_get(step, "keep"), pointer, value)
		json_object_set(kept, pointer, at_pointer(answer, json_string_value(value)));
	json_decref(answer);
}

static void exchange(const char *path)
{
	struct str file;
	json_error_t error;
	json_t *step;
	size_t i;

	kept = json_object();
	assert_int_equal(file_read(s.d->arena, path, 1 << 20, &file), RC_OK);
	json_t *steps = json_loadb(file.at, file.len, JSON_REJECT_DUPLICATES, &error);
	assert_non_null(steps);
	json_array_foreach(steps, i, step) {
		const char *about = json_string_value(json_object_get(step, "about"));
		const char *text = json_string_value(json_object_get(step, "text"));
		const json_t *body = json_object_get(step, "body");
		int status = send(json_string_value(json_object_get(step, "method")),
				  filled(str_of(json_string_value(json_object_get(step, "path")))),
				  json_string_value(json_object_get(step, "if-match")),
				  text ? str_of(text) : body ? filled(str_of(dumped(body))) : STR(""));
		if (status != json_integer_value(json_object_get(step, "status")))
			fail_msg("%s: %d %.*s", about, status, STR_ARG(client_text(&s.client)));
		check_answer(step, about);
	}
	json_decref(steps);
	json_decref(kept);
}

static void as_entra_sends_it(void **state)
{
	(void)state;
	exchange("tests/data/scim/entra.json");
	/* The manager's department was not known, and Stores was made. */
	assert_string_equal(staff_read(&s, "SELECT GROUP_CONCAT(code ORDER BY code) FROM unit"), "MAINTENANCE-EAST,STORES");
}

static void as_okta_sends_it(void **state)
{
	(void)state;
	exchange("tests/data/scim/okta.json");
}

static void as_the_standard_says(void **state)
{
	(void)state;
	exchange("tests/data/scim/rfc.json");
}

/* --- what follows --------------------------------------------------------------------------------- */

static const char *uuid_of(int person)
{
	return staff_read(&s, arena_printf(s.d->arena, "SELECT uuid FROM person WHERE id = %d", person).at);
}

static int patch(const char *uuid, const char *operations)
{
	return send("PATCH", arena_printf(s.d->arena, "/scim/v2/Users/%s", uuid), NULL,
		    arena_printf(s.d->arena, "{\"Operations\":[%s]}", operations));
}

static void who_is_switched_off_leaves_at_once(void **state)
{
	(void)state;
	staff_run(&s, "INSERT INTO session (organization_id, token_hash, account_id, method, created_at, seen_at, ends_at)"
		      " VALUES (1, UNHEX(SHA2('x', 256)), %d, 'password', NOW(6), NOW(6), NOW(6) + INTERVAL 1 HOUR)", LEAVER);
	staff_run(&s, "UPDATE person SET manager_id = %d WHERE id = %d", EMPLOYEE, LEAVER);
	staff_run(&s,
		  "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		  " reported_at, establishment_id, severity, reporter_id, manager_id, source, created_at, updated_at)"
		  " VALUES (1, 1, UUID(), 'INC-20241001-0001', 'safety', 'under_review', 'A fall', 'Somebody fell.', '2024-10-01',"
		  " '2024-10-01', 1, 'low', %d, %d, 'wizard', '2024-10-01', '2024-10-01')", EMPLOYEE, LEAVER);
	assert_int_equal(patch(uuid_of(LEAVER), "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"), 200);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM session"), "0");
	assert_string_equal(staff_read(&s, "SELECT manager_id FROM incident"), "2");
	assert_string_equal(staff_read(&s, "SELECT is_active FROM account WHERE id = 4"), "0");
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM event WHERE kind = 'person.left' AND subject_id = 4"), "1");
}

static void the_only_administrator_cannot_be_switched_off(void **state)
{
	(void)state;
	assert_int_equal(patch(uuid_of(ADMINISTRATOR), "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"), 400);
	assert_true(staff_shows(&s, "mutability"));
	assert_string_equal(staff_read(&s, "SELECT is_active FROM account WHERE id = 1"), "1");
}

static void groups_give_roles(void **state)
{
	const char *uuid = uuid_of(EMPLOYEE);

	(void)state;
	staff_run(&s, "INSERT INTO role_mapping (organization_id, source, group_name, role, created_at)"
		      " VALUES (1, 'scim', 'Safety team', 'ehs_specialist', NOW(6))");
	assert_int_equal(send("POST", STR("/scim/v2/Groups"), NULL,
			      arena_printf(s.d->arena, "{\"displayName\":\"Safety team\",\"members\":[{\"value\":\"%s\"}]}", uuid)), 201);
	assert_string_equal(staff_read(&s, "SELECT GROUP_CONCAT(role) FROM role_grant WHERE account_id = 2"), "ehs_specialist");
	const char *group = staff_read(&s, "SELECT uuid FROM scim_group WHERE display_name = 'Safety team'");
	struct str path = arena_printf(s.d->arena, "/scim/v2/Groups/%s", group);
	/* Replaced by the same members: nothing comes and goes. */
	const char *grant = staff_read(&s, "SELECT id FROM role_grant WHERE account_id = 2");
	assert_int_equal(send("PUT", path, NULL,
			      arena_printf(s.d->arena, "{\"displayName\":\"Safety team\",\"members\":[{\"value\":\"%s\"}]}", uuid)), 200);
	assert_string_equal(staff_read(&s, "SELECT id FROM role_grant WHERE account_id = 2"), grant);
	assert_int_equal(send("PATCH", path, NULL, STR("{\"Operations\":[{\"op\":\"replace\",\"path\":\"displayName\","
							"\"value\":\"Others\"}]}")), 200);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM role_grant WHERE account_id = 2"), "0");
	assert_int_equal(send("PATCH", path, NULL, STR("{\"Operations\":[{\"op\":\"replace\",\"path\":\"displayName\","
							"\"value\":\"Safety team\"}]}")), 200);
	assert_int_equal(send("DELETE", path, NULL, STR("")), 204);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM role_grant WHERE account_id = 2"), "0");
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM audit_entry WHERE subject_id = 2 AND action LIKE 'account.role%'"),
			    "4");
}

static void somebody_known_gets_an_account(void **state)
{
	(void)state;
	staff_run(&s, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)"
		      " VALUES (50, 1, UUID(), 'E50', 'Nora', 'Known', 'nora@example.com', NOW(6), NOW(6))");
	assert_int_equal(send("POST", STR("/scim/v2/Users"), NULL,
			      STR("{\"userName\":\"nora@example.com\",\"name\":{\"givenName\":\"Nora\",\"familyName\":\"Known\"},"
				  "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"employeeNumber\":\"E50\"}}")), 201);
	assert_true(staff_shows(&s, uuid_of(50)));
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM person WHERE family_name = 'Known'"), "1");
	assert_string_equal(staff_read(&s, "SELECT g.role FROM account a JOIN role_grant g ON g.account_id = a.id WHERE a.person_id = 50"),
			    "employee");
	/* A number that an account has is nobody else's. */
	assert_int_equal(send("POST", STR("/scim/v2/Users"), NULL,
			      STR("{\"userName\":\"other@example.com\","
				  "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"employeeNumber\":\"E50\"}}")), 409);
}

static void organizations_do_not_meet(void **state)
{
	(void)state;
	staff_ask(&s, ELSEWHERE);
	client_begin(&s.client, "GET", arena_printf(s.d->arena, "/scim/v2/Users/%s", uuid_of(EMPLOYEE)).at);
	assert_int_equal(client_send(&s.client), 404);
	client_begin(&s.client, "GET", "/scim/v2/Users");
	assert_int_equal(client_send(&s.client), 200);
	assert_true(staff_shows(&s, "\"totalResults\":1"));
	staff_ask(&s, EMPLOYEE);
	client_begin(&s.client, "GET", "/scim/v2/Users");
	assert_int_equal(client_send(&s.client), 403);
	assert_true(staff_shows(&s, "urn:ietf:params:scim:api:messages:2.0:Error"));
}

/* --- bulk, sorting, /Me, nowhere --------------------------------------------------------------------- */

static json_t *answered(void)
{
	struct str text = client_text(&s.client);
	json_t *answer = json_loadb(text.at ? text.at : "", text.len, 0, NULL);

	assert_non_null(answer);
	return answer;
}

static const char *part(json_t *root, const char *pointer)
{
	const json_t *value = at_pointer(root, pointer);

	return json_is_string(value) ? json_string_value(value) : "";
}

static void many_changes_in_one_request(void **state)
{
	(void)state;
	/* The group stands before its members, and one of these before the manager. */
	assert_int_equal(send("POST", STR("/scim/v2/Bulk"), NULL, STR(
		"{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
		"{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"g\",\"data\":{\"displayName\":\"Bulk group\",\"members\":"
		"[{\"value\":\"bulkId:u1\"},{\"value\":\"bulkId:u2\"}]}},"
		"{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"u1\",\"data\":{\"userName\":\"bulk1@example.com\","
		"\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":{\"value\":\"bulkId:u2\"}}}},"
		"{\"method\":\"post\",\"path\":\"/Users\",\"bulkId\":\"u2\",\"data\":{\"userName\":\"bulk2@example.com\"}},"
		"{\"method\":\"PATCH\",\"path\":\"/Users/bulkId:u2\",\"data\":{\"Operations\":[{\"op\":\"replace\",\"path\":\"title\","
		"\"value\":\"Welder\"}]}},"
		"{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"u3\",\"data\":{\"userName\":\"bulk1@example.com\"}}]}")), 200);
	json_t *answer = answered();
	assert_string_equal(part(answer, "/schemas/0"), "urn:ietf:params:scim:api:messages:2.0:BulkResponse");
	assert_int_equal(json_array_size(at_pointer(answer, "/Operations")), 5);
	assert_string_equal(part(answer, "/Operations/0/status"), "201");
	assert_string_equal(part(answer, "/Operations/0/bulkId"), "g");
	assert_string_equal(part(answer, "/Operations/1/status"), "201");
	assert_string_equal(part(answer, "/Operations/2/status"), "201");
	assert_string_equal(part(answer, "/Operations/3/status"), "200");
	assert_string_equal(part(answer, "/Operations/3/location"), part(answer, "/Operations/2/location"));
	assert_string_equal(part(answer, "/Operations/4/status"), "409");
	assert_string_equal(part(answer, "/Operations/4/response/scimType"), "uniqueness");
	assert_string_equal(part(answer, "/Operations/4/location"), "");
	json_decref(answer);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM scim_member m JOIN scim_group g ON g.id = m.group_id"
					   " WHERE g.display_name = 'Bulk group'"), "2");
	assert_string_equal(staff_read(&s, "SELECT m.job_title FROM account a JOIN person p ON p.id = a.person_id"
					   " JOIN person m ON m.id = p.manager_id WHERE a.login = 'bulk1@example.com'"), "Welder");
}

static void bulk_has_limits_and_faults(void **state)
{
	(void)state;
	/* A stop after the first error leaves the rest undone. */
	assert_int_equal(send("POST", STR("/scim/v2/Bulk"), NULL, STR(
		"{\"failOnErrors\":1,\"Operations\":[{\"method\":\"POST\",\"path\":\"/Users\",\"data\":{\"userName\":\"no-id@example.com\"}},"
		"{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"a\",\"data\":{\"userName\":\"never@example.com\"}}]}")), 200);
	json_t *answer = answered();
	assert_int_equal(json_array_size(at_pointer(answer, "/Operations")), 1);
	assert_string_equal(part(answer, "/Operations/0/status"), "400");
	json_decref(answer);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM account WHERE login IN ('never@example.com', 'no-id@example.com')"), "0");
	/* Two that wait for each other, one that names nobody, another version, and places where bulk has no business. */
	assert_int_equal(send("POST", STR("/scim/v2/Bulk"), NULL, arena_printf(s.d->arena,
		"{\"Operations\":[{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"a\",\"data\":{\"displayName\":\"A\",\"members\":"
		"[{\"value\":\"bulkId:b\"}]}},{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"b\",\"data\":{\"displayName\":\"B\","
		"\"members\":[{\"value\":\"bulkId:a\"}]}},{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"c\",\"data\":"
		"{\"displayName\":\"C\",\"members\":[{\"value\":\"bulkId:nobody\"}]}},"
		"{\"method\":\"PATCH\",\"path\":\"/Users/%s\",\"version\":\"W/\\\"99\\\"\",\"data\":{\"Operations\":[]}},"
		"{\"method\":\"POST\",\"path\":\"/Bulk\",\"bulkId\":\"d\",\"data\":{}},{\"method\":\"GET\",\"path\":\"/Users\"},"
		"{\"method\":\"DELETE\",\"path\":\"/Users/%s\"},{\"method\":\"POST\",\"path\":\"/../api/v1/token\",\"bulkId\":\"e\"}]}",
		uuid_of(EMPLOYEE), "00000000-0000-4000-8000-000000000000")), 200);
	answer = answered();
	static const char *const statuses[] = {"409", "409", "409", "412", "404", "400", "404", "404"};
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		assert_string_equal(part(answer, arena_printf(s.d->arena, "/Operations/%zu/status", i).at), statuses[i]);
	json_decref(answer);
	assert_int_equal(send("POST", STR("/scim/v2/Bulk"), NULL, STR("{\"Operations\":{}}")), 400);
	assert_int_equal(send("POST", STR("/scim/v2/Bulk"), NULL, STR("[]")), 400);
	struct text many = TEXT_IN(s.d->arena);
	text_cstr(&many, "{\"Operations\":[{}");
	for (int i = 0; i < SCIM_BULK_MOST; i++)
		text_cstr(&many, ",{}");
	text_cstr(&many, "]}");
	assert_int_equal(send("POST", STR("/scim/v2/Bulk"), NULL, text_str(&many)), 413);
	assert_true(staff_shows(&s, "urn:ietf:params:scim:api:messages:2.0:Error"));
}

static const char *order_of(const char *path, const char *attribute)
{
	struct text out = TEXT_IN(s.d->arena);
	json_t *resource;
	size_t i;

	assert_int_equal(send("GET", str_of(path), NULL, STR("")), 200);
	json_t *answer = answered();
	json_array_foreach(json_object_get(answer, "Resources"), i, resource)
		text_printf(&out, "%s%s", i ? " " : "", part(resource, attribute));
	json_decref(answer);
	return text_str(&out).at;
}

static void lists_come_in_the_order_asked_for(void **state)
{
	(void)state;
	staff_run(&s, "UPDATE account SET login = CONCAT('sort-', id, '@example.com') WHERE organization_id = 1");
	static const char *const titles[] = {"beta", "Alpha", "gamma"};
	for (int i = 0; i < 3; i++)
		assert_int_equal(send("POST", STR("/scim/v2/Users"), NULL,
				      arena_printf(s.d->arena, "{\"userName\":\"zz%d@example.com\",\"title\":\"%s\"}", i, titles[i])), 201);
	assert_int_equal(send("POST", STR("/scim/v2/Users"), NULL, STR("{\"userName\":\"zz3@example.com\"}")), 201);
#define ZZ "/scim/v2/Users?filter=userName%20sw%20%22zz%22&"
	assert_string_equal(order_of(ZZ "sortBy=title", "/userName"),
			    "zz1@example.com zz0@example.com zz2@example.com zz3@example.com");
	assert_string_equal(order_of(ZZ "sortBy=TITLE&sortOrder=descending", "/userName"),
			    "zz3@example.com zz2@example.com zz0@example.com zz1@example.com");
	assert_string_equal(order_of(ZZ "sortBy=title&startIndex=2&count=2", "/userName"), "zz0@example.com zz2@example.com");
	assert_string_equal(order_of("/scim/v2/Groups?sortBy=displayName&sortOrder=descending&count=1", "/displayName"),
			    order_of("/scim/v2/Groups?filter=displayName%20pr&sortBy=displayName&sortOrder=descending&count=1",
				     "/displayName"));
	assert_string_equal(order_of("/scim/v2/Users?sortBy=userName&sortOrder=descending&count=1", "/userName"), "zz3@example.com");
	assert_int_equal(send("GET", STR("/scim/v2/Users?sortBy=shoeSize"), NULL, STR("")), 400);
	assert_true(staff_shows(&s, "invalidPath"));
	assert_int_equal(send("GET", STR("/scim/v2/Users?sortBy=name"), NULL, STR("")), 400);
	assert_int_equal(send("GET", STR("/scim/v2/Users?sortBy=title&sortOrder=up"), NULL, STR("")), 400);
}

static void me_is_the_user_of_the_token(void **state)
{
	(void)state;
	assert_int_equal(send("GET", STR("/scim/v2/Me"), NULL, STR("")), 200);
	assert_true(staff_shows(&s, uuid_of(ADMINISTRATOR)));
	assert_true(staff_shows(&s, "/scim/v2/Users/"));
	assert_int_equal(send("PATCH", STR("/scim/v2/Me"), NULL,
			      STR("{\"Operations\":[{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Keeper\"}]}")), 200);
	assert_string_equal(staff_read(&s, "SELECT job_title FROM person WHERE id = 1"), "Keeper");
}

static void nowhere_answers_as_scim_does(void **state)
{
	(void)state;
	assert_int_equal(send("GET", STR("/scim/v2/Nothing"), NULL, STR("")), 404);
	assert_true(staff_shows(&s, "urn:ietf:params:scim:api:messages:2.0:Error"));
	assert_int_equal(send("DELETE", STR("/scim/v2/Me"), NULL, STR("")), 405);
	assert_true(staff_shows(&s, "urn:ietf:params:scim:api:messages:2.0:Error"));
	assert_int_equal(send("GET", STR("/api/v1/nothing"), NULL, STR("")), 404);
	assert_false(staff_shows(&s, "urn:ietf:params:scim:api:messages:2.0:Error"));
	assert_int_equal(send("GET", STR("/scim/v2/ServiceProviderConfig"), NULL, STR("")), 200);
	assert_true(staff_shows(&s, "\"bulk\":{\"supported\":true,\"maxOperations\":1000"));
	assert_true(staff_shows(&s, "\"sort\":{\"supported\":true}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_entra_sends_it),
		cmocka_unit_test(as_okta_sends_it),
		cmocka_unit_test(as_the_standard_says),
		cmocka_unit_test(who_is_switched_off_leaves_at_once),
		cmocka_unit_test(the_only_administrator_cannot_be_switched_off),
		cmocka_unit_test(groups_give_roles),
		cmocka_unit_test(somebody_known_gets_an_account),
		cmocka_unit_test(organizations_do_not_meet),
		cmocka_unit_test(many_changes_in_one_request),
		cmocka_unit_test(bulk_has_limits_and_faults),
		cmocka_unit_test(lists_come_in_the_order_asked_for),
		cmocka_unit_test(me_is_the_user_of_the_token),
		cmocka_unit_test(nowhere_answers_as_scim_does),
	};
	return cmocka_run_group_tests_name("scim", tests, setup, staff_teardown);
}
