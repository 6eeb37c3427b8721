#include "exchange/backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "audit/log_store.h"
#include "base/file.h"
#include "base/log.h"
#include "db/table.h"
#include "exchange/exchange_store.h"
#include "exchange/gzip_pieces.h"
#include "exchange/place.h"
#include "exchange/portal_export.h"
#include "exchange/schema_dump.h"

enum { PARTS = 8, KEYS_MOST = 64 * 1024, SECRETS_MOST = 4 << 20 };

/* Those made before they were compressed have the second. */
static const char dump_name[] = "database.sql.gz", plain_dump_name[] = "database.sql";

/* --- out ---------------------------------------------------------------------------------------- */

struct backing {
	struct db *db;
	struct arena *arena;
	const struct config *config;
	const struct backup *order;
	struct package *package;
	struct manifest manifest;
	struct backup_result *out;
};

static enum rc put_packed(void *closure, struct str bytes)
{
	return package_put(closure, bytes);
}

struct packing {
	struct gzip_writer *writer;
	struct package *package;
	int64_t plain_bytes;
};

static enum rc put_piece(void *closure, struct str bytes)
{
	struct packing *packing = closure;

	packing->plain_bytes += (int64_t)bytes.len;
	return gzip_writer_put(packing->writer, bytes, put_packed, packing->package);
}

static struct manifest_part *new_part(struct backing *b, const char *file)
{
	struct manifest_part *part = &b->manifest.parts[b->manifest.part_count++];

	*part = (struct manifest_part){.file = str_of(file), .name = STR("")};
	return part;
}

static enum rc put_dump(struct backing *b)
{
	struct manifest_part *part = new_part(b, dump_name);
	struct packing packing = {.writer = gzip_writer_new(b->arena), .package = b->package};
	enum rc rc = package_begin(b->package, part->file);

	if (rc == RC_OK)
		rc = schema_dump_write(b->arena, b->config, put_piece, &packing);
	if (rc == RC_OK)
		rc = gzip_writer_end(packing.writer, put_packed, b->package);
	if (rc == RC_OK)
		rc = package_end(b->package, &part->sha256, &part->bytes);
	b->out->dump_bytes = part->bytes;
	b->out->plain_bytes = packing.plain_bytes;
	return rc;
}

static enum rc put_text(struct backing *b, const char *file, struct str text)
{
	struct manifest_part *part = new_part(b, file);

	part->bytes = (int64_t)text.len;
	return package_add(b->package, part->file, text, &part->sha256);
}

static enum rc put_proofs(struct backing *b)
{
	const char *path = arena_cstr(b->arena, config_path(b->arena, b->config, "audit.public_file"));
	struct log_checkpoint newest;
	struct str keys;
	enum rc rc = file_read(b->arena, path, KEYS_MOST, &keys);

	rc = rc == RC_OK ? put_text(b, "proof/audit.pub", keys) : rc == RC_NOT_FOUND ? RC_OK : rc;
	if (rc != RC_OK)
		return rc;
	rc = log_checkpoint_newest(b->db, b->arena, &newest);
	return rc == RC_OK ? put_text(b, "proof/checkpoint.txt", newest.note) : rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc put_end(struct backing *b)
{
	struct str text = manifest_text(b->arena, &b->manifest), sealed;
	const struct secrets_lock *lock = b->order->lock;
	const char *kind = !lock ? "left out" : lock->has_recipient ? "for a recipient" : "with a passphrase";
	enum rc rc = RC_OK;

	b->out->manifest = digest_of_one(text);
	if (lock)
		rc = secrets_pack(b->arena, b->config, lock, digest_hex(b->arena, &b->out->manifest), &sealed);
	if (rc == RC_OK && lock)
		rc = package_add(b->package, STR("secrets.sealed"), sealed, NULL);
	if (rc == RC_OK)
		rc = package_add(b->package, STR("about.json"),
				 portal_export_about(b->arena, &b->manifest, &b->out->manifest, kind), NULL);
	if (rc == RC_OK)
		rc = package_add(b->package, STR("manifest.json"), text, NULL);
	return rc == RC_OK ? package_close(b->package) : rc;
}

enum rc backup_make(struct db *db, struct arena *arena, const struct config *config, const struct backup *order,
		    struct backup_result *out)
{
	struct backing b = {
		.db = db, .arena = arena, .config = config, .order = order, .out = out,
		.manifest = {.format = str_of(manifest_backup_format), .scope = STR("all"),
			     .database = config_text(config, "database.name"),
			     .parts = ARENA_ARRAY(arena, struct manifest_part, PARTS)},
	};

