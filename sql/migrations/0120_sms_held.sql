-- Short messages over the daily cap wait for the next day.
ALTER TABLE sms_day ADD COLUMN held BIGINT NOT NULL DEFAULT 0 COMMENT 'messages that wait since the cap was reached';
