#include "incident/incident_metric_store.h"

#include <dirent.h>
#include <errno.h>
#include <stddef.h>

#include "incident/incident.h"
#include "organization/organization.h"

enum { REGISTERS = REGISTER_OPERATIONS + 1, SEVERITIES = SEVERITY_CRITICAL + 1, ENVIRONMENTS = ENVIRONMENT_SANDBOX + 1 };

struct open_row {
	int reg, severity;
	int64_t count;
};
#define AT(member) .offset = offsetof(struct open_row, member)
static const struct field open_fields[] = {
	{.kind = FIELD_CODE, .name = "register", AT(reg), .codes = &register_codes},
	{.kind = FIELD_CODE, .name = "severity", AT(severity), .codes = &severity_codes},
	{.kind = FIELD_INT, .name = "count", AT(count)},
	FIELD_END,
};
#undef AT
static const struct record open_record = {"incident_open", sizeof(struct open_row), open_fields};

STATEMENT(incident_open_count, &open_record, NULL,
	  "SELECT register, ELT(severity_rank, 'low', 'medium', 'high', 'critical') AS severity, COUNT(*) AS count"
	  " FROM incident FORCE INDEX (status) WHERE organization_id = ? AND environment = ?"
	  " AND status_rank BETWEEN 1 AND ? AND merged_into_id IS NULL GROUP BY register, severity_rank");

struct open_counts {
	int64_t at[REGISTERS][SEVERITIES];
};

static enum rc count_open(const struct metric_call *call, int64_t organization_id, struct str environment,
			  struct open_counts *counts)
{
	struct rows rows;
	enum rc rc = db_list(call->db, call->arena, &incident_open_count,
			     PARAMS(P_INT(organization_id), P_TEXT(environment), P_INT(STATUS_RESOLVED - 1)), &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct open_row *row = ROW(struct open_row, rows, i);
		counts->at[row->reg][row->severity] += row->count;
	}
	return rc;
}

/* Those without any are shown as well: an alarm can tell none from not known. */
static void add_counts(struct metric_out *out, struct str environment, const struct open_counts *counts)
{
	for (int reg = REGISTER_SAFETY; reg < REGISTERS; reg++)
		for (int severity = SEVERITY_LOW; severity < SEVERITIES; severity++)
			metric_add(out, (double)counts->at[reg][severity],
				   METRIC_LABELS({"environment", environment},
						 {"register", str_of(codes_code(&register_codes, reg))},
						 {"severity", str_of(codes_code(&severity_codes, severity))}));
}

static enum rc read_open(const struct metric_call *call, struct metric_out *out)
{
	struct rows organizations;
	enum rc rc = organization_list(call->db, call->arena, &organizations);

	for (int e = ENVIRONMENT_PROD; rc == RC_OK && e < ENVIRONMENTS; e++) {
		struct str environment = str_of(codes_code(&environment_codes, e));
		struct open_counts counts = {0};
		for (size_t i = 0; rc == RC_OK && i < organizations.count; i++)
			rc = count_open(call, ROW(struct organization, organizations, i)->id, environment, &counts);
		if (rc == RC_OK)
			add_counts(out, environment, &counts);
	}
	return rc;
}

/* Files of a folder below the spool; one that was never needed does not exist. */
static enum rc add_waiting(const struct metric_call *call, const char *name, struct metric_out *out)
{
	struct str var = config_path(call->arena, call->config, "paths.var");
	DIR *folder = opendir(arena_printf(call->arena, "%.*s/spool/%s", STR_ARG(var), name).at);
	const struct dirent *entry;
	int64_t count = 0;

	if (!folder && errno != ENOENT)
		return RC_UNAVAILABLE;
	while (folder && (entry = readdir(folder)))
		count += entry->d_name[0] != '.';
	if (folder)
		closedir(folder);
	metric_add(out, (double)count, METRIC_LABELS({"spool", str_of(name)}));
	return RC_OK;
}

static enum rc read_spool(const struct metric_call *call, struct metric_out *out)
{
	static const char *const folders[] = {"reports", "refused"};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof folders / sizeof *folders; i++)
		rc = add_waiting(call, folders[i], out);
	return rc;
}

const struct metric_source incident_metrics[] = {
	{"muster_open_incidents", METRIC_GAUGE, "Incidents that are not resolved yet, counted as dashboards do.", read_open},
	{"muster_spooled_reports", METRIC_GAUGE,
	 "Reports kept on disk: those that wait for the database, and those that it refused.", read_spool},
	METRIC_END,
};
