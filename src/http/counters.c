#include "http/counters.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "http/counters_file.h"
#include "http/router.h"

enum { MEMORY_EVERY = 128 /* requests */ };

const double counters_bounds[COUNTERS_BUCKETS] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
						  0.1,   0.25,   0.5,   1,    2.5,   10};

/* Where to find a route's slot: open addressing by its address. */
struct place {
	const struct route *route;
	uint32_t slot;
};

struct counters {
	struct counters_file *file;
	size_t bytes;
	struct counters_process *process; /* NULL: no place was free */
	struct place *places;
	size_t place_room;           /* a power of two */
	bool is_anonymous;
	uint64_t seen;
};

static void close_counters(void *resource)
{
	struct counters *counters = resource;

	if (counters->process)
		atomic_store(&counters->process->pid, 0);
	munmap(counters->file, counters->bytes);
}

/* --- which route is counted where ------------------------------------------------ */

static size_t count_routes(const struct program *program)
{
	size_t count = 0;

	for (const struct route *const *table = program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			count++;
	return count;
}

static size_t place_of(const struct counters *counters, const struct route *route)
{
	size_t at = ((uintptr_t)route / sizeof(void *) * 0x9E3779B97F4A7C15u) & (counters->place_room - 1);

	while (counters->places[at].route && counters->places[at].route != route)
		at = (at + 1) & (counters->place_room - 1);
	return at;
}

static void make_places(struct arena *arena, struct counters *counters, const struct program *program)
{
	uint32_t slot = 1;

	counters->place_room = 16;
	while (counters->place_room < 2 * count_routes(program) + 1)
		counters->place_room *= 2;
	counters->places = ARENA_ARRAY(arena, struct place, counters->place_room);
	for (const struct route *const *table = program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			counters->places[place_of(counters, route)] = (struct place){route, slot++};
}

/* The file belongs to one set of routes: another version of the program counts in another file. */
static struct str layout_of(struct arena *arena, const struct program *program)
{
	struct text text = TEXT_IN(arena);

	text_printf(&text, "%zu %zu\n", sizeof(struct counters_file), sizeof(struct counters_slot));
	for (const struct route *const *table = program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			text_printf(&text, "%s %s\n", method_name(route->method), route->path);
	return str_slice(hex(arena, sha256(arena, text_str(&text))), 0, 16);
}

/* --- the file ------------------------------------------------------------------------ */

static void name_slots(struct counters_file *file, const struct program *program)
{
	struct counters_slot *slot = file->slots;

	snprintf(slot->method, sizeof slot->method, "-");
	snprintf(slot->path, sizeof slot->path, "-");
	for (const struct route *const *table = program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++) {
			slot++;
			snprintf(slot->method, sizeof slot->method, "%s", method_name(route->method));
			snprintf(slot->path, sizeof slot->path, "%s", route->path);
		}
	file->slot_count = (uint32_t)(slot - file->slots) + 1;
	snprintf(file->program, sizeof file->program, "%s", program->name);
	memcpy(file->magic, counters_magic, sizeof file->magic);
}

/* Every process writes the same names, so no lock is needed. */
static enum rc map_file(struct counters *counters, const char *path, const struct program *program)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
	struct stat st;

	counters->bytes = sizeof *counters->file + (count_routes(program) + 1) * sizeof *counters->file->slots;
	if (fd < 0)
		return FAULT("counters.open", "%s errno=%d", path, errno);
	bool is_sized = fstat(fd, &st) == 0 &&
			(st.st_size == (off_t)counters->bytes || ftruncate(fd, (off_t)counters->bytes) == 0);
	counters->file = is_sized ? mmap(NULL, counters->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
				  : MAP_FAILED;
	close(fd);
	if (counters->file == MAP_FAILED)
		return FAULT("counters.map", "%s errno=%d", path, errno);
	name_slots(counters->file, program);
	return RC_OK;
}

bool counters_process_lives(int32_t pid)
{
	return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
}

/* A free place, or that of a process that is gone. */
static struct counters_process *take_process(struct counters_file *file)
{
	for (size_t i = 0; i < COUNTERS_PROCESSES; i++) {
		struct counters_process *process = &file->processes[i];
		int32_t pid = atomic_load(&process->pid);
		if ((pid == 0 || pid == (int32_t)getpid() || !counters_process_lives(pid)) &&
		    atomic_compare_exchange_strong(&process->pid, &pid, (int32_t)getpid())) {
			atomic_store(&process->busy_since, 0);
			return process;
		}
	}
	return NULL;
}

static void note_memory(struct counters_process *process)
{
	char line[128];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, line, sizeof line - 1) : -1;

	if (fd >= 0)
		close(fd);
	if (got <= 0)
		return;
	line[got] = '\0';
	const char *resident = strchr(line, ' ');
	if (resident)
		atomic_store(&process->memory, strtoll(resident, NULL, 10) * sysconf(_SC_PAGESIZE));
}

enum rc counters_open(struct arena *arena, struct str run_folder, const struct program *program, struct counters **out)
{
	struct counters *counters = ARENA_NEW(arena, struct counters);
	struct str path = arena_printf(arena, "%.*s/%s-%.*s.count", STR_ARG(run_folder), program->name,
				       STR_ARG(layout_of(arena, program)));
	enum rc rc = map_file(counters, path.at, program);

	if (rc != RC_OK)
		return rc;
	counters->is_anonymous = program->is_anonymous;
	counters->process = take_process(counters->file);
	if (counters->process)
		note_memory(counters->process);
	make_places(arena, counters, program);
	arena_defer(arena, close_counters, counters);
	*out = counters;
	return RC_OK;
}

/* --- counting -------------------------------------------------------------------------- */

static void add(_Atomic uint64_t *to, uint64_t more)
{
	atomic_fetch_add_explicit(to, more, memory_order_relaxed);
}

void counters_begin(struct counters *counters, moment now)
{
	if (!counters || !counters->process)
		return;
	atomic_store_explicit(&counters->process->busy_since, now, memory_order_relaxed);
	if (counters->seen++ % MEMORY_EVERY == 0)
		note_memory(counters->process);
}

static void count_route(struct counters_slot *slot, int status, int64_t microseconds)
{
	const double seconds = (double)microseconds / 1e6;
	size_t bucket = 0;

	while (bucket < COUNTERS_BUCKETS && seconds > counters_bounds[bucket])
		bucket++;
	add(&slot->buckets[bucket], 1);
	add(&slot->microseconds, microseconds > 0 ? (uint64_t)microseconds : 0);
	if (status >= 100 && status < 600)
		add(&slot->answers[status / 100 - 1], 1);
}

void counters_end(struct counters *counters, const struct route *route, int status, int64_t microseconds,
		  const struct db_usage *used)
{
	if (!counters)
		return;
	struct counters_file *file = counters->file;
	const struct place *place = route ? &counters->places[place_of(counters, route)] : NULL;
	if (!counters->is_anonymous)
		count_route(&file->slots[place && place->route ? place->slot : 0], status, microseconds);
	else if (status >= 500)
		add(&file->slots[0].answers[4], 1);
	if (!counters->is_anonymous) {
		add(&file->statements, used->statements);
		add(&file->database_us, (uint64_t)used->microseconds);
	}
	add(&file->connects, used->connects);
	add(&file->retries, used->retries);
	if (counters->process)
		atomic_store_explicit(&counters->process->busy_since, 0, memory_order_relaxed);
}
