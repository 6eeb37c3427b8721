#include "http/server.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "http/upload.h"

static void close_templates(void *resource)
{
	templates_close(resource);
}

static bool make_folder(struct arena *arena, struct str path, mode_t mode)
{
	return mkdir(arena_cstr(arena, path), mode) == 0 || errno == EEXIST;
}

/* Pages ask for styles and scripts by this version, so that browsers may keep them for good. */
static struct str asset_version(struct arena *arena, const struct config *config)
{
	const struct str folder = config_path(arena, config, "paths.public");
	struct str path = arena_printf(arena, "%.*s/static/version", STR_ARG(folder));
	struct str version = STR("");

	if (file_read(arena, path.at, 100, &version) != RC_OK)
		LOG(LOG_WARN, "server.assets", "not built: %.*s", STR_ARG(path));
	return version;
}

static struct body_limits limits_of(const struct config *config, bool is_anonymous, struct str uploads)
{
	return (struct body_limits){
		.form = config_int(config, "http.form_bytes"),
		.file = config_int(config, "http.file_bytes"),
		.files = config_int(config, is_anonymous ? "http.anonymous_bytes" : "http.files_bytes"),
		.fields = (size_t)config_int(config, "http.field_count"),
		.file_count = (size_t)config_int(config, "http.file_count"),
		.upload_folder = is_anonymous ? STR_NONE : uploads,
	};
}

/* The folder of the key belongs to var, but an installation may keep it elsewhere. */
static bool make_parent(struct arena *arena, struct str path)
{
	size_t len = path.len;

	while (len > 1 && path.at[len - 1] != '/')
		len--;
	return make_folder(arena, str_slice(path, 0, len), 0750);
}

enum rc server_open(struct arena *arena, const struct program *program, const struct config *config,
		    struct db *db, struct server **out)
{
	struct server *server = ARENA_NEW(arena, struct server);
	struct str uploads =
		arena_printf(arena, "%.*s/upload", STR_ARG(config_path(arena, config, "paths.var")));
	struct str key = config_path(arena, config, "http.secret_file");
	struct str run = arena_printf(arena, "%.*s/run", STR_ARG(config_path(arena, config, "paths.var")));

	server->program = program;
	server->config = config;
	server->db = db;
	server->var = config_path(arena, config, "paths.var");
	server->locales = config_path(arena, config, "paths.locale");
	server->assets = asset_version(arena, config);
	server->anonymous_url = config_text(config, "web.anonymous_url");
	server->hosts = config_text(config, "http.hosts");
	server->most_per_address = config_int(config, "http.limit_address");
	server->most_per_site = config_int(config, "http.limit_site");
	server->limits = limits_of(config, program->is_anonymous, uploads);
	server->templates = templates_open(config_path(arena, config, "paths.templates"));
	arena_defer(arena, close_templates, server->templates);

	if (!make_folder(arena, server->var, 0750) || !make_folder(arena, run, 0750) ||
	    !make_parent(arena, key) || (!program->is_anonymous && !make_folder(arena, uploads, 0750)))
		return FAULT("server.folder", "below %.*s errno=%d", STR_ARG(server->var), errno);
	enum rc rc = router_compile(arena, program->routes, &server->router);
	if (rc == RC_OK)
		rc = secret_load(arena, key, &server->secret);
	if (rc == RC_OK)
		rc = limit_open(arena, arena_printf(arena, "%.*s/%s.limit", STR_ARG(run), program->name),
				&server->limit);
	if (rc == RC_OK)
		rc = counters_open(arena, run, program, &server->counters);
	if (rc == RC_OK && !program->is_anonymous)
		upload_sweep(uploads, moment_now());
	*out = server;
	return rc;
}

void server_request(struct server *server, struct arena *arena, struct request *rq)
{
	*rq = (struct request){
		.arena = arena,
		.server = server,
		.program = server->program,
		.config = server->config,
		.db = server->db,
		.now = moment_now(),
		.path = STR("/"),
		.host = STR("localhost"),
		.is_local = true,
	};
	rq->id = uuid_new(arena, rq->now).at;
}

const struct secret *request_secret(const struct request *rq)
{
	return &rq->server->secret;
}

enum rc request_count(const struct request *rq, const char *subject, int64_t most)
{
	int64_t wait;

	return limit_count(rq->server->limit, str_of(subject), most, rq->now, &wait);
}

enum rc request_spend(struct request *rq, const char *subject, int64_t most, struct request_quota *quota)
{
	enum rc rc = limit_spend(rq->server->limit, str_of(subject), most, rq->now, &quota->left, &quota->seconds);

	if (rc == RC_TOO_MANY)
		rq->retry_after = quota->seconds;
	return rc;
}

const struct route *request_route(const struct request *rq, enum method method, struct str path)
{
	const struct route *route;
	struct pairs params;
	struct str allow;

	return router_find(rq->server->router, rq->arena, method, path, &route, &params, &allow) == RC_OK ? route : NULL;
}
