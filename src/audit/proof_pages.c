#include "audit/proof_pages.h"

#include <jansson.h>

#include "audit/audit.h"
#include "audit/file_store.h"
#include "audit/log_check.h"
#include "audit/proof.h"
#include "audit/seal_store.h"
#include "audit/signing_key.h"
#include "audit/witness.h"
#include "base/base64.h"
#include "base/log.h"
#include "base/random.h"
#include "http/api_call.h"
#include "http/api_operation.h"

enum { FINDINGS_SHOWN = 10 };

static const char plain[] = "text/plain; charset=utf-8";

/* --- for witnesses: the checkpoint holds hashes only, so everybody may have it --- */

static enum rc request_since(struct request *rq, struct response *rs, const struct proof_source *source, int64_t old)
{
	struct log_source tree = {rq->db, rq->arena};
	struct merkle_proof *proof = ARENA_NEW(rq->arena, struct merkle_proof);
	int64_t size = source->checkpoint.tree_size;
	enum rc rc = old > 0 && old <= size
			     ? merkle_consistency(log_hash, &tree, (uint64_t)old, (uint64_t)size, proof)
			     : RC_OK;

	if (rc != RC_OK)
		return rc;
	struct str body = witness_request_text(rq->arena, (uint64_t)old, proof, source->checkpoint.note);
	return respond_bytes(rq, rs, plain, STR_NONE, body);
}

static enum rc checkpoint_get(struct request *rq, struct response *rs)
{
	struct proof_source source;
	int64_t old;
	enum rc rc = proof_begin(rq->db, rq->arena, &source);

	if (rc == RC_OK && !source.has_checkpoint)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	if (!pairs_has(&rq->query, "old"))
		return respond_bytes(rq, rs, plain, STR_NONE, source.note);
	return str_to_int(pairs_get(&rq->query, "old"), 0, INT64_MAX, &old) ? request_since(rq, rs, &source, old)
									    : RC_BAD_REQUEST;
}

/* Only the lines of witnesses that the administrator listed are kept; the signature itself is the permission. */
static enum rc keep_cosignatures(struct request *rq, const struct checkpoint_note *sent,
				 const struct log_checkpoint *checkpoint, size_t *kept)
{
	struct key_list *witnesses = ARENA_NEW(rq->arena, struct key_list);
	enum rc rc = signing_key_witnesses(rq->arena, rq->config, witnesses);

	*kept = 0;
	for (size_t i = 0; rc == RC_OK && i < witnesses->count; i++) {
		const struct note_key *key = &witnesses->at[i];
		moment at;
		if (note_check(&sent->note, key, &at) != NOTE_GENUINE)
			continue;
		struct log_cosignature row = {.checkpoint_id = checkpoint->id, .witness = key->name, .cosigned_at = at,
					      .key_id = {(const char *)key->id, sizeof key->id}, .received_at = rq->now};
		for (size_t k = 0; k < sent->note.count; k++)
			if (str_equal(sent->note.lines[k].name, key->name))
				row.line = sent->note.lines[k].line;
		rc = log_cosignature_add(rq->db, &row);
		if (rc == RC_DUPLICATE)
			rc = RC_OK;
		(*kept)++;
	}
	return rc;
}

static enum rc cosignature_post(struct request *rq, struct response *rs)
{
	struct checkpoint_note *sent = ARENA_NEW(rq->arena, struct checkpoint_note);
	struct log_checkpoint checkpoint;
	size_t kept;

	if (!checkpoint_note_parse(rq->arena, rq->body, sent) || sent->checkpoint.size > INT64_MAX)
		return RC_BAD_REQUEST;
	enum rc rc = log_checkpoint_of_size(rq->db, rq->arena, (int64_t)sent->checkpoint.size, &checkpoint);
	if (rc != RC_OK)
		return rc;
	if (!str_starts(checkpoint.note, sent->note.text))
		return RC_CONFLICT;
	rc = keep_cosignatures(rq, sent, &checkpoint, &kept);
	if (rc != RC_OK)
		return rc;
	return kept ? respond_nothing(rq, rs) : RC_DENIED;
}

