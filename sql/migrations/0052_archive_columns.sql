-- The columns that move, so that moving a row need not ask for them.
ALTER TABLE archive_table
	ADD COLUMN column_list TEXT NULL COMMENT 'stored columns of both copies, quoted, comma separated';
