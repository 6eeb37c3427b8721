#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "view/name_hash.h"
#include "view/view_source.h"

enum { MAX_FILE = 1 << 20, MAX_NAME = 100, FIRST_BLOCK = 4096 };

/* Lives in an arena of its own, so that one that cannot be used leaves nothing behind. */
struct template {
	struct template *next;
	struct arena *arena;
	uint32_t hash;
	struct str name;
	struct mustache *code;
};

/* Texts are translated when a template is compiled, so each language has its own. */
struct language {
	struct language *next;
	struct mustache_dialect dialect;
	struct templates *owner;
	struct template *known;
	bool has_failed; /* while rendering */
};

struct templates {
	struct arena *arena;
	struct str folder;
	struct language *languages;
	struct view_kept *kept;
	struct arena *scratch; /* of one page */
};

struct templates *templates_open(struct str folder)
{
	struct arena *arena = arena_new(0);
	struct templates *templates = ARENA_NEW(arena, struct templates);
	templates->arena = arena;
	templates->folder = arena_str(arena, folder);
	templates->kept = view_kept_new();
	templates->scratch = arena_new(0);
	return templates;
}

void templates_close(struct templates *templates)
{
	if (!templates)
		return;
	for (struct language *language = templates->languages; language; language = language->next) {
		while (language->known) {
			struct template *template = language->known;
			language->known = template->next;
			arena_free(template->arena);
		}
	}
	view_kept_free(templates->kept);
	arena_free(templates->scratch);
	arena_free(templates->arena);
}

static struct language *find_language(struct templates *templates, const struct catalogue *catalogue)
{
	for (struct language *at = templates->languages; at; at = at->next)
		if (at->dialect.catalogue == catalogue)
			return at;
	struct language *made = ARENA_NEW(templates->arena, struct language);
	made->dialect = (struct mustache_dialect){.is_product = true, .catalogue = catalogue};
	made->owner = templates;
	made->next = templates->languages;
	return templates->languages = made;
}

/* Lower-case words in folders: "partial/field-text". Nothing else can reach the file system. */
static bool is_name(struct str name)
{
	bool needs_word = true;

	if (name.len > MAX_NAME)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
		if (!is_word && (c != '/' || needs_word))
			return false;
		needs_word = !is_word;
	}
	return !needs_word;
}

static enum rc load(struct language *language, struct arena *arena, struct str name, struct mustache **out)
{
	struct mustache_error error;
	struct str path, source;

	if (!is_name(name))
		return FAULT("template.name", "not the name of a template");
	path = arena_printf(arena, "%.*s/%.*s.mustache", STR_ARG(language->owner->folder), STR_ARG(name));
	enum rc rc = file_read(arena, path.at, MAX_FILE, &source);
	if (rc != RC_OK)
		return FAULT("template.read", "%s: %s", path.at, rc_name(rc));
	if (!str_is_utf8(source))
		return FAULT("template.read", "%s: not UTF-8", path.at);
	if (mustache_compile(arena, source, &language->dialect, out, &error) != RC_OK)
		return FAULT("template.compile", "%s:%zu: %s", path.at, error.line, error.message);
	return RC_OK;
}

static struct mustache *find_template(struct language *language, struct str name)
{
	uint32_t hash = name_hash(name);

	for (struct template *at = language->known; at; at = at->next)
		if (at->hash == hash && str_equal(at->name, name))
			return at->code;
	struct arena *arena = arena_new(FIRST_BLOCK);
	struct template *made = ARENA_NEW(arena, struct template);
	*made = (struct template){language->known, arena, hash, arena_str(arena, name), NULL};
	if (load(language, arena, name, &made->code) != RC_OK) {
		arena_free(arena);
		return NULL;
	}
	language->known = made;
	return made->code;
}

static struct mustache *find_partial(void *closure, struct str name)
{
	struct language *language = closure;
	struct mustache *code = find_template(language, name);

	language->has_failed = language->has_failed || !code;
	return code;
}

enum rc template_render(struct templates *templates, const char *name, const struct view *root,
			const struct view_style *style, struct text *out)
{
	struct language *language = find_language(templates, style->catalogue);
	struct view_reader reader = {style, find_partial, language, templates->kept, templates->scratch};
	struct mustache_value value = view_value(root);
	struct mustache_error error;
	size_t start = out->len;

	arena_reset(templates->scratch);
	language->has_failed = false;
	struct mustache *code = find_template(language, str_of(name));
	if (!code)
		return RC_FAULT;
	enum rc rc = mustache_render(code, &view_source, &reader, &value, out, &error);
	if (rc != RC_OK)
		rc = FAULT("template.render", "%s: %s", name, error.message);
	else if (language->has_failed)
		rc = RC_FAULT;
	if (rc != RC_OK)
		out->len = start;
	return rc;
}
