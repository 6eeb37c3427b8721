#include "signature/signature.h"

#include <stddef.h>

#include "base/random.h"

static const struct code kind_rows[] = {
	{"", ""},
	{"policy", N_("Signature policy")},
	{"investigation", N_("Investigation")},
	{"capa", N_("Corrective or preventive action")},
	{"incident", N_("Incident")},
	{"osha_certification", N_("Annual summary, Form 300A")},
	{"release_notice", N_("Written follow-up notice")},
	{NULL, NULL},
};
const struct codes signature_kind_codes = {"signature_kind", kind_rows};

static const struct code meaning_rows[] = {
	{"", ""},
	{"authored", N_("Authored")},
	{"reviewed", N_("Reviewed")},
	{"approved", N_("Approved")},
	{"rejected", N_("Rejected")},
	{"certified", N_("Certified")},
	{"verified", N_("Verified")},
	{"closed", N_("Closed")},
	{"accepted", N_("Accepted")},
	{NULL, NULL},
};
const struct codes signature_meaning_codes = {"signature_meaning", meaning_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct signature, member)
static const struct field signature_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_CODE,
	 AT(kind),
	 .label = N_("Signed"),
	 .flags = FIELD_STORED,
	 .codes = &signature_kind_codes},
	{.kind = FIELD_ID, AT(subject_id), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(round), .label = N_("Version"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE,
	 AT(meaning),
	 .label = N_("Meaning"),
	 .flags = FIELD_STORED,
	 .codes = &signature_meaning_codes},
	{.kind = FIELD_PROSE,
	 AT(reason),
	 .label = N_("Reason"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 2000},
	{.kind = FIELD_ID, AT(signer_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(signer_name), .label = N_("Signed by"), .flags = FIELD_STORED, .max = 220},
	{.kind = FIELD_TEXT, AT(auth_method), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 20},
	{.kind = FIELD_TEXT, AT(acr), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_TEXT, AT(amr), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_MOMENT, AT(signed_at), .label = N_("Signed at"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(zone), .flags = FIELD_STORED, .max = 60},
	{.kind = FIELD_PROSE,
	 AT(content),
	 .flags = FIELD_STORED | FIELD_QUIET | FIELD_NOT_NULL,
	 .max = 4000000},
	{.kind = FIELD_TEXT, AT(content_sha256), .label = N_("SHA-256"), .flags = FIELD_STORED, .max = 64},
	FIELD_END,
};
#undef AT
const struct record signature_record = {"signature", sizeof(struct signature), signature_fields};

bool signature_covers(struct arena *arena, const struct signature *signature, struct str content)
{
	return str_equal(signature->content_sha256, hex(arena, sha256(arena, content)));
}

bool signature_is_intact(struct arena *arena, const struct signature *signature)
{
	return signature_covers(arena, signature, signature->content);
}
