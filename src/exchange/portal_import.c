#include "exchange/portal_import.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "db/archive.h"
#include "db/table.h"
#include "exchange/exchange_format.h"
#include "exchange/exchange_store.h"
#include "exchange/place.h"
#include "exchange/portal_export.h"

enum { SECRETS_MOST = 4 << 20, PROGRESS_ROWS = 250000 };

struct importing {
	struct db *db;
	struct arena *arena;
	const struct config *config;
	const struct portal_import *order;
	struct manifest manifest;
	struct digest sha256;
	struct str secrets;          /* empty: none came along, or no key was given */
	struct table_loading loading;
};

/* --- before anything is touched ------------------------------------------------------------- */

static enum rc open_secrets(struct importing *x, bool writes)
{
	enum rc rc = secrets_unpack(x->config, &x->order->key, digest_hex(x->arena, &x->sha256), x->secrets, writes);

	if (rc == RC_DENIED)
		fputs("muster import-portal: secrets.sealed does not open with that passphrase or key\n", stderr);
	else if (rc != RC_OK)
		fputs("muster import-portal: secrets.sealed belongs to another manifest, or is damaged\n", stderr);
	return rc;
}

static enum rc check_secrets(struct importing *x)
{
	const char *path = arena_printf(x->arena, "%s/secrets.sealed", x->order->folder).at;
	enum rc rc = file_read(x->arena, path, SECRETS_MOST, &x->secrets);

	if (rc != RC_OK || !x->order->has_key) {
		fprintf(stderr, "muster import-portal: %s\n",
			rc == RC_OK ? "secrets.sealed is left closed: no --passphrase-file or --key was given"
				    : "the export holds no keys: second factors, receipts and kept reports need them");
		x->secrets = STR("");
		return rc == RC_NOT_FOUND && x->order->has_key ? RC_INVALID : RC_OK;
	}
	return open_secrets(x, false);
}

static enum rc check(struct importing *x)
{
	enum rc rc = manifest_read(x->arena, x->order->folder, manifest_export_format, &x->manifest, &x->sha256);

	if (rc == RC_OK && !str_is(x->manifest.scope, "all")) {
		fprintf(stderr, "muster import-portal: this export is of %.*s; a whole one is needed\n",
			STR_ARG(x->manifest.scope));
		rc = RC_INVALID;
	}
	if (rc == RC_OK)
		rc = place_is_free(x->db, x->arena, x->config, "muster import-portal");
	if (rc == RC_OK) {
		fputs("muster import-portal: checking every part\n", stderr);
		rc = manifest_check(x->arena, x->order->folder, &x->manifest);
	}
	return rc == RC_OK ? check_secrets(x) : rc;
}

/* --- rows -------------------------------------------------------------------------------------- */

static enum rc load_lines(struct importing *x, const struct manifest_part *part, const struct table *table, FILE *file)
{
	struct str *values = ARENA_ARRAY(x->arena, struct str, table->column_count);
	struct arena *row = arena_new(0);
	struct table_writer *writer;
	char *line = NULL;
	size_t room = 0;
	int64_t number = 0;
	ssize_t len = 0;
	enum rc rc = table_writer_open(x->db, x->arena, table, &writer);

	while (rc == RC_OK && (len = getline(&line, &room, file)) > 0) {
		const char *why;
		arena_reset(row);
		number++;
		rc = exchange_row_read(row, table, (struct str){line, (size_t)len}, values, &why);
		if (rc != RC_OK)
			fprintf(stderr, "%.*s, line %lld: %s\n", STR_ARG(part->file), (long long)number, why);
		else
			rc = table_writer_add(writer, values);
		if (number % PROGRESS_ROWS == 0)
			fprintf(stderr, "muster import-portal: %.*s: %lld\n", STR_ARG(table->name), (long long)number);
	}
	if (rc == RC_OK)
		rc = table_writer_close(writer);
	free(line);
	arena_free(row);
	return rc == RC_OK && number != part->rows ? RC_INVALID : rc;
}

static enum rc load_part(struct importing *x, const struct manifest_part *part, struct table *tables, size_t count)
{
	struct table *table = NULL;

	for (size_t i = 0; i < count && !table; i++)
		if (str_equal(tables[i].name, part->name))
			table = &tables[i];
	if (!table) {
		fprintf(stderr, "there is no table for %.*s\n", STR_ARG(part->file));
		return RC_INVALID;
	}
	table->next_id = part->next_id;
	FILE *file = fopen(arena_printf(x->arena, "%s/%.*s", x->order->folder, STR_ARG(part->file)).at, "re");
	enum rc rc = file ? load_lines(x, part, table, file) : RC_INVALID;
	if (file)
		fclose(file);
	return rc;
}

