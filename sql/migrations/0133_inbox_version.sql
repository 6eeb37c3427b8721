-- How much is unread stands on every page. The number that a process has counted holds as long as this one stands still
-- and nothing is due to be shown; it comes with the session, so the bell costs no round trip.

CREATE TABLE inbox_version (
	account_id BIGINT NOT NULL PRIMARY KEY,
	version    BIGINT NOT NULL DEFAULT 1 COMMENT 'raised by triggers, in the transaction of the change',
	FOREIGN KEY (account_id) REFERENCES account (id)
) COMMENT 'Counts changes of what an account was told and has read';

INSERT INTO inbox_version (account_id) SELECT id FROM account;

CREATE TRIGGER account_inbox_insert AFTER INSERT ON account FOR EACH ROW
	INSERT INTO inbox_version (account_id) VALUES (NEW.id);

CREATE TRIGGER notification_inbox_insert AFTER INSERT ON notification FOR EACH ROW
	UPDATE inbox_version SET version = version + 1 WHERE account_id = NEW.account_id AND NEW.in_inbox;
CREATE TRIGGER notification_inbox_update AFTER UPDATE ON notification FOR EACH ROW
	UPDATE inbox_version SET version = version + 1 WHERE account_id = NEW.account_id
		AND NOT (OLD.read_at <=> NEW.read_at AND OLD.shown_at = NEW.shown_at AND OLD.in_inbox = NEW.in_inbox);
CREATE TRIGGER notification_inbox_delete AFTER DELETE ON notification FOR EACH ROW
	UPDATE inbox_version SET version = version + 1 WHERE account_id = OLD.account_id AND OLD.read_at IS NULL;
