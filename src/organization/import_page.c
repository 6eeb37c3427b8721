#include "organization/import_page.h"

#include <unistd.h>

#include "base/encoding.h"
#include "base/log.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/import_preset_store.h"

enum { FILE_MOST = 16 << 20 };

struct import_run import_page_run(struct request *rq)
{
	const char **why = ARENA_NEW(rq->arena, const char *);
	const struct str agreed = pairs_get(&rq->form, "agreed");

	return (struct import_run){
		.db = rq->db,
		.arena = rq->arena,
		.actor = actor_of(rq->viewer, rq->id, rq->now),
		.zone = rq->zone,
		.catalogue = rq->catalogue,
		.skip_refused = str_is(pairs_get(&rq->form, "decision"), "skip"),
		.why = why,
		.is_missing_agreed = str_is(agreed, "yes") || str_is(agreed, "1"),
	};
}

void import_page_crumbs(struct request *rq, struct view *page, const char *href, struct str label)
{
	struct view_list *crumbs = NULL;

	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, href, rq_tr(rq, N_("Import")));
	if (label.len)
		edit_crumb(page, &crumbs, "", label);
}

enum rc import_page_preset(struct request *rq, int64_t id, const struct import_kind *kind,
			   const struct import_preset **out)
{
	struct import_preset *preset = ARENA_NEW(rq->arena, struct import_preset);
	enum rc rc = id ? import_preset_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, preset) : RC_OK;

	if (id && rc == RC_OK && str_is(preset->kind, kind->name))
		*out = preset;
	return rc;
}

struct str import_page_batch(struct arena *arena, const struct import_batch *batch, const char *more)
{
	return arena_printf(arena, "/admin/import/batches/%.*s%s", STR_ARG(batch->uuid), more);
}

static enum rc read_upload(struct request *rq, const struct upload *upload, struct str *content)
{
	if (upload->size > FILE_MOST)
		return problem_add(rq, "text", N_("The file is larger than 16 MB; divide it"));
	char *bytes = arena_alloc(rq->arena, (size_t)upload->size + 1, 1);
	size_t got = 0;
	while (got < (size_t)upload->size) {
		ssize_t n = pread(upload_fd(upload), bytes + got, (size_t)upload->size - got, (off_t)got);
		if (n <= 0)
			return FAULT("import.read", "an upload cannot be read");
		got += (size_t)n;
	}
	*content = encoding_utf8(rq->arena, (struct str){bytes, got});
	return RC_OK;
}

enum rc import_page_upload(struct request *rq, struct str *file_name, struct str *content)
{
	const struct upload *upload = upload_find(rq, "file");

	*content = pairs_get(&rq->form, "text");
	*file_name = STR("");
	if (upload) {
		*file_name = upload->file_name;
		return read_upload(rq, upload, content);
	}
	return str_trim(*content).len ? RC_OK : problem_add(rq, "text", N_("Choose a file or paste its rows"));
}
