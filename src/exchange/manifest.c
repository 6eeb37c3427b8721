#include "exchange/manifest.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "exchange/sum.h"

enum { LARGEST = 16 << 20 };

const char manifest_export_format[] = "muster-export-1", manifest_backup_format[] = "muster-backup-1";

/* --- writing -------------------------------------------------------------------------- */

static void add_member(struct text *out, const char *name, struct str value)
{
	text_json(out, str_of(name));
	text_char(out, ':');
	text_json(out, value);
}

static void add_part(struct text *out, const struct manifest_part *part)
{
	text_char(out, '{');
	add_member(out, "file", part->file);
	if (part->name.len) {
		text_char(out, ',');
		add_member(out, "table", part->name);
		text_printf(out, ",\"rows\":%lld", (long long)part->rows);
	}
	if (part->next_id)
		text_printf(out, ",\"next_id\":%lld", (long long)part->next_id);
	text_printf(out, ",\"bytes\":%lld,", (long long)part->bytes);
	add_member(out, "sha256", digest_hex(out->arena, &part->sha256));
	text_char(out, '}');
}

struct str manifest_text(struct arena *arena, const struct manifest *manifest)
{
	struct text text = TEXT_IN(arena), *out = &text;

	text_cstr(out, "{\n");
	add_member(out, "format", manifest->format);
	text_cstr(out, ",\n");
	add_member(out, "scope", manifest->scope);
	if (manifest->database.len) {
		text_cstr(out, ",\n");
		add_member(out, "database", manifest->database);
	}
	text_cstr(out, ",\n\"migrations\":[");
	for (size_t i = 0; i < manifest->migrations.count; i++) {
		const struct migrate_file *file = ROW(struct migrate_file, manifest->migrations, i);
		text_cstr(out, i ? ",\n{" : "\n{");
		add_member(out, "kind", file->kind);
		text_char(out, ',');
		add_member(out, "name", file->name);
		text_char(out, ',');
		add_member(out, "sha256", file->sha256);
		text_char(out, '}');
	}
	text_cstr(out, "\n],\n\"parts\":[");
	for (size_t i = 0; i < manifest->part_count; i++) {
		text_cstr(out, i ? ",\n" : "\n");
		add_part(out, &manifest->parts[i]);
	}
	text_printf(out, "\n],\n\"files\":{\"count\":%lld,\"bytes\":%lld,", (long long)manifest->files.count,
		    (long long)manifest->files.bytes);
	add_member(out, "index_sha256", digest_hex(arena, &manifest->files.index));
	text_cstr(out, "}\n}\n");
	return text_str(out);
}

/* --- reading ---------------------------------------------------------------------------- */

static bool read_str(struct arena *arena, const json_t *object, const char *name, struct str *out)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_string(value))
		return false;
	*out = arena_str(arena, (struct str){json_string_value(value), json_string_length(value)});
	return true;
}

static bool read_digest(struct arena *arena, const json_t *object, const char *name, struct digest *out)
{
	struct str text;

	return read_str(arena, object, name, &text) && digest_read_hex(arena, text, out);
}

static int64_t read_number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

/* Names lead nowhere but below the folder. */
static bool is_plain_path(struct str path)
{
	return path.len > 0 && path.at[0] != '/' && str_find(path, STR("..")) < 0 && str_find(path, STR("//")) < 0;
}

static bool read_parts(struct arena *arena, const json_t *parts, struct manifest *out)
{
	out->part_count = json_array_size(parts);
	out->parts = ARENA_ARRAY(arena, struct manifest_part, out->part_count + 1);
	for (size_t i = 0; i < out->part_count; i++) {
		const json_t *json = json_array_get(parts, i);
		struct manifest_part *part = &out->parts[i];
		part->name = STR("");
		(void)!read_str(arena, json, "table", &part->name);
		part->rows = read_number(json, "rows");
		part->bytes = read_number(json, "bytes");
		part->next_id = read_number(json, "next_id");
		if (!read_str(arena, json, "file", &part->file) || !is_plain_path(part->file) ||
		    !read_digest(arena, json, "sha256", &part->sha256))
			return false;
	}
	return out->part_count > 0;
}

static bool read_migrations(struct arena *arena, const json_t *list, struct manifest *out)
{
	struct migrate_file *files = ARENA_ARRAY(arena, struct migrate_file, json_array_size(list) + 1);

	out->migrations = (struct rows){files, json_array_size(list)};
	for (size_t i = 0; i < out->migrations.count; i++) {
		const json_t *json = json_array_get(list, i);
		if (!read_str(arena, json, "kind", &files[i].kind) || !read_str(arena, json, "name", &files[i].name) ||
		    !read_str(arena, json, "sha256", &files[i].sha256))
			return false;
	}
	return out->migrations.count > 0;
}

static bool read_all(struct arena *arena, const json_t *root, const char *format, struct manifest *out)
{
	const json_t *files = json_object_get(root, "files");

	out->database = STR("");
	(void)!read_str(arena, root, "database", &out->database);
	out->files.count = read_number(files, "count");
	out->files.bytes = read_number(files, "bytes");
	return read_str(arena, root, "format", &out->format) && str_is(out->format, format) &&
	       read_str(arena, root, "scope", &out->scope) &&
	       read_migrations(arena, json_object_get(root, "migrations"), out) &&
	       read_parts(arena, json_object_get(root, "parts"), out) &&
	       read_digest(arena, files, "index_sha256", &out->files.index);
}

enum rc manifest_read(struct arena *arena, const char *folder, const char *format, struct manifest *out,
		      struct digest *sha256)
{
	const char *path = arena_printf(arena, "%s/manifest.json", folder).at;
	struct str text;

	*out = (struct manifest){0};
	if (file_read(arena, path, LARGEST, &text) != RC_OK) {
		fprintf(stderr, "%s cannot be read: %s\n", path,
			errno == ENOENT ? "it is written last, so this is nothing whole" : strerror(errno));
		return RC_INVALID;
	}
	json_t *root = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
	bool is_good = root && read_all(arena, root, format, out);
	json_decref(root);
	if (!is_good)
		fprintf(stderr, "%s is no manifest of the format %s\n", path, format);
	*sha256 = digest_of_one(text);
	return is_good ? RC_OK : RC_INVALID;
}

enum rc manifest_check(struct arena *arena, const char *folder, const struct manifest *manifest)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < manifest->part_count; i++) {
		const struct manifest_part *part = &manifest->parts[i];
		const char *path = arena_printf(arena, "%s/%.*s", folder, STR_ARG(part->file)).at;
		struct digest found;
		int64_t bytes;
		if (sum_file(arena, path, &found, &bytes) == RC_OK && bytes == part->bytes &&
		    digest_equal(&found, &part->sha256))
			continue;
		fprintf(stderr, "%s is missing, cut or changed\n", path);
		rc = RC_INVALID;
	}
	enum rc contents = contents_check(arena, folder, &manifest->files.index);
	return rc == RC_OK ? contents : rc;
}

const struct manifest_part *manifest_part_of(const struct manifest *manifest, struct str file)
{
	for (size_t i = 0; i < manifest->part_count; i++)
		if (str_equal(manifest->parts[i].file, file))
			return &manifest->parts[i];
	return NULL;
}
