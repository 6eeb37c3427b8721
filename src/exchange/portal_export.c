#include "exchange/portal_export.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/log_store.h"
#include "audit/log_verify.h"
#include "base/command.h"
#include "base/file.h"
#include "base/log.h"
#include "db/archive.h"
#include "exchange/exchange_format.h"
#include "exchange/scope_store.h"
#include "exchange/sum.h"

enum { PROGRESS_ROWS = 250000, PARTS_MOST = 2000, KEYS_MOST = 64 * 1024 };

struct exporting {
	struct db *db;
	struct arena *arena;         /* for the whole export */
	struct arena *row;           /* for one row */
	const struct config *config;
	const struct portal_export *order; /* NULL: nothing is written, only summed */
	struct package *package;
	struct manifest manifest;
	struct contents_set *named;  /* contents that rows name */
	struct portal_export_result *out;
	bool has_begun;
	/* the table at hand */
	const struct table *table;
	const char *folder;
	size_t *holders;             /* its columns that name contents */
	size_t holder_count;
	struct sum *sum;
	struct manifest_part *part;
};

static void say(const struct exporting *x, const char *what, int64_t count)
{
	if (x->order && !x->order->is_quiet)
		fprintf(stderr, "muster export: %s%s%lld\n", what, *what ? ": " : "", (long long)count);
}

static struct manifest_part *new_part(struct exporting *x, struct str file)
{
	if (x->manifest.part_count == PARTS_MOST)
		return NULL;
	struct manifest_part *part = &x->manifest.parts[x->manifest.part_count++];
	*part = (struct manifest_part){.file = file, .name = STR("")};
	return part;
}

/* --- tables --------------------------------------------------------------------------------- */

static enum rc put_row(void *closure, const struct str *values)
{
	struct exporting *x = closure;

	arena_reset(x->row);
	struct text line = TEXT_IN(x->row);
	exchange_row(&line, x->table, values);
	for (size_t i = 0; i < x->holder_count; i++)
		if (values[x->holders[i]].at)
			contents_set_add(x->named, values[x->holders[i]]);
	x->part->bytes += (int64_t)line.len;
	if (++x->part->rows % PROGRESS_ROWS == 0)
		say(x, arena_cstr(x->row, x->table->name), x->part->rows);
	if (x->package)
		return package_put(x->package, text_str(&line));
	sum_add(x->sum, text_str(&line));
	return RC_OK;
}

static void find_holders(struct exporting *x)
{
	x->holders = ARENA_ARRAY(x->arena, size_t, x->table->column_count);
	x->holder_count = 0;
	for (const struct content_holder *const *list = x->order ? x->order->holders : NULL; list && *list; list++)
		for (const struct content_holder *holder = *list; holder->table; holder++)
			for (size_t i = 0; str_is(x->table->name, holder->table) && i < x->table->column_count; i++)
				if (str_is(x->table->columns[i].name, holder->column))
					x->holders[x->holder_count++] = i;
}

static enum rc put_schema(struct exporting *x)
{
	struct text schema = TEXT_IN(x->arena);
	struct manifest_part *part = new_part(x, arena_printf(x->arena, "tables/%.*s.schema.json", STR_ARG(x->table->name)));

	if (!part)
		return RC_TOO_LARGE;
	exchange_schema(&schema, x->table);
	part->bytes = (int64_t)schema.len;
	if (x->package)
		return package_add(x->package, part->file, text_str(&schema), &part->sha256);
	part->sha256 = digest_of_one(text_str(&schema));
	return RC_OK;
}

static enum rc put_table(struct exporting *x, const struct table *table, struct str where)
{
	const bool is_archive = strcmp(x->folder, "archive") == 0;

	x->table = table;
	find_holders(x);
	enum rc rc = is_archive ? RC_OK : put_schema(x);
	x->part = new_part(x, arena_printf(x->arena, "%s/%.*s.jsonl", x->folder, STR_ARG(table->name)));
	if (!x->part)
		return RC_TOO_LARGE;
	x->part->name = table->name;
	x->part->next_id = is_archive || (x->order && x->order->organization_id) ? 0 : table->next_id;
	if (rc == RC_OK && x->package)
		rc = package_begin(x->package, x->part->file);
	if (rc == RC_OK)
		rc = table_each(x->db, x->arena, table, where, put_row, x);
	if (rc == RC_OK && x->package)
		rc = package_end(x->package, &x->part->sha256, &x->part->bytes);
	else if (rc == RC_OK)
		x->part->sha256 = sum_end(x->sum);
	x->out->rows += x->part->rows;
	return rc;
}

