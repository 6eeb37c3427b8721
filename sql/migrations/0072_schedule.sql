-- The tasks of the workers and the workers themselves: what ran when, what is due, who runs it.

CREATE TABLE worker_task (
	name            VARCHAR(40)  NOT NULL PRIMARY KEY,
	every_us        BIGINT       NOT NULL COMMENT 'microseconds between two runs',
	is_shared       BOOLEAN      NOT NULL COMMENT 'every worker runs it; otherwise one at a time',
	created_at      DATETIME(6)  NOT NULL,
	next_due_at     DATETIME(6)  NOT NULL,
	lease_owner     CHAR(36)     NULL COMMENT 'worker_process.id',
	lease_until     DATETIME(6)  NULL,
	last_start_at   DATETIME(6)  NULL,
	last_success_at DATETIME(6)  NULL,
	last_failure_at DATETIME(6)  NULL,
	last_message    VARCHAR(200) NULL COMMENT 'of the last failure',
	failures        BIGINT       NOT NULL DEFAULT 0 COMMENT 'in a row',
	took_us         BIGINT       NULL COMMENT 'the last run',
	is_retired      BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'no program has it any more',
	told_at         DATETIME(6)  NULL COMMENT 'an incident was opened for the present silence'
) COMMENT 'Scheduled tasks';

CREATE TABLE worker_process (
	id         CHAR(36)     NOT NULL PRIMARY KEY,
	host       VARCHAR(120) NOT NULL COMMENT 'with the space of process ids where it has its own',
	pid        BIGINT       NOT NULL,
	started_at DATETIME(6)  NOT NULL,
	seen_at    DATETIME(6)  NOT NULL,
	ended_at   DATETIME(6)  NULL COMMENT 'stopped in an orderly way, or found dead',
	KEY seen (ended_at, seen_at)
) COMMENT 'Workers, present and past';

-- One row: what was told of the workers as a whole.
CREATE TABLE worker_alarm (
	id         BIGINT      NOT NULL PRIMARY KEY,
	silence_at DATETIME(6) NULL COMMENT 'since when no worker runs, as told by an incident'
) COMMENT 'At most one incident for one silence of all workers';
INSERT INTO worker_alarm (id) VALUES (1);