/* --- for auditors --- */

static void add_keys(struct request *rq, struct view *page)
{
	struct key_list *keys = ARENA_NEW(rq->arena, struct key_list);
	struct view_list *list = view_list(page, "keys");

	if (signing_key_public(rq->arena, rq->config, keys) != RC_OK)
		return;
	for (size_t i = keys->count; i-- > 0;) {
		struct view *item = view_add(list);
		view_text(item, "key", note_key_text(rq->arena, &keys->at[i]));
		view_text(item, "fingerprint", note_key_fingerprint(rq->arena, &keys->at[i]));
		view_flag(item, "is_present", i + 1 == keys->count);
	}
}

/* A witness that has been silent for a day may have raised an alarm. */
static enum rc add_witnesses(struct request *rq, struct view *page, const struct proof_source *source)
{
	struct key_list *keys = ARENA_NEW(rq->arena, struct key_list);
	struct view_list *list = view_list(page, "witnesses");
	enum rc rc = signing_key_witnesses(rq->arena, rq->config, keys);

	for (size_t i = 0; rc == RC_OK && i < keys->count; i++) {
		struct view *item = view_add(list);
		struct log_cosignature last;
		rc = log_cosignature_newest(rq->db, rq->arena, keys->at[i].name, &last);
		bool has_any = rc == RC_OK;
		if (rc == RC_NOT_FOUND)
			rc = RC_OK;
		view_text(item, "name", keys->at[i].name);
		view_text(item, "fingerprint", note_key_fingerprint(rq->arena, &keys->at[i]));
		view_flag(item, "has_any", has_any);
		view_flag(item, "is_silent", !has_any || last.cosigned_at < rq->now - DAYS(1));
		if (!has_any)
			continue;
		view_moment(item, "at", last.cosigned_at);
		view_int(item, "size", last.tree_size);
		view_flag(item, "is_newest", source->has_checkpoint && last.checkpoint_id == source->checkpoint.id);
	}
	return rc;
}

static void add_findings(struct request *rq, struct view *page, struct str report)
{
	json_t *root = json_loadb(report.at, report.len, 0, NULL);
	const json_t *findings = json_object_get(root, "findings");
	struct view_list *list = view_list(page, "findings");

	for (size_t i = 0; i < json_array_size(findings) && i < FINDINGS_SHOWN; i++) {
		const json_t *finding = json_array_get(findings, i);
		struct view *item = view_add(list);
		struct str kind = arena_str(rq->arena, str_of(json_string_value(json_object_get(finding, "kind"))));
		const char *meaning = log_finding_meaning_of(kind);
		view_text(item, "kind", kind);
		view_text(item, "meaning", meaning ? rq_tr(rq, meaning) : STR_NONE);
		view_text(item, "detail",
			  arena_str(rq->arena, str_of(json_string_value(json_object_get(finding, "detail")))));
	}
	json_int_t found = json_integer_value(json_object_get(root, "found"));
	if (found > FINDINGS_SHOWN)
		view_int(page, "more", found - FINDINGS_SHOWN);
	view_int(page, "checked_entries", json_integer_value(json_object_get(root, "entries")));
	json_decref(root);
}

static enum rc add_verification(struct request *rq, struct view *page)
{
	struct log_verification last;
	enum rc rc = log_verification_newest(rq->db, rq->arena, &last);

	view_flag(page, "has_verification", rc == RC_OK);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	view_moment(page, "verified_at", last.started_at);
	view_flag(page, "is_intact", last.status == 0);
	view_flag(page, "is_broken", last.status == 1);
	view_text(page, "took", arena_printf(rq->arena, "%.1f", (double)last.took_us / (double)SECONDS(1)));
	add_findings(rq, page, last.report);
	return RC_OK;
}

