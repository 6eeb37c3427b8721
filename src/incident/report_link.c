#include "incident/report_link.h"

#include <stddef.h>

#include "base/random.h"
#include "incident/incident.h"

enum { TOKEN_LENGTH = 22 };

static const struct code state_rows[] = {
	{"", ""}, {"open", N_("Open")}, {"expired", N_("Expired")}, {"revoked", N_("Revoked")}, {NULL, NULL},
};
const struct codes report_link_state_codes = {"report_link_state", state_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct report_link, member)
static const struct field link_fields[] = {
	{.kind = FIELD_INT, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(token), .flags = FIELD_STORED | FIELD_KEY, .max = TOKEN_LENGTH},
	{.kind = FIELD_TEXT,
	 OFFSET(name),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 120,
	 .label = N_("Place or campaign"),
	 .hint = N_("As people know it, for example “Loading dock north”. It stands on the poster.")},
	{.kind = FIELD_ID,
	 OFFSET(establishment_id),
	 .flags = FIELD_STORED,
	 .label = N_("Establishment"),
	 .hint = N_("Filled in for those who follow the link")},
	{.kind = FIELD_ID, OFFSET(area_id), .flags = FIELD_STORED, .label = N_("Area")},
	{.kind = FIELD_ID, OFFSET(department_id), .flags = FIELD_STORED, .label = N_("Department")},
	{.kind = FIELD_ID, OFFSET(project_id), .flags = FIELD_STORED, .label = N_("Project")},
	{.kind = FIELD_CODE,
	 .name = "register",
	 .offset = offsetof(struct report_link, reg),
	 .flags = FIELD_STORED,
	 .codes = &register_codes,
	 .label = N_("Register")},
	{.kind = FIELD_CODE,
	 OFFSET(report_type),
	 .flags = FIELD_STORED,
	 .codes = &report_type_codes,
	 .label = N_("Kind of report")},
	{.kind = FIELD_DAY,
	 OFFSET(expires_on),
	 .flags = FIELD_STORED,
	 .label = N_("Last day"),
	 .hint = N_("Empty: until it is revoked")},
	{.kind = FIELD_MOMENT, OFFSET(revoked_at), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(opened), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, OFFSET(filed), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record report_link_record = {"report_link", sizeof(struct report_link), link_fields};

enum report_link_state report_link_state(const struct report_link *link, day today)
{
	if (link->revoked_at != MOMENT_NONE)
		return LINK_REVOKED;
	return link->expires_on != DAY_NONE && link->expires_on < today ? LINK_EXPIRED : LINK_OPEN;
}

struct str report_link_token(struct arena *arena)
{
	/* Six bits a character; the first 22 of 256 random bits. */
	return arena_str(arena, str_slice(token_new(arena), 0, TOKEN_LENGTH));
}

bool report_link_token_is_valid(struct str token)
{
	for (size_t i = 0; i < token.len; i++) {
		char c = token.at[i];
		bool is_fit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			      c == '-' || c == '_';
		if (!is_fit)
			return false;
	}
	return token.len == TOKEN_LENGTH;
}

struct str report_link_address(struct arena *arena, const struct config *config, const struct report_link *link)
{
	return arena_printf(arena, "%.*s/report/%.*s", STR_ARG(config_text(config, "web.anonymous_url")),
			    STR_ARG(link->token));
}