static enum rc put_tables(struct exporting *x, struct str schema, const char *folder)
{
	struct scope scope = {.organization_id = x->order ? x->order->organization_id : 0};
	struct table *tables;
	size_t count;
	enum rc rc = table_list(x->db, x->arena, schema, &tables, &count);

	if (rc == RC_OK && scope.organization_id)
		rc = table_edges(x->db, x->arena, &scope.edges);
	if (rc != RC_OK)
		return rc;
	scope.tables = tables;
	scope.table_count = count;
	x->folder = folder;
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct str where;
		if (scope_of(x->arena, &scope, &tables[i], &where))
			rc = put_table(x, &tables[i], where);
	}
	say(x, folder, (int64_t)count);
	return rc;
}

/* --- proofs ----------------------------------------------------------------------------------- */

static enum rc put_proof(struct exporting *x, const char *file, struct str bytes)
{
	struct manifest_part *part = new_part(x, str_of(file));

	if (!part)
		return RC_TOO_LARGE;
	part->bytes = (int64_t)bytes.len;
	return package_add(x->package, part->file, bytes, &part->sha256);
}

static enum rc put_checkpoint(struct exporting *x)
{
	struct log_checkpoint newest;
	struct rows lines;
	struct text text = TEXT_IN(x->arena);
	enum rc rc = log_checkpoint_newest(x->db, x->arena, &newest);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = log_cosignatures(x->db, x->arena, newest.id, &lines);
	if (rc != RC_OK)
		return rc;
	text_add(&text, newest.note);
	for (size_t i = 0; i < lines.count; i++)
		text_add(&text, ROW(struct log_cosignature, lines, i)->line);
	return put_proof(x, "proof/checkpoint.txt", text_str(&text));
}

static enum rc put_piece(void *closure, struct str bytes)
{
	return package_put(closure, bytes);
}

/* The whole log, for muster-verify --log: of everything only, since it is one over all organizations. */
static enum rc put_log(struct exporting *x)
{
	FILE *file = tmpfile();
	struct manifest_part *part = new_part(x, STR("proof/log.dump"));

	if (!file || !part) {
		if (file)
			fclose(file);
		return RC_FAULT;
	}
	enum rc rc = log_export(x->db, x->arena, fileno(file));
	if (rc == RC_OK && lseek(fileno(file), 0, SEEK_SET) != 0)
		rc = RC_FAULT;
	if (rc == RC_OK)
		rc = package_begin(x->package, part->file);
	if (rc == RC_OK)
		rc = sum_read(fileno(file), put_piece, x->package);
	if (rc == RC_OK)
		rc = package_end(x->package, &part->sha256, &part->bytes);
	fclose(file);
	return rc;
}

static enum rc put_proofs(struct exporting *x)
{
	struct str keys;
	const char *path = arena_cstr(x->arena, config_path(x->arena, x->config, "audit.public_file"));
	enum rc rc = file_read(x->arena, path, KEYS_MOST, &keys);

	rc = rc == RC_OK ? put_proof(x, "proof/audit.pub", keys) : rc == RC_NOT_FOUND ? RC_OK : rc;
	if (rc == RC_OK)
		rc = put_checkpoint(x);
	if (rc == RC_OK && !x->order->organization_id)
		rc = put_log(x);
	return rc;
}

/* --- all of it ----------------------------------------------------------------------------------- */

static enum rc read_everything(struct db *db, void *closure)
{
	struct exporting *x = closure;

	/* Run again after a lost connection it would write into what is half written. */
	if (x->has_begun)
		return RC_UNAVAILABLE;
	x->has_begun = true;
	enum rc rc = migrate_applied(db, x->arena, &x->manifest.migrations);
	if (rc == RC_OK)
		rc = put_tables(x, config_text(x->config, "database.name"), "tables");
	if (rc == RC_OK)
		rc = put_tables(x, archive_schema(x->arena, x->config), "archive");
	if (rc == RC_OK && x->package)
		rc = put_proofs(x);
	return rc;
}

static enum rc at_one_moment(struct exporting *x)
{
	bool was = db_read_only(x->db, true);
	enum rc rc = db_transaction(x->db, "export", read_everything, x);

	db_read_only(x->db, was);
	return rc;
}

static struct exporting exporting_new(struct db *db, struct arena *arena, const struct config *config,
				      struct portal_export_result *out)
{
	*out = (struct portal_export_result){0};
	return (struct exporting){
		.db = db, .arena = arena, .row = arena_new(0), .config = config, .out = out,
		.named = contents_set_new(arena), .sum = sum_new(arena),
		.manifest = {.format = str_of(manifest_export_format), .scope = STR("all"), .database = STR(""),
			     .parts = ARENA_ARRAY(arena, struct manifest_part, PARTS_MOST)},
	};
}