static const struct api_schema witness_schema = {
	"LogWitness", "A witness of the log",
	(const struct api_member[]){
		{API_TEXT, "name"},
		{API_MOMENT, "cosigned_at", .flags = API_NULLABLE, .help = "last"},
		{API_INT, "size", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};
static const struct api_schema log_schema = {
	"LogState", "State of the sealed log",
	(const struct api_member[]){
		{API_INT, "sealed", .help = "entries"},
		{API_MOMENT, "sealed_at", .flags = API_NULLABLE},
		{API_TEXT, "trouble", .flags = API_NULLABLE, .help = "why sealing has stopped"},
		{API_TEXT, "checkpoint", .flags = API_NULLABLE, .help = "the newest, as it was signed"},
		{API_MOMENT, "verified_at", .flags = API_NULLABLE},
		{API_BOOL, "is_intact", .help = "as the last verification found"},
		{API_TEXTS, "keys", .help = "public ones, the oldest first"},
		{API_LIST, "witnesses", .of = &witness_schema},
		API_MEMBERS_END,
	}};

static enum rc put_witnesses(struct request *rq, struct api_json *json)
{
	struct key_list *keys = ARENA_NEW(rq->arena, struct key_list);
	enum rc rc = signing_key_witnesses(rq->arena, rq->config, keys);

	api_json_list(json, "witnesses");
	for (size_t i = 0; rc == RC_OK && i < keys->count; i++) {
		struct log_cosignature last = {.cosigned_at = MOMENT_NONE};
		rc = log_cosignature_newest(rq->db, rq->arena, keys->at[i].name, &last);
		const bool has_any = rc == RC_OK;
		if (rc == RC_NOT_FOUND)
			rc = RC_OK;
		api_json_begin(json, NULL);
		api_json_text(json, "name", keys->at[i].name);
		api_json_moment(json, "cosigned_at", has_any ? last.cosigned_at : MOMENT_NONE);
		api_json_id(json, "size", has_any ? last.tree_size : 0);
		api_json_end(json);
	}
	api_json_list_end(json);
	return rc;
}

static enum rc respond_log(struct request *rq, struct response *rs, const struct proof_source *source, const struct seal_state *sealer,
			   int64_t size, moment sealed_at)
{
	struct api_json json = api_call_json(rq, 1);
	struct key_list *keys = ARENA_NEW(rq->arena, struct key_list);
	struct log_verification last;
	enum rc rc = log_verification_newest(rq->db, rq->arena, &last);
	const bool is_verified = rc == RC_OK;

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	api_json_begin(&json, NULL);
	api_json_int(&json, "sealed", size);
	api_json_moment(&json, "sealed_at", sealed_at);
	api_json_text(&json, "trouble", sealer->trouble.len ? sealer->trouble : STR_NONE);
	api_json_text(&json, "checkpoint", source->has_checkpoint ? source->note : STR_NONE);
	api_json_moment(&json, "verified_at", is_verified ? last.started_at : MOMENT_NONE);
	api_json_bool(&json, "is_intact", is_verified && last.status == 0);
	api_json_list(&json, "keys");
	if (signing_key_public(rq->arena, rq->config, keys) == RC_OK)
		for (size_t i = 0; i < keys->count; i++)
			api_json_text(&json, NULL, note_key_text(rq->arena, &keys->at[i]));
	api_json_list_end(&json);
	rc = put_witnesses(rq, &json);
	api_json_end(&json);
	return rc == RC_OK ? api_call_respond(rq, rs, &json, 0) : rc;
}

static enum rc log_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct proof_source source;
	struct seal_state sealer;
	struct digest root;
	int64_t size;
	moment sealed_at;
	enum rc rc = proof_begin(rq->db, rq->arena, &source);

	if (rc == RC_OK)
		rc = log_size(rq->db, &size, &sealed_at);
	if (rc == RC_OK)
		rc = seal_look(rq->db, rq->arena, &sealer);
	if (rc == RC_OK && rq->api)
		return respond_log(rq, rs, &source, &sealer, size, sealed_at);
	if (rc == RC_OK)
		rc = add_verification(rq, page);
	if (rc == RC_OK)
		rc = add_witnesses(rq, page, &source);
	if (rc != RC_OK)
		return rc;
	add_keys(rq, page);
	view_int(page, "sealed", size);
	view_moment(page, "sealed_at", sealed_at);
	view_text(page, "trouble", sealer.trouble.len ? rq_tr(rq, arena_cstr(rq->arena, sealer.trouble)) : STR_NONE);
	view_flag(page, "has_checkpoint", source.has_checkpoint);
	if (source.has_checkpoint && digest_read(source.checkpoint.root, &root)) {
		view_int(page, "signed_size", source.checkpoint.tree_size);
		view_moment(page, "signed_at", source.checkpoint.signed_at);
		view_text(page, "root", digest_hex(rq->arena, &root));
		view_text(page, "note", source.note);
	}
	return respond_page(rq, rs, "audit/log", page);
}

/* The proof of one entry of the trail, for auditors. */
static enum rc entry_pack_get(struct request *rq, struct response *rs)
{
	struct proof_source source;
	struct log_entry entry;
	struct str text;
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = log_entry_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &entry);
	if (rc == RC_OK)
		rc = proof_begin(rq->db, rq->arena, &source);
	if (rc == RC_OK)
		rc = proof_pack_of(rq->db, rq->arena, &source, &entry, 1, true, &text);
	if (rc == RC_INVALID)
		return RC_CONFLICT;
	struct str name = arena_printf(rq->arena, "proof-%lld.json", (long long)id);
	return rc == RC_OK ? respond_bytes(rq, rs, "application/json", name, text) : rc;
}

