#include "http/counters.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "http/counters_file.h"
#include "http/metric.h"

enum { PROGRAMS_MOST = 32 };

static uint64_t value(const _Atomic uint64_t *at)
{
	return atomic_load_explicit(at, memory_order_relaxed);
}

static bool take_route(struct arena *arena, const struct counters_slot *slot, struct counted_route *out)
{
	*out = (struct counted_route){.microseconds = value(&slot->microseconds)};
	uint64_t answers = 0;
	for (size_t i = 0; i <= COUNTERS_BUCKETS; i++) {
		out->buckets[i] = value(&slot->buckets[i]);
		out->count += out->buckets[i];
	}
	for (size_t i = 0; i < COUNTERS_CLASSES; i++) {
		out->answers[i] = value(&slot->answers[i]);
		answers += out->answers[i];
	}
	out->method = arena_str(arena, (struct str){slot->method, strnlen(slot->method, sizeof slot->method)});
	out->path = arena_str(arena, (struct str){slot->path, strnlen(slot->path, sizeof slot->path)});
	return out->count > 0 || answers > 0;
}

static void take_processes(const struct counters_file *file, struct counted_program *out)
{
	for (size_t i = 0; i < COUNTERS_PROCESSES; i++) {
		const struct counters_process *process = &file->processes[i];
		if (!counters_process_lives(atomic_load(&process->pid)))
			continue;
		out->processes++;
		out->busy += atomic_load(&process->busy_since) != 0;
		out->memory += atomic_load(&process->memory);
	}
}

static void take_file(struct arena *arena, const struct counters_file *file, struct counted_program *out)
{
	*out = (struct counted_program){
		.name = arena_str(arena, (struct str){file->program, strnlen(file->program, sizeof file->program)}),
		.routes = ARENA_ARRAY(arena, struct counted_route, file->slot_count),
		.statements = value(&file->statements),
		.database_us = value(&file->database_us),
		.connects = value(&file->connects),
		.retries = value(&file->retries),
	};
	for (size_t i = 0; i < file->slot_count; i++)
		out->route_count += take_route(arena, &file->slots[i], &out->routes[out->route_count]);
	take_processes(file, out);
}

/* False for what is no such file, or one of an older version that no process uses any more. */
static bool read_file(struct arena *arena, const char *path, struct counted_program *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	bool is_good = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > (off_t)sizeof(struct counters_file);
	struct counters_file *file = is_good ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

	if (fd >= 0)
		close(fd);
	if (file == MAP_FAILED)
		return false;
	is_good = memcmp(file->magic, counters_magic, sizeof file->magic) == 0 &&
		  (size_t)st.st_size == sizeof *file + file->slot_count * sizeof *file->slots;
	if (is_good)
		take_file(arena, file, out);
	munmap(file, (size_t)st.st_size);
	return is_good && out->processes > 0;
}

/* While a program is being replaced, old and new version count apart: the one with more processes is shown. */
static size_t keep(struct counted_program *programs, size_t count)
{
	if (count == 0 || !str_equal(programs[count - 1].name, programs[count].name))
		return count + 1;
	if (programs[count].processes > programs[count - 1].processes)
		programs[count - 1] = programs[count];
	return count;
}

static int is_counters(const struct dirent *entry)
{
	return str_ends(str_of(entry->d_name), STR(".count"));
}

enum rc counters_read(struct arena *arena, struct str run_folder, struct counted_program **out, size_t *count)
{
	struct dirent **entries;
	int found = scandir(arena_cstr(arena, run_folder), &entries, is_counters, alphasort);

	*count = 0;
	if (found < 0)
		return FAULT("counters.folder", "errno=%d", errno);
	*out = ARENA_ARRAY(arena, struct counted_program, PROGRAMS_MOST);
	for (int i = 0; i < found; i++) {
		const char *path = arena_printf(arena, "%.*s/%s", STR_ARG(run_folder), entries[i]->d_name).at;
		if (*count < PROGRAMS_MOST && read_file(arena, path, &(*out)[*count]))
			*count = keep(*out, *count);
		free(entries[i]);
	}
	free(entries);
	return RC_OK;
}

