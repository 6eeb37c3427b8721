-- Exports, backups and what was rebuilt from them: of this installation, so it is in none of them.
CREATE TABLE exchange_run (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL COMMENT '0: all of them',
	kind             VARCHAR(10)  NOT NULL,
	started_at       DATETIME(6)  NOT NULL,
	ended_at         DATETIME(6)  NULL,
	is_done          BOOLEAN      NOT NULL DEFAULT FALSE,
	target           VARCHAR(300) NOT NULL COMMENT 'folder, or - for standard output',
	table_rows       BIGINT       NOT NULL DEFAULT 0,
	file_count       BIGINT       NOT NULL DEFAULT 0,
	bytes            BIGINT       NOT NULL DEFAULT 0,
	manifest         BINARY(32)   NULL COMMENT 'SHA-256 of manifest.json',
	has_secrets      BOOLEAN      NOT NULL DEFAULT FALSE,
	message          VARCHAR(300) NOT NULL DEFAULT '' COMMENT 'why it failed',
	told_at          DATETIME(6)  NULL COMMENT 'when the audit trail was told, of what was rebuilt or restored',
	KEY newest (organization_id, id),
	KEY kind (kind, is_done, ended_at),
	KEY told (told_at, kind),
	CHECK (kind IN ('export', 'backup', 'import', 'restore'))
) COMMENT 'What was taken out of this installation, and what it was made from';