static enum rc keys_get(struct request *rq, struct response *rs)
{
	struct key_list *keys = ARENA_NEW(rq->arena, struct key_list);
	struct text text = TEXT_IN(rq->arena);
	enum rc rc = signing_key_public(rq->arena, rq->config, keys);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < keys->count; i++) {
		text_add(&text, note_key_text(rq->arena, &keys->at[i]));
		text_char(&text, '\n');
	}
	return respond_bytes(rq, rs, plain, STR("muster.pub"), text_str(&text));
}

/* --- proofs of files --- */

static const char *const file_names[] = {"uuid", "file_name", "created_at", NULL};
static const struct form file_fields = {&audit_file_record, file_names, NULL};
static const struct api_schema file_line_schema = {
	"ProofFile", "A file that was taken out",
	(const struct api_member[]){
		{API_FIELDS, .form = &file_fields},
		{API_TEXT, "sha256"},
		API_MEMBERS_END,
	}};
static const struct api_schema files_schema = API_LIST_OF("ProofFileList", "Those that the account took out last, or the one with this hash", &file_line_schema);
static const struct code state_rows[] = {{"", ""}, {"waiting", ""}, {"sealed", ""}, {"broken", ""}, {NULL, NULL}};
static const struct codes state_codes = {"proof_state", state_rows};
static const struct api_schema file_schema = {
	"ProofFileState", "Whether a file is sealed, checked now",
	(const struct api_member[]){
		{API_FIELDS, .form = &file_fields},
		{API_TEXT, "sha256"},
		{API_TEXT, "who"},
		{API_CODE, "state", .codes = &state_codes},
		{API_INT, "position", .flags = API_NULLABLE, .help = "in the sealed log"},
		{API_INT, "signed_size", .flags = API_NULLABLE},
		{API_MOMENT, "signed_at", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};

static void put_file(struct request *rq, struct api_json *json, const struct audit_file *file)
{
	api_json_fields(json, &file_fields, file);
	api_json_text(json, "sha256", hex(rq->arena, file->sha256));
}

static enum rc respond_files(struct request *rq, struct response *rs, const struct audit_file *files, size_t count)
{
	struct api_json json = api_call_list(rq);

	for (size_t i = 0; i < count; i++) {
		api_json_begin(&json, NULL);
		put_file(rq, &json, &files[i]);
		api_json_end(&json);
	}
	return api_call_listed(rq, rs, &json, STR_NONE);
}

static enum rc respond_state(struct request *rq, struct response *rs, const struct audit_file *file, const struct log_entry *entry,
			     const struct proof_source *source, enum proof_state state)
{
	static const char *const names[] = {[PROOF_WAITING] = "waiting", [PROOF_SEALED] = "sealed", [PROOF_BROKEN] = "broken"};
	struct api_json json = api_call_json(rq, 1);
	const bool is_sealed = state == PROOF_SEALED;

	api_json_begin(&json, NULL);
	put_file(rq, &json, file);
	api_json_text(&json, "who", entry->actor_name);
	api_json_cstr(&json, "state", names[state]);
	api_json_id(&json, "position", is_sealed ? entry->seq : 0);
	api_json_id(&json, "signed_size", is_sealed ? source->checkpoint.tree_size : 0);
	api_json_moment(&json, "signed_at", is_sealed ? source->checkpoint.signed_at : MOMENT_NONE);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc files_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "files");
	struct str asked = str_trim(pairs_get(&rq->query, "sha256")), bytes;
	struct audit_file found;
	struct rows files;

	if (asked.len) {
		bool is_hash = base64_hex_bytes(rq->arena, arena_lower(rq->arena, asked), &bytes) && bytes.len == 32;
		enum rc rc = is_hash ? audit_file_by_hash(rq->db, rq->arena, rq->viewer->organization_id, bytes, &found)
				     : RC_NOT_FOUND;
		if (rq->api && (rc == RC_OK || rc == RC_NOT_FOUND))
			return respond_files(rq, rs, &found, rc == RC_OK);
		if (rc == RC_OK)
			return respond_redirect(rq, rs, arena_printf(rq->arena, "/proof/%.*s", STR_ARG(found.uuid)));
		if (rc != RC_NOT_FOUND)
			return rc;
		view_text(page, "unknown", asked);
	}
	enum rc rc = audit_file_list(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, &files);
	if (rc == RC_OK && rq->api)
		return respond_files(rq, rs, files.at, files.count);
	for (size_t i = 0; rc == RC_OK && i < files.count; i++) {
		const struct audit_file *file = ROW(struct audit_file, files, i);
		struct view *item = view_add(list);
		view_text(item, "file_name", file->file_name);
		view_text(item, "uuid", file->uuid);
		view_moment(item, "created_at", file->created_at);
	}
	return rc == RC_OK ? respond_page(rq, rs, "audit/files", page) : rc;
}

/* Who took it out, and auditors. */
static enum rc find_file(struct request *rq, struct audit_file *file, struct log_entry *entry)
{
	struct str uuid = param(rq, "uuid");
	enum rc rc = uuid_is_valid(uuid) ? audit_file_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, uuid, file)
					 : RC_NOT_FOUND;

	if (rc == RC_OK && file->account_id != rq->viewer->account_id && !viewer_may(rq->viewer, MAY_SEE_AUDIT))
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? log_entry_by_id(rq->db, rq->arena, file->organization_id, file->entry_id, entry) : rc;
}