/* --- as text ------------------------------------------------------------------------ */

static void write_histogram(struct text *text, struct str program, const struct counted_route *route)
{
	static const char bucket_name[] = "muster_http_request_duration_seconds_bucket";
	char bound[32];
	uint64_t below = 0;

	if (route->count == 0)
		return;
	for (size_t i = 0; i <= COUNTERS_BUCKETS; i++) {
		below += route->buckets[i];
		if (i < COUNTERS_BUCKETS)
			snprintf(bound, sizeof bound, "%g", counters_bounds[i]);
		else
			snprintf(bound, sizeof bound, "+Inf");
		metric_line(text, bucket_name, (double)below,
			    METRIC_LABELS({"program", program}, {"method", route->method}, {"route", route->path},
					  {"le", str_of(bound)}));
	}
	metric_line(text, "muster_http_request_duration_seconds_sum", (double)route->microseconds / 1e6,
		    METRIC_LABELS({"program", program}, {"method", route->method}, {"route", route->path}));
	metric_line(text, "muster_http_request_duration_seconds_count", (double)below,
		    METRIC_LABELS({"program", program}, {"method", route->method}, {"route", route->path}));
}

static void write_answers(struct text *text, struct str program, const struct counted_route *route)
{
	static const char *const classes[COUNTERS_CLASSES] = {"1xx", "2xx", "3xx", "4xx", "5xx"};

	for (size_t i = 0; i < COUNTERS_CLASSES; i++)
		if (route->answers[i])
			metric_line(text, "muster_http_requests_total", (double)route->answers[i],
				    METRIC_LABELS({"program", program}, {"method", route->method},
						  {"route", route->path}, {"status", str_of(classes[i])}));
}

/* Figures of a whole program, one family each. */
static const struct {
	const char *name, *kind, *help;
} families[] = {
	{"muster_processes", "gauge", "Processes of the program that are alive."},
	{"muster_http_in_flight", "gauge", "Requests being answered at this moment."},
	{"muster_process_resident_bytes", "gauge", "Resident memory of its processes, shared pages counted in each."},
	{"muster_database_statements_total", "counter", "Statements sent to the database."},
	{"muster_database_seconds_total", "counter", "Time spent waiting for the database."},
	{"muster_database_connects_total", "counter", "Connections made; each beyond one a process is a reconnect."},
	{"muster_transaction_retries_total", "counter", "Transactions run again after a conflict."},
};

static double family_value(const struct counted_program *program, size_t family)
{
	const double values[] = {
		(double)program->processes,         (double)program->busy,
		(double)program->memory,            (double)program->statements,
		(double)program->database_us / 1e6, (double)program->connects,
		(double)program->retries,
	};
	_Static_assert(sizeof values / sizeof *values == sizeof families / sizeof *families, "one value a family");
	return values[family];
}

static void write_routes(struct text *text, const struct counted_program *programs, size_t count,
			 void (*write)(struct text *text, struct str program, const struct counted_route *route))
{
	for (size_t i = 0; i < count; i++)
		for (size_t r = 0; r < programs[i].route_count; r++)
			write(text, programs[i].name, &programs[i].routes[r]);
}

enum rc counters_write(struct text *text, struct arena *arena, struct str run_folder)
{
	struct counted_program *programs;
	size_t count;
	enum rc rc = counters_read(arena, run_folder, &programs, &count);

	if (rc != RC_OK)
		return rc;
	metric_head(text, "muster_http_requests_total", "counter",
		    "Requests answered, by program, pattern of the address and class of status.");
	write_routes(text, programs, count, write_answers);
	metric_head(text, "muster_http_request_duration_seconds", "histogram", "Time from request to answer.");
	write_routes(text, programs, count, write_histogram);
	for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
		metric_head(text, families[f].name, families[f].kind, families[f].help);
		for (size_t i = 0; i < count; i++)
			metric_line(text, families[f].name, family_value(&programs[i], f),
				    METRIC_LABELS({"program", programs[i].name}));
	}
	return RC_OK;
}
