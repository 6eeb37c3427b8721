-- How long an entry has waited for its seal: its own time may lie years back (imports, anonymous reports).
ALTER TABLE audit_pending ADD COLUMN since DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) COMMENT 'UTC, as all sessions are';
