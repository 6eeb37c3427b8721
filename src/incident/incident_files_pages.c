#include "incident/incident_files_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/attachment_file.h"
#include "incident/incident_change_store.h"

/* "1.2 MB" */
static struct str size_words(struct arena *arena, int64_t bytes)
{
	if (bytes < 1000)
		return arena_printf(arena, "%lld B", (long long)bytes);
	if (bytes < 1000 * 1000)
		return arena_printf(arena, "%lld kB", (long long)(bytes + 500) / 1000);
	return arena_printf(arena, "%lld.%lld MB", (long long)bytes / 1000000,
			    (long long)bytes / 100000 % 10);
}

static void add_file(struct request *rq, struct view_list *list, const struct incident_shown *shown,
		     const struct incident_file *file)
{
	struct view *item = view_add(list);
	struct str behind = arena_printf(rq->arena, "/files/%.*s", STR_ARG(file->uuid));
	struct str href = incident_href(rq->arena, &shown->incident, behind.at);
	bool is_own = file->added_by_id && file->added_by_id == rq->viewer->person_id;

	view_text(item, "file_name", file->name);
	view_text(item, "href", href);
	view_text(item, "size", size_words(rq->arena, file->size));
	view_text(item, "by", incident_person_shown(rq, &shown->incident, file->added_by_id, file->added_by));
	view_moment(item, "at", file->created_at);
	if (file->has_preview)
		view_text(item, "preview_href", arena_concat(rq->arena, href, STR("/preview")));
	if ((shown->may_manage || is_own) && !incident_shown_lock(rq, shown, AREA_FILES).len)
		view_text(item, "remove_href", arena_concat(rq->arena, href, STR("/withdraw")));
}

/* Those who work on an incident, and its reporter, add files. */
static bool may_add(const struct request *rq, const struct incident_shown *shown)
{
	return shown->may_manage || incident_names(&shown->incident, rq->viewer) ||
	       (rq->viewer->person_id && rq->viewer->person_id == shown->incident.reporter_id);
}

static enum rc respond_files(struct request *rq, struct response *rs, const struct incident_shown *shown)
{
	struct view *page;
	struct rows rows;
	enum rc rc =
		incident_files(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, &rows);

	if (rc == RC_OK)
		rc = record_page(rq, shown, incident_files_part.tab, &page);
	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "files");
	for (size_t i = 0; i < rows.count; i++)
		add_file(rq, list, shown, ROW(struct incident_file, rows, i));
	struct str lock = incident_shown_lock(rq, shown, AREA_FILES);
	view_text(page, "lock", lock);
	view_flag(page, "may_add", !lock.len && may_add(rq, shown));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "file_problem", problem_of(rq, "file"));
	return respond_page(rq, rs, "incident/files", page);
}

static enum rc files_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	return rc == RC_OK ? respond_files(rq, rs, &shown) : rc;
}

struct adding {
	struct change change;
	const struct incident *incident;
	struct attachment *files;
	size_t count;
};

static enum rc write_files(struct db *db, void *closure)
{
	struct adding *adding = closure;
	struct request *rq = adding->change.rq;
	struct actor actor = incident_actor(rq, adding->incident);
	struct incident locked;
	enum rc rc = incident_lock_area(db, rq->arena, adding->incident->organization_id, adding->incident->id,
					AREA_FILES, &locked);

	for (size_t i = 0; i < adding->count && rc == RC_OK; i++)
		rc = attachment_add(db, rq->arena, &actor, &adding->files[i]);
	adding->change.answer = incident_href(rq->arena, adding->incident, "/files");
	return rc;
}

/* Contents first, rows after: a row never names what is not on disk. */
static enum rc take_files(struct request *rq, struct adding *adding)
{
	enum rc rc = RC_OK;

	adding->files = ARENA_ARRAY(rq->arena, struct attachment, rq->upload_count + 1);
	for (size_t i = 0; i < rq->upload_count; i++) {
		const struct upload *upload = &rq->uploads[i];
		struct attachment *file = &adding->files[adding->count];
		const char *why = NULL;
		if (upload->size == 0)
			continue;
		record_clear(&attachment_record, file);
		rc = attachment_file_take(rq->arena, rq->config, upload_fd(upload), upload->size,
					  upload->file_name, file, &why);
		if (rc == RC_INVALID)
			problem_add(rq, "file", why);
		else if (rc != RC_OK)
			return rc;
		file->organization_id = adding->incident->organization_id;
		file->incident_id = adding->incident->id;
		file->added_by_id = rq->viewer->person_id;
		file->created_at = rq->now;
		adding->count++;
	}
	if (adding->count == 0)
		problem_add(rq, "file", N_("Choose a file first"));
	return rq->problem_count ? RC_INVALID : RC_OK;
}

static enum rc files_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct adding adding = {.change = change_of(rq), .incident = &shown.incident};
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && !may_add(rq, &shown))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = incident_shown_unlocked(rq, &shown, AREA_FILES);
	if (rc == RC_OK)
		rc = take_files(rq, &adding);
	if (rc == RC_INVALID)
		return respond_files(rq, rs, &shown);
	return rc == RC_OK ? change_run(&adding.change, rs, "attachment_add", write_files, &adding) : rc;
}

static enum rc find_file(struct request *rq, struct incident_shown *shown, struct attachment *file)
{
	struct str uuid = param(rq, "uuid");
	enum rc rc = incident_shown_find(rq, shown);

	if (rc == RC_OK && !uuid_is_valid(uuid))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = incident_file_by_uuid(rq->db, rq->arena, shown->incident.organization_id,
					   shown->incident.id, uuid, file);
	return rc;
}