static enum rc load_schema(struct importing *x, struct str schema, const char *folder)
{
	struct str start = arena_printf(x->arena, "%s/", folder);
	struct table *tables;
	size_t count;
	enum rc rc = table_list(x->db, x->arena, schema, &tables, &count);

	fprintf(stderr, "muster import-portal: %s\n", folder);
	for (size_t i = 0; rc == RC_OK && i < x->manifest.part_count; i++)
		if (x->manifest.parts[i].name.len && str_starts(x->manifest.parts[i].file, start))
			rc = load_part(x, &x->manifest.parts[i], tables, count);
	return rc;
}

static enum rc load(struct importing *x)
{
	enum rc rc = table_schema_renew(x->db, x->arena, x->config);

	if (rc == RC_OK)
		rc = migrate_exactly(x->db, x->arena, x->order->sql_folder, x->manifest.migrations.at,
				     x->manifest.migrations.count);
	if (rc == RC_OK)
		rc = archive_prepare(x->db, x->arena, x->config, "incident");
	if (rc == RC_OK)
		rc = table_loading_begin(x->db, x->arena, &x->loading);
	if (rc == RC_OK)
		rc = load_schema(x, config_text(x->config, "database.name"), "tables");
	if (rc == RC_OK)
		rc = load_schema(x, archive_schema(x->arena, x->config), "archive");
	return rc == RC_OK ? table_loading_end(x->db, &x->loading) : rc;
}

/* --- afterwards ----------------------------------------------------------------------------------- */

static enum rc compare(struct importing *x)
{
	struct manifest now;
	enum rc rc = portal_export_parts(x->db, x->arena, x->config, &now);

	fputs("muster import-portal: comparing what is there now with the manifest\n", stderr);
	for (size_t i = 0; rc == RC_OK && i < x->manifest.part_count; i++) {
		const struct manifest_part *wanted = &x->manifest.parts[i], *found = manifest_part_of(&now, wanted->file);
		if (str_starts(wanted->file, STR("proof/")) ||
		    (found && digest_equal(&found->sha256, &wanted->sha256) && found->next_id == wanted->next_id))
			continue;
		fprintf(stderr, "%.*s differs from the export\n", STR_ARG(wanted->file));
		rc = RC_CONFLICT;
	}
	return rc;
}

static enum rc put_keys(struct importing *x)
{
	struct place_log log;
	enum rc rc = place_log_begin(x->arena, x->config, x->order->folder, &log);

	if (rc == RC_OK && x->secrets.len)
		rc = open_secrets(x, true);
	return rc == RC_OK ? place_log_end(x->db, x->arena, x->config, &log, x->secrets.len > 0) : rc;
}

static enum rc remember(struct importing *x, moment started_at)
{
	struct exchange_run run = {
		.kind = EXCHANGE_IMPORT, .started_at = started_at, .ended_at = moment_now(), .is_done = true,
		.target = str_of(x->order->folder), .manifest = digest_str(&x->sha256),
		.has_secrets = x->secrets.len > 0, .file_count = x->manifest.files.count,
		.bytes = x->manifest.files.bytes, .message = STR(""), .told_at = MOMENT_NONE,
	};

	for (size_t i = 0; i < x->manifest.part_count; i++)
		run.table_rows += x->manifest.parts[i].rows;
	return exchange_begin(x->db, &run);
}

enum rc portal_import(struct db *db, struct arena *arena, const struct config *config, const struct portal_import *order)
{
	struct importing x = {.db = db, .arena = arena, .config = config, .order = order};
	const moment started_at = moment_now();
	enum rc rc = check(&x);

	if (rc != RC_OK)
		return rc;
	rc = load(&x);
	if (rc == RC_OK)
		rc = compare(&x);
	if (rc == RC_OK)
		rc = place_files(arena, config, order->folder);
	if (rc == RC_OK)
		rc = put_keys(&x);
	if (rc == RC_OK)
		rc = place_schema(db, arena, config, order->sql_folder);
	if (rc == RC_OK)
		rc = remember(&x, started_at);
	if (rc == RC_OK)
		rc = place_verify(db, arena, config);
	if (rc != RC_OK)
		fputs("muster import-portal: this installation is half filled now. Drop both databases, remove what is below"
		      " files/, and begin anew.\n", stderr);
	return rc;
}