static enum rc file_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct proof_source source;
	struct proof_entry *member = ARENA_NEW(rq->arena, struct proof_entry);
	struct audit_file file;
	struct log_entry entry;
	enum proof_state state = PROOF_WAITING;
	enum rc rc = find_file(rq, &file, &entry);

	if (rc == RC_OK)
		rc = proof_begin(rq->db, rq->arena, &source);
	if (rc == RC_OK)
		rc = proof_of(rq->db, rq->arena, &source, &entry, true, &state, member);
	if (rc != RC_OK)
		return rc;
	if (rq->api)
		return respond_state(rq, rs, &file, &entry, &source, state);
	view_text(page, "file_name", file.file_name);
	view_text(page, "uuid", file.uuid);
	view_text(page, "sha256", hex(rq->arena, file.sha256));
	if (file.content.len)
		view_text(page, "content", hex(rq->arena, file.content));
	view_moment(page, "created_at", file.created_at);
	view_text(page, "who", entry.actor_name);
	view_flag(page, "is_waiting", state == PROOF_WAITING);
	view_flag(page, "is_sealed", state == PROOF_SEALED);
	view_flag(page, "is_broken", state == PROOF_BROKEN);
	if (state == PROOF_SEALED) {
		view_int(page, "seq", entry.seq);
		view_int(page, "signed_size", source.checkpoint.tree_size);
		view_moment(page, "signed_at", source.checkpoint.signed_at);
	}
	return respond_page(rq, rs, "audit/file", page);
}

