#include "capa/capa_change.h"

#include "base/random.h"
#include "base/text.h"
#include "capa/capa_store.h"
#include "event/event.h"
#include "incident/incident_advance.h"
#include "incident/incident_change_store.h"
#include "investigation/cause_store.h"

static enum rc tell(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
		    const char *kind)
{
	const struct event event = {
		.kind = kind,
		.subject = "capa",
		.subject_id = capa->id,
		.payload = arena_printf(arena,
					"{\"incident_id\":%lld,\"responsible_id\":%lld,\"creator_id\":%lld,"
					"\"verifier_id\":%lld}",
					(long long)capa->incident_id, (long long)capa->responsible_id,
					(long long)capa->creator_id, (long long)capa->verifier_id),
	};

	return event_add(db, arena, &doer->actor, &event);
}

static enum rc note_down(struct db *db, const struct capa_doer *doer, const struct capa *capa,
			 enum capa_entry_kind kind, struct str body, day due_before)
{
	struct capa_entry entry = {
		.organization_id = capa->organization_id,
		.capa_id = capa->id,
		.round = capa->round,
		.kind = kind,
		.body = body,
		.due_before = due_before,
		.due_after = due_before == DAY_NONE ? DAY_NONE : capa->due_on,
		.made_by_id = doer->person_id,
		.made_by = doer->name,
		.is_outside = doer->is_outside,
		.made_at = doer->actor.now,
	};

	return capa_step_insert(db, &entry);
}

/* Before the action itself is locked, always in this order. */
static enum rc lock_incident(struct db *db, struct arena *arena, const struct capa *capa, bool *is_locked)
{
	struct incident incident;
	enum rc rc = RC_OK;

	*is_locked = false;
	if (capa->incident_id)
		rc = incident_lock_area(db, arena, capa->organization_id, capa->incident_id, AREA_ACTIONS, &incident);
	if (rc == RC_LOCKED) {
		*is_locked = true;
		rc = RC_OK;
	}
	return rc;
}

static enum rc advance(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
		       const char *cause)
{
	if (!capa->incident_id || doer->is_outside)
		return RC_OK;
	return incident_advance(db, arena, &doer->actor, capa->incident_id, cause);
}

static enum rc take_number(struct db *db, struct arena *arena, const struct capa_doer *doer, struct capa *capa)
{
	int year = day_civil(doer->today).year;
	int64_t serial;
	enum rc rc = capa_serial_next(db, capa->organization_id, year, &serial);

	if (rc == RC_OK)
		capa->number = capa_number(arena, year, serial);
	return rc;
}

enum rc capa_create(struct db *db, struct arena *arena, const struct capa_doer *doer, struct capa *capa)
{
	struct cause cause;
	bool is_locked;
	enum rc rc = lock_incident(db, arena, capa, &is_locked);

	if (rc == RC_OK && is_locked)
		rc = RC_LOCKED;
	if (rc == RC_OK && capa->cause_id)
		rc = cause_by_id(db, arena, capa->organization_id, capa->incident_id, capa->cause_id, &cause);
	if (rc == RC_NOT_FOUND)
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = take_number(db, arena, doer, capa);
	if (rc != RC_OK)
		return rc;
	capa->uuid = uuid_new(arena, doer->actor.now);
	capa->status = CAPA_OPEN;
	capa->round = capa->version = 1;
	capa->is_settled = true;
	capa->creator_id = doer->person_id;
	capa->created_at = capa->updated_at = doer->actor.now;
	rc = capa_insert(db, capa);
	if (rc == RC_OK)
		rc = note_down(db, doer, capa, ENTRY_CREATED, STR_NONE, DAY_NONE);
	if (rc == RC_OK)
		rc = audit_change(db, arena, &doer->actor, "capa.created", &capa_record, capa->id, capa->incident_id,
				  NULL, capa, STR(""));
	if (rc == RC_OK)
		rc = tell(db, arena, doer, capa, "capa.assigned");
	return rc == RC_OK ? advance(db, arena, doer, capa, "An action was created") : rc;
}

static enum rc write(struct db *db, struct arena *arena, const struct capa_doer *doer, const char *action,
		     const struct capa *before, struct capa *after, struct str reason)
{
	after->version = before->version + 1;
	after->updated_at = doer->actor.now;
	enum rc rc = doer->is_outside ? capa_update_outside(db, after, before->version)
				      : capa_update(db, after, before->version);
	if (rc != RC_OK)
		return rc;
	return audit_change(db, arena, &doer->actor, action, &capa_record, after->id, after->incident_id, before,
			    after, reason);
}

