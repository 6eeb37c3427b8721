#include "identity/secret_file.h"

#include "base/file.h"
#include "base/log.h"

enum { SECRET_MOST = 4096 };

struct str secret_file_path(struct arena *arena, const struct config *config, const char *key)
{
	struct str name = config_text(config, key);

	if (!name.len || name.at[0] == '/')
		return name.len ? name : STR_NONE;
	return arena_printf(arena, "%.*s/%.*s", STR_ARG(config_path(arena, config, "paths.var")), STR_ARG(name));
}

enum rc secret_file_read(struct arena *arena, const struct config *config, const char *key, struct str *out)
{
	struct str path = secret_file_path(arena, config, key);

	*out = STR_NONE;
	if (!path.at)
		return RC_OK;
	if (file_read(arena, arena_cstr(arena, path), SECRET_MOST, out) != RC_OK)
		return FAULT("secret.file", "%s: %.*s cannot be read", key, STR_ARG(path));
	*out = arena_str(arena, str_trim(*out));
	return RC_OK;
}