static enum rc file_pack_get(struct request *rq, struct response *rs)
{
	struct proof_source source;
	struct audit_file file;
	struct log_entry entry;
	struct str text;
	enum rc rc = find_file(rq, &file, &entry);

	if (rc == RC_OK)
		rc = proof_begin(rq->db, rq->arena, &source);
	if (rc == RC_OK)
		rc = proof_pack_of(rq->db, rq->arena, &source, &entry, 1, true, &text);
	if (rc != RC_OK)
		return rc == RC_INVALID ? RC_CONFLICT : rc;
	struct str name = arena_printf(rq->arena, "%.*s.proof.json", STR_ARG(file.file_name));
	return respond_bytes(rq, rs, "application/json", name, text);
}

static const struct api_parameter hash_query[] = {{"sha256", API_TEXT, NULL, "of the file, in hex"}, {.name = NULL}};

const struct route proof_routes[] = {
	{METHOD_GET, "/audit/checkpoint", 0, ROUTE_PUBLIC, checkpoint_get,
	 "the newest signed checkpoint; with ?old=SIZE a request for a witness"},
	{METHOD_POST, "/audit/cosignature", 0, ROUTE_PUBLIC | ROUTE_NO_CSRF | ROUTE_BODY | ROUTE_LIMITED, cosignature_post,
	 "takes the cosignature of a listed witness"},
	{METHOD_GET, "/audit/keys", 0, ROUTE_PUBLIC, keys_get, "public keys of the audit log"},
	{METHOD_GET, "/admin/audit/log", MAY_SEE_AUDIT, 0, log_get, "state of the sealed log, keys and witnesses",
	 .api = &(const struct api_operation){.id = "getLogState", .tag = "Audit", .scope = API_AUDIT_READ, .answer = &log_schema, .path = "/api/v1/audit/log"}},
	{METHOD_GET, "/admin/audit/{id}/proof", MAY_SEE_AUDIT, 0, entry_pack_get, "proof of one entry as a file",
	 .api = &(const struct api_operation){.id = "getEntryProof", .tag = "Audit", .scope = API_AUDIT_READ, .flags = API_STREAMED,
					      .types = "application/json", .path = "/api/v1/audit/{id}/proof"}},
	{METHOD_GET, "/proof", MAY_SIGN_IN, 0, files_get, "files taken out, and finding one by its hash",
	 .api = &(const struct api_operation){.id = "listProofFiles", .tag = "Audit", .scope = API_AUDIT_READ, .answer = &files_schema,
					      .query = hash_query, .path = "/api/v1/proofs"}},
	{METHOD_GET, "/proof/{uuid}", MAY_SIGN_IN, 0, file_get, "whether a file is sealed",
	 .api = &(const struct api_operation){.id = "getFileProof", .tag = "Audit", .scope = API_AUDIT_READ, .answer = &file_schema,
					      .path = "/api/v1/proofs/{uuid}"}},
	{METHOD_GET, "/proof/{uuid}/pack", MAY_SIGN_IN, 0, file_pack_get, "proof of a file as a file",
	 .api = &(const struct api_operation){.id = "getFileProofPack", .tag = "Audit", .scope = API_AUDIT_READ, .flags = API_STREAMED,
					      .types = "application/json", .path = "/api/v1/proofs/{uuid}/pack"}},
	ROUTE_END,
};