	*out = (struct backup_result){0};
	enum rc rc = migrate_applied(db, arena, &b.manifest.migrations);
	if (rc == RC_OK)
		rc = package_open(arena, order->folder, &b.package);
	/* Before the dump: it may then hold more than the checkpoint covers, never less. */
	if (rc == RC_OK)
		rc = put_proofs(&b);
	if (rc == RC_OK)
		rc = put_dump(&b);
	if (rc == RC_OK)
		rc = contents_pack(config, b.package, NULL, &b.manifest.files);
	out->files = b.manifest.files;
	return rc == RC_OK ? put_end(&b) : rc;
}

/* --- back ------------------------------------------------------------------------------------------- */

struct restoring {
	struct db *db;
	struct arena *arena;
	const struct config *config;
	const struct restore *order;
	struct manifest manifest;
	const struct manifest_part *dump;
	struct digest sha256;
	struct str secrets;          /* empty: none, or left closed */
};

static enum rc open_secrets(struct restoring *r, bool writes)
{
	enum rc rc = secrets_unpack(r->config, &r->order->key, digest_hex(r->arena, &r->sha256), r->secrets, writes);

	if (rc != RC_OK)
		fprintf(stderr, "muster restore: secrets.sealed %s\n",
			rc == RC_DENIED ? "does not open with that passphrase or key"
					: "belongs to another manifest, or is damaged");
	return rc;
}

static enum rc check_secrets(struct restoring *r)
{
	const char *path = arena_printf(r->arena, "%s/secrets.sealed", r->order->folder).at;
	enum rc rc = file_read(r->arena, path, SECRETS_MOST, &r->secrets);

	if (rc == RC_OK && r->order->has_key)
		return open_secrets(r, false);
	fprintf(stderr, "muster restore: %s\n",
		rc == RC_OK ? "secrets.sealed is left closed: no --passphrase-file or --key was given"
			    : "the backup holds no keys: put secret/ and keys/ back from where they are kept");
	r->secrets = STR("");
	return rc == RC_NOT_FOUND && r->order->has_key ? RC_INVALID : RC_OK;
}

static enum rc check(struct restoring *r)
{
	enum rc rc = manifest_read(r->arena, r->order->folder, manifest_backup_format, &r->manifest, &r->sha256);

	if (rc == RC_OK)
		r->dump = manifest_part_of(&r->manifest, str_of(dump_name));
	if (rc == RC_OK && !r->dump)
		r->dump = manifest_part_of(&r->manifest, str_of(plain_dump_name));
	if (rc == RC_OK && !r->dump) {
		fputs("muster restore: the manifest names no database.sql.gz\n", stderr);
		rc = RC_INVALID;
	}
	if (rc == RC_OK)
		rc = place_is_free(r->db, r->arena, r->config, "muster restore");
	if (rc == RC_OK) {
		fputs("muster restore: checking every part\n", stderr);
		rc = manifest_check(r->arena, r->order->folder, &r->manifest);
	}
	return rc == RC_OK ? check_secrets(r) : rc;
}

static enum rc load(struct restoring *r)
{
	const char *path = arena_printf(r->arena, "%s/%.*s", r->order->folder, STR_ARG(r->dump->file)).at;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return RC_FAULT;
	fputs("muster restore: the databases\n", stderr);
	enum rc rc = table_schema_renew(r->db, r->arena, r->config);
	if (rc == RC_OK)
		rc = schema_dump_read(r->arena, r->config, fd, str_is(r->dump->file, dump_name), r->manifest.database);
	close(fd);
	return rc;
}

static enum rc put_keys(struct restoring *r)
{
	struct place_log log;
	enum rc rc = place_log_begin(r->arena, r->config, r->order->folder, &log);

	if (rc == RC_OK && r->secrets.len)
		rc = open_secrets(r, true);
	return rc == RC_OK ? place_log_end(r->db, r->arena, r->config, &log, r->secrets.len > 0) : rc;
}

static enum rc remember(struct restoring *r, moment started_at)
{
	struct exchange_run run = {
		.kind = EXCHANGE_RESTORE, .started_at = started_at, .ended_at = moment_now(), .is_done = true,
		.target = str_of(r->order->folder), .manifest = digest_str(&r->sha256), .has_secrets = r->secrets.len > 0,
		.file_count = r->manifest.files.count, .message = STR(""), .told_at = MOMENT_NONE,
		.bytes = r->manifest.files.bytes + r->dump->bytes,
	};

	return exchange_begin(r->db, &run);
}

enum rc backup_restore(struct db *db, struct arena *arena, const struct config *config, const struct restore *order)
{
	struct restoring r = {.db = db, .arena = arena, .config = config, .order = order};
	const moment started_at = moment_now();
	enum rc rc = check(&r);

	if (rc != RC_OK)
		return rc;
	rc = load(&r);
	if (rc == RC_OK)
		rc = place_files(arena, config, order->folder);
	if (rc == RC_OK)
		rc = put_keys(&r);
	if (rc == RC_OK)
		rc = place_schema(db, arena, config, order->sql_folder);
	if (rc == RC_OK)
		rc = remember(&r, started_at);
	if (rc == RC_OK)
		rc = place_verify(db, arena, config);
	if (rc != RC_OK)
		fputs("muster restore: this installation is half filled now. Drop both databases, remove what is below files/,"
		      " and begin anew.\n", stderr);
	return rc;
}
