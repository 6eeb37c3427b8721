#include "investigation/findings.h"

/* The field tables of what was found. */

static const struct code evidence_kind_rows[] = {
	{"", ""},
	{"file", N_("File of the incident")},
	{"physical", N_("Physical item")},
	{"document", N_("Document or record")},
	{"interview", N_("Interview")},
	{"statement", N_("Witness statement")},
	{"measurement", N_("Measurement or reading")},
	{"observation", N_("Observation on the spot")},
	{NULL, NULL},
};
const struct codes evidence_kind_codes = {"evidence_kind", evidence_kind_rows};

static const struct code custody_action_rows[] = {
	{"", ""},
	{"collected", N_("Collected")},
	{"handed_over", N_("Handed over")},
	{"stored", N_("Put away")},
	{"examined", N_("Examined")},
	{"returned", N_("Returned")},
	{"disposed", N_("Disposed of")},
	{NULL, NULL},
};
const struct codes custody_action_codes = {"custody_action", custody_action_rows};

static const struct code check_result_rows[] = {
	{"", ""},
	{"equal", N_("Unchanged")},
	{"changed", N_("Changed")},
	{"missing", N_("Cannot be read")},
	{NULL, NULL},
};
const struct codes check_result_codes = {"check_result", check_result_rows};

static const struct code branch_rows[] = {
	{"", ""},
	{"man", N_("Man")},
	{"machine", N_("Machine")},
	{"method", N_("Method")},
	{"material", N_("Material")},
	{"measurement", N_("Measurement")},
	{"environment", N_("Environment")},
	{NULL, NULL},
};
const struct codes branch_codes = {"branch", branch_rows};

static const struct code event_kind_rows[] = {
	{"", ""},
	{"event", N_("Event")},
	{"condition", N_("Condition")},
	{NULL, NULL},
};
const struct codes event_kind_codes = {"event_kind", event_kind_rows};

static const struct code event_flag_rows[] = {
	{"", ""},
	{"gap", N_("Gap: not known what happened here")},
	{"barrier_held", N_("Barrier held")},
	{"barrier_failed", N_("Barrier failed")},
	{"barrier_missing", N_("Barrier missing")},
	{NULL, NULL},
};
const struct codes event_flag_codes = {"event_flag", event_flag_rows};

#define ASSUMPTION                                                               \
	{.kind = FIELD_BOOL,                                                     \
	 AT(is_assumption),                                                      \
	 .label = N_("This is an assumption: there is no evidence for it yet"),  \
	 .flags = FIELD_STORED}
#define CITED                                                                    \
	{.kind = FIELD_TEXT,                                                     \
	 AT(evidence),                                                           \
	 .label = N_("Evidence"),                                                \
	 .flags = FIELD_STORED | FIELD_NOT_NULL,                                 \
	 .max = 300}
#define FIXED (FIELD_STORED | FIELD_KEY)

#define AT(member) .name = #member, .offset = offsetof(struct evidence, member)
static const struct field evidence_fields[] = {
	ENTRY_FIELDS(struct evidence),
	{.kind = FIELD_CODE,
	 AT(kind),
	 .label = N_("Kind"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &evidence_kind_codes},
	{.kind = FIELD_TEXT, AT(title), .label = N_("Title"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 200},
	{.kind = FIELD_PROSE,
	 AT(description),
	 .label = N_("What it shows"),
	 .flags = FIELD_STORED,
	 .max = 4000},
	{.kind = FIELD_ID, AT(attachment_id), .label = N_("File"), .flags = FIELD_STORED},
	{.kind = FIELD_BYTES, AT(sha256), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(collected_by), .label = N_("Collected by"), .flags = FIELD_STORED, .max = 200},
	{.kind = FIELD_MOMENT,
	 AT(collected_at),
	 .label = N_("Collected at"),
	 .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_TEXT,
	 AT(kept_where),
	 .label = N_("Kept where"),
	 .flags = FIELD_STORED,
	 .max = 200,
	 .hint = N_("Room, cabinet, bag number, or who holds it")},
	FIELD_END,
};
#undef AT
const struct record evidence_record = {"evidence", sizeof(struct evidence), evidence_fields};

#define AT(member) .name = #member, .offset = offsetof(struct custody, member)
static const struct field custody_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(evidence_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 AT(action),
	 .label = N_("What was done"),
	 .flags = FIXED | FIELD_REQUIRED,
	 .codes = &custody_action_codes},
	{.kind = FIELD_MOMENT, AT(happened_at), .label = N_("When"), .flags = FIXED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_TEXT, AT(from_name), .label = N_("From"), .flags = FIXED, .max = 200},
	{.kind = FIELD_TEXT, AT(to_name), .label = N_("To"), .flags = FIXED, .max = 200},
	{.kind = FIELD_TEXT, AT(note), .label = N_("Where and what for"), .flags = FIXED, .max = 500},
	{.kind = FIELD_ID, AT(recorded_by_id), .flags = FIXED},
	{.kind = FIELD_TEXT, AT(recorded_by), .label = N_("Recorded by"), .flags = FIXED, .max = 220},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record custody_record = {"evidence_custody", sizeof(struct custody), custody_fields};

#define AT(member) .name = #member, .offset = offsetof(struct evidence_check, member)
static const struct field evidence_check_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(evidence_id), .flags = FIXED},
	{.kind = FIELD_CODE, AT(result), .label = N_("Result"), .flags = FIXED, .codes = &check_result_codes},
	{.kind = FIELD_BYTES, AT(found_sha256), .flags = FIXED},
	{.kind = FIELD_ID, AT(checked_by_id), .flags = FIXED},
	{.kind = FIELD_TEXT, AT(checked_by), .label = N_("Checked by"), .flags = FIXED, .max = 220},
	{.kind = FIELD_MOMENT, AT(checked_at), .label = N_("Checked"), .flags = FIXED},
	FIELD_END,
};
#undef AT
const struct record evidence_check_record = {"evidence_check", sizeof(struct evidence_check), evidence_check_fields};