static bool is_handed_over(const struct capa *before, const struct capa *after)
{
	return before->responsible_id != after->responsible_id ||
	       !str_equal(before->outside_name, after->outside_name);
}

enum rc capa_edit(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *before,
		  struct capa *after, struct str reason)
{
	bool is_moved = before->due_on != after->due_on, is_locked;
	enum rc rc = lock_incident(db, arena, before, &is_locked);

	if (rc == RC_OK && capa_is_held(before, is_locked))
		rc = RC_LOCKED;
	if (rc == RC_OK && is_moved && str_trim(reason).len == 0)
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = write(db, arena, doer, "capa.changed", before, after, reason);
	if (rc == RC_OK && is_moved)
		rc = note_down(db, doer, after, ENTRY_DUE_CHANGED, reason, before->due_on);
	if (rc != RC_OK || !is_handed_over(before, after))
		return rc;
	rc = capa_link_revoke_all(db, after->organization_id, after->id, doer->actor.now);
	if (rc == RC_OK)
		rc = note_down(db, doer, after, ENTRY_HANDED_OVER, reason, DAY_NONE);
	return rc == RC_OK ? tell(db, arena, doer, after, "capa.assigned") : rc;
}

static enum rc add_files(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
			 const struct attachment *files, size_t count)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		struct capa_file file = {
			.organization_id = capa->organization_id,
			.uuid = uuid_new(arena, doer->actor.now),
			.capa_id = capa->id,
			.round = capa->round,
			.sha256 = files[i].sha256,
			.name = files[i].name,
			.type = files[i].type,
			.size = files[i].size,
			.preview_sha256 = files[i].preview_sha256,
			.added_by_id = doer->person_id,
			.added_by = doer->name,
			.created_at = doer->actor.now,
		};
		rc = capa_file_insert(db, &file);
		if (rc == RC_OK)
			rc = audit_change(db, arena, &doer->actor, "capa.evidence_added", &capa_file_record, file.id,
					  capa->incident_id, NULL, &file, STR(""));
	}
	return rc;
}

enum rc capa_progress(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
		      struct str note, const struct attachment *files, size_t count)
{
	struct capa before, after;
	bool is_locked = false;
	enum rc rc = doer->is_outside ? RC_OK : lock_incident(db, arena, capa, &is_locked);

	if (rc == RC_OK && capa_is_held(capa, is_locked))
		rc = RC_LOCKED;
	if (rc == RC_OK)
		rc = capa_lock(db, arena, capa->organization_id, capa->id, &before);
	if (rc == RC_OK && !capa_is_open((enum capa_status)before.status))
		rc = RC_CONFLICT;
	if (rc == RC_OK && before.status == CAPA_OPEN) {
		after = before;
		after.status = CAPA_IN_PROGRESS;
		rc = write(db, arena, doer, "capa.started", &before, &after, STR(""));
	}
	if (rc == RC_OK)
		rc = add_files(db, arena, doer, &before, files, count);
	if (rc == RC_OK)
		rc = note_down(db, doer, &before, ENTRY_NOTE, note, DAY_NONE);
	return rc == RC_OK ? tell(db, arena, doer, &before, "capa.progressed") : rc;
}

/* What each step is called in the trail and the outbox, and in the history. */
static const struct {
	const char *kind;
	enum capa_entry_kind entry;
} told[CAPA_STEP_COUNT] = {
	[STEP_START] = {"capa.started", ENTRY_START},
	[STEP_COMPLETE] = {"capa.completed", ENTRY_COMPLETE},
	[STEP_VERIFY] = {"capa.verified", ENTRY_VERIFY},
	[STEP_RETURN] = {"capa.returned", ENTRY_RETURN},
	[STEP_CANCEL] = {"capa.cancelled", ENTRY_CANCEL},
	[STEP_REINSTATE] = {"capa.reinstated", ENTRY_REINSTATE},
	[STEP_EFFECTIVE] = {"capa.effective", ENTRY_EFFECTIVE},
	[STEP_NOT_EFFECTIVE] = {"capa.reopened", ENTRY_NOT_EFFECTIVE},
};

/* All that may have changed since the page was shown. */
static enum rc check(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
		     enum capa_step step, unsigned rights, bool is_locked, struct str words)
{
	const struct capa_move *move = capa_move_of(step);
	struct capa_reasons reasons;
	struct rows files;