struct str portal_export_about(struct arena *arena, const struct manifest *manifest, const struct digest *sha256,
			       const char *secrets)
{
	struct text text = TEXT_IN(arena);
	char host[80] = "";

	if (gethostname(host, sizeof host - 1) != 0)
		host[0] = '\0';
	text_cstr(&text, "{\n\"format\":");
	text_json(&text, manifest->format);
	text_cstr(&text, ",\n\"made_at\":");
	text_json(&text, moment_text(arena, moment_now()));
	text_cstr(&text, ",\n\"host\":");
	text_json(&text, str_of(host));
	text_cstr(&text, ",\n\"software\":");
	text_json(&text, str_of(muster_version));
	text_cstr(&text, ",\n\"secrets\":");
	text_json(&text, str_of(secrets));
	text_cstr(&text, ",\n\"manifest_sha256\":");
	text_json(&text, digest_hex(arena, sha256));
	text_cstr(&text, "\n}\n");
	return text_str(&text);
}

static const char readme[] =
	"# An export of Muster\n\n"
	"* `tables/NAME.jsonl`: one table each, one row a line, sorted by its key. `tables/NAME.schema.json` describes the\n"
	"  members (JSON Schema 2020-12). Bytes are base64, moments UTC, decimals texts.\n"
	"* `archive/NAME.jsonl`: rows of the same tables that were moved to the archive.\n"
	"* `files/ab/cdef...`: attached files; the path is the SHA-256 of the content. `files.jsonl` lists them.\n"
	"* `proof/`: the public keys, the last signed checkpoint and the whole audit log, for `muster-verify`.\n"
	"* `manifest.json`: the size and SHA-256 of every part. `about.json`: when and where this was made.\n"
	"* `secrets.sealed`, where present: the keys of the installation, for whoever has the passphrase or private key.\n\n"
	"Columns that the portal seals (second factors, reports kept for later) are here as sealed as they are there; their\n"
	"keys are in `secrets.sealed` alone. `muster import-portal FOLDER` rebuilds the portal from a whole export.\n"
	"The handbook has more: docs/export.md.\n";

static enum rc put_end(struct exporting *x)
{
	struct str text = manifest_text(x->arena, &x->manifest), sealed;
	const struct secrets_lock *lock = x->order->lock;
	const char *kind = !lock ? "left out" : lock->has_recipient ? "for a recipient" : "with a passphrase";
	enum rc rc = RC_OK;

	x->out->manifest = digest_of_one(text);
	if (lock) {
		rc = secrets_pack(x->arena, x->config, lock, digest_hex(x->arena, &x->out->manifest), &sealed);
		if (rc == RC_OK)
			rc = package_add(x->package, STR("secrets.sealed"), sealed, NULL);
	}
	if (rc == RC_OK)
		rc = package_add(x->package, STR("README.md"), str_of(readme), NULL);
	if (rc == RC_OK)
		rc = package_add(x->package, STR("about.json"),
				 portal_export_about(x->arena, &x->manifest, &x->out->manifest, kind), NULL);
	if (rc == RC_OK)
		rc = package_add(x->package, STR("manifest.json"), text, NULL);
	return rc == RC_OK ? package_close(x->package) : rc;
}

enum rc portal_export(struct db *db, struct arena *arena, const struct config *config, const struct portal_export *order,
		      struct portal_export_result *out)
{
	struct exporting x = exporting_new(db, arena, config, out);

	x.order = order;
	if (order->organization_id)
		x.manifest.scope = arena_concat(arena, STR("organization "), order->organization_code);
	enum rc rc = package_open(arena, order->target, &x.package);
	if (rc == RC_OK)
		rc = at_one_moment(&x);
	/* After the tables: whatever a row names was there before it. */
	if (rc == RC_OK)
		rc = contents_pack(config, x.package, order->organization_id ? x.named : NULL, &x.manifest.files);
	if (rc == RC_OK) {
		out->files = x.manifest.files;
		out->missing = contents_missing(arena, config, x.named);
		say(&x, "files", out->files.count);
		rc = put_end(&x);
	}
	arena_free(x.row);
	return rc;
}

enum rc portal_export_parts(struct db *db, struct arena *arena, const struct config *config, struct manifest *out)
{
	struct portal_export_result result;
	struct exporting x = exporting_new(db, arena, config, &result);
	enum rc rc = at_one_moment(&x);

	*out = x.manifest;
	arena_free(x.row);
	return rc;
}