#define AT(member) .name = #member, .offset = offsetof(struct why_chain, member)
static const struct field why_chain_fields[] = {
	ENTRY_FIELDS(struct why_chain),
	{.kind = FIELD_PROSE,
	 AT(problem),
	 .label = N_("Problem"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 1000,
	 .hint = N_("What happened, as it was seen; no cause yet")},
	FIELD_END,
};
#undef AT
const struct record why_chain_record = {"why_chain", sizeof(struct why_chain), why_chain_fields};

#define AT(member) .name = #member, .offset = offsetof(struct why, member)
static const struct field why_fields[] = {
	ENTRY_FIELDS(struct why),
	{.kind = FIELD_ID, AT(chain_id), .flags = FIXED | FIELD_QUIET},
	{.kind = FIELD_TEXT,
	 AT(question),
	 .label = N_("Why?"),
	 .flags = FIELD_STORED,
	 .max = 300,
	 .hint = N_("The question in your words; may stay empty")},
	{.kind = FIELD_PROSE,
	 AT(answer),
	 .label = N_("Because"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 1000},
	CITED,
	ASSUMPTION,
	FIELD_END,
};
#undef AT
const struct record why_record = {"why", sizeof(struct why), why_fields};

#define AT(member) .name = #member, .offset = offsetof(struct fishbone_item, member)
static const struct field fishbone_item_fields[] = {
	ENTRY_FIELDS(struct fishbone_item),
	{.kind = FIELD_CODE,
	 AT(branch),
	 .label = N_("Bone"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &branch_codes},
	{.kind = FIELD_ID, AT(parent_id), .label = N_("Stands behind"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 AT(text),
	 .label = N_("Possible cause"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 300},
	{.kind = FIELD_BOOL,
	 AT(is_significant),
	 .label = N_("Significant: it made a difference here"),
	 .flags = FIELD_STORED},
	CITED,
	ASSUMPTION,
	FIELD_END,
};
#undef AT
const struct record fishbone_item_record = {"fishbone_item", sizeof(struct fishbone_item), fishbone_item_fields};

#define AT(member) .name = #member, .offset = offsetof(struct sequence_event, member)
static const struct field sequence_event_fields[] = {
	ENTRY_FIELDS(struct sequence_event),
	{.kind = FIELD_CODE,
	 AT(kind),
	 .label = N_("Kind"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &event_kind_codes},
	{.kind = FIELD_MOMENT,
	 AT(happened_at),
	 .label = N_("When"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_BOOL, AT(is_approximate), .label = N_("The time is approximate"), .flags = FIELD_STORED},
	{.kind = FIELD_PROSE,
	 AT(what),
	 .label = N_("What happened"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 2000},
	{.kind = FIELD_TEXT,
	 AT(actor),
	 .label = N_("Who or what acted"),
	 .flags = FIELD_STORED,
	 .max = 200},
	{.kind = FIELD_CODE,
	 AT(flag),
	 .label = N_("Mark"),
	 .flags = FIELD_STORED,
	 .codes = &event_flag_codes},
	CITED,
	ASSUMPTION,
	FIELD_END,
};
#undef AT
const struct record sequence_event_record = {"sequence_event", sizeof(struct sequence_event), sequence_event_fields};