	if (!move || !(move->from & 1u << capa->status))
		return RC_CONFLICT;
	if (!(rights & move->right))
		return RC_DENIED;
	if (!capa_check(step, capa, rights, is_locked, doer->today, &reasons))
		return RC_LOCKED;
	if (move->needs & NEEDS_REASON && str_trim(words).len == 0)
		return RC_INVALID;
	if (!(move->needs & NEEDS_EVIDENCE))
		return RC_OK;
	enum rc rc = capa_files(db, arena, capa->organization_id, capa->id, &files);
	if (rc == RC_OK && !capa_is_backed(capa_files_of_round(&files, capa->round), words))
		rc = RC_INVALID;
	return rc;
}

enum rc capa_step_take(struct db *db, struct arena *arena, const struct capa_doer *doer, int64_t capa_id,
		       enum capa_step step, unsigned rights, struct str words, const struct attachment *files,
		       size_t count, struct capa *out)
{
	struct capa before;
	bool is_locked = false;
	enum rc rc = capa_by_id(db, arena, doer->actor.organization_id, capa_id, &before);

	if (rc == RC_OK && !doer->is_outside)
		rc = lock_incident(db, arena, &before, &is_locked);
	if (rc == RC_OK)
		rc = capa_lock(db, arena, before.organization_id, capa_id, &before);
	if (rc == RC_OK)
		rc = add_files(db, arena, doer, &before, files, count);
	if (rc == RC_OK)
		rc = check(db, arena, doer, &before, step, rights, is_locked, words);
	if (rc != RC_OK)
		return rc;
	*out = before;
	capa_take(out, step, doer->person_id, words, doer->actor.now, doer->today, doer->check_days);
	if (doer->is_outside)
		out->is_settled = false;
	rc = write(db, arena, doer, told[step].kind, &before, out, words);
	/* The judgement belongs to the round that it ends. */
	if (rc == RC_OK)
		rc = note_down(db, doer, &before, told[step].entry, words, DAY_NONE);
	if (rc == RC_OK)
		rc = tell(db, arena, doer, out, told[step].kind);
	return rc == RC_OK ? advance(db, arena, doer, out, "The last open action is done") : rc;
}

enum rc capa_content(struct db *db, struct arena *arena, const struct capa *capa, struct str *content)
{
	struct text text = TEXT_IN(arena);
	struct rows files;
	enum rc rc = capa_files(db, arena, capa->organization_id, capa->id, &files);
	bool is_first = true;

	if (rc != RC_OK)
		return rc;
	text_cstr(&text, "{\"capa\":");
	text_add(&text, record_json(arena, &capa_signed_record, capa));
	text_cstr(&text, ",\"evidence\":[");
	for (size_t i = 0; i < files.count; i++) {
		const struct capa_file *file = ROW(struct capa_file, files, i);
		if (file->round != capa->round)
			continue;
		text_printf(&text, "%s\"%.*s\"", is_first ? "" : ",", STR_ARG(hex(arena, file->sha256)));
		is_first = false;
	}
	text_cstr(&text, "]}");
	*content = text_str(&text);
	return RC_OK;
}

enum rc capa_note(struct db *db, const struct capa_doer *doer, const struct capa *capa, enum capa_entry_kind kind,
		  struct str body)
{
	return note_down(db, doer, capa, kind, body, DAY_NONE);
}

enum rc capa_link_make(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
		       moment expires_at, struct str *token)
{
	*token = token_new(arena);
	struct capa_link link = {
		.organization_id = capa->organization_id,
		.capa_id = capa->id,
		.token_sha256 = sha256(arena, *token),
		.name = capa->outside_name,
		.expires_at = expires_at,
		.revoked_at = MOMENT_NONE,
		.opened_at = MOMENT_NONE,
		.created_by_id = doer->person_id,
		.created_at = doer->actor.now,
	};
	enum rc rc = capa_link_revoke_all(db, capa->organization_id, capa->id, doer->actor.now);

	if (rc == RC_OK)
		rc = capa_link_insert(db, &link);
	if (rc != RC_OK)
		return rc;
	return audit_change(db, arena, &doer->actor, "capa.link_made", &capa_link_record, link.id, capa->incident_id,
			    NULL, &link, STR(""));
}

enum rc capa_link_revoke(struct db *db, const struct capa_doer *doer, const struct capa *capa)
{
	const struct audit_entry entry = {
		.action = "capa.link_revoked",
		.subject = "capa",
		.subject_id = capa->id,
		.incident_id = capa->incident_id,
	};
	enum rc rc = capa_link_revoke_all(db, capa->organization_id, capa->id, doer->actor.now);

	return rc == RC_OK ? audit_append(db, &doer->actor, &entry) : rc;
}