static enum rc file_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct attachment file;
	enum rc rc = find_file(rq, &shown, &file);

	if (rc != RC_OK)
		return rc;
	return respond_file(rq, rs, attachment_file_path(rq->arena, file.sha256),
			    arena_cstr(rq->arena, file.type), file.name,
			    attachment_file_is_picture(file.type));
}

static enum rc preview_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct attachment file;
	enum rc rc = find_file(rq, &shown, &file);

	if (rc == RC_OK && !file.preview_sha256.at)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	return respond_file(rq, rs, attachment_file_path(rq->arena, file.preview_sha256), "image/jpeg",
			    file.name, true);
}

/* --- withdrawing --- */

struct withdrawal {
	struct str reason;
};
static const struct field withdrawal_fields[] = {
	{.kind = FIELD_PROSE,
	 .name = "reason",
	 .offset = offsetof(struct withdrawal, reason),
	 .label = N_("Reason"),
	 .flags = FIELD_REQUIRED,
	 .max = 2000},
	FIELD_END,
};
static const struct record withdrawal_record = {"withdrawal", sizeof(struct withdrawal), withdrawal_fields};
static const char *const withdrawal_names[] = {"reason", NULL};
static const struct form withdrawal_form = {&withdrawal_record, withdrawal_names, NULL};

static enum rc find_own_file(struct request *rq, struct incident_shown *shown, struct attachment *file)
{
	enum rc rc = find_file(rq, shown, file);
	bool is_own = rc == RC_OK && file->added_by_id && file->added_by_id == rq->viewer->person_id;

	if (rc == RC_OK && !shown->may_manage && !is_own)
		rc = RC_DENIED;
	return rc == RC_OK ? incident_shown_unlocked(rq, shown, AREA_FILES) : rc;
}

static enum rc respond_withdrawal(struct request *rq, struct response *rs, const struct incident_shown *shown,
				  const struct attachment *file)
{
	struct view *page;
	enum rc rc = record_page(rq, shown, incident_files_part.tab, &page);

	if (rc != RC_OK)
		return rc;
	view_text(page, "file_name", file->name);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", incident_href(rq->arena, &shown->incident, "/files"));
	form_view(rq, page, "form", &withdrawal_form, NULL);
	return respond_page(rq, rs, "incident/withdraw", page);
}

static enum rc withdraw_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct attachment file;
	enum rc rc = find_own_file(rq, &shown, &file);

	return rc == RC_OK ? respond_withdrawal(rq, rs, &shown, &file) : rc;
}

struct withdrawing {
	struct change change;
	const struct incident *incident;
	const struct attachment *file;
	struct str reason;
};

static enum rc write_withdrawal(struct db *db, void *closure)
{
	struct withdrawing *w = closure;
	struct request *rq = w->change.rq;
	struct actor actor = incident_actor(rq, w->incident);
	struct incident locked;
	enum rc rc = incident_lock_area(db, rq->arena, w->incident->organization_id, w->incident->id, AREA_FILES,
					&locked);

	if (rc != RC_OK)
		return rc;
	w->change.answer = incident_href(rq->arena, w->incident, "/files");
	return attachment_withdraw(db, rq->arena, &actor, w->file, w->reason);
}

static enum rc withdraw_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct attachment file;
	struct withdrawal typed = {0};
	enum rc rc = find_own_file(rq, &shown, &file);

	if (rc != RC_OK)
		return rc;
	if (form_read(rq, &withdrawal_form, &typed) != RC_OK)
		return respond_withdrawal(rq, rs, &shown, &file);
	struct withdrawing w = {change_of(rq), &shown.incident, &file, typed.reason};
	return change_run(&w.change, rs, "attachment_withdraw", write_withdrawal, &w);
}

static enum rc count_files(struct request *rq, const struct incident_shown *shown, int64_t *count)
{
	(void)rq;
	*count = shown->around.file_count;
	return RC_OK;
}

const struct record_part incident_files_part = {
	.name = "files",
	.position = RECORD_FILES,
	.registers = RECORD_EVERY_REGISTER,
	.tab = "/files",
	.label = N_("Files"),
	.count = count_files,
};

const struct route incident_files_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/files",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = files_get,
	 .help = "files of an incident"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/files",
	 .needs = MAY_SEE_INCIDENTS,
	 .flags = ROUTE_UPLOAD,
	 .handle = files_post,
	 .help = "adds files",
	 .api = API_CHANGE("addFiles", "Incidents", API_INCIDENTS_WRITE, NULL, .status = 201, .flags = API_SANDBOX)},
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/files/{uuid}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = file_get,
	 .help = "one file: pictures in the page, everything else as a download",
	 .api = &(const struct api_operation){.id = "getFile", .tag = "Incidents", .scope = API_INCIDENTS_READ, .flags = API_STREAMED | API_SANDBOX,
					   .types = "application/octet-stream image/* application/pdf text/plain"}},
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/files/{uuid}/preview",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = preview_get,
	 .help = "a small picture of it",
	 .api = &(const struct api_operation){.id = "getFilePreview", .tag = "Incidents", .scope = API_INCIDENTS_READ, .flags = API_STREAMED | API_SANDBOX,
					   .types = "image/jpeg"}},
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/files/{uuid}/withdraw",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = withdraw_get,
	 .help = "asks why a file is withdrawn"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/files/{uuid}/withdraw",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = withdraw_post,
	 .help = "withdraws a file; its content stays",
	 .api = API_CHANGE("withdrawFile", "Incidents", API_INCIDENTS_WRITE, API_FORM("Withdrawal", &withdrawal_form), .flags = API_SANDBOX)},
	ROUTE_END,
};
