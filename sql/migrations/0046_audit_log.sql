-- The trail sealed into a Merkle log (RFC 6962): one leaf for each entry, in an order without gaps. Only the worker writes
-- here. There is no organization: the log is one, so that none can be given another history.

CREATE TABLE audit_leaf (
	seq          BIGINT          NOT NULL PRIMARY KEY COMMENT 'place in the log, from 0, without gaps',
	entry_id     BIGINT          NOT NULL,
	sealed_at    DATETIME(6)     NOT NULL,
	leaf         BINARY(32)      NOT NULL COMMENT 'hash of the canonical bytes of the entry',
	commitments  BINARY(96)      NOT NULL COMMENT 'SHA-256(salt, value) of actor_name, reason and changes',
	nodes        VARBINARY(2016) NOT NULL COMMENT 'the whole subtrees that this leaf completes, from level 1 upwards',
	UNIQUE KEY entry (entry_id)
) COMMENT 'The leaves of the log; append only';

CREATE TABLE audit_salt (
	seq    BIGINT     NOT NULL PRIMARY KEY,
	salts  BINARY(48) NOT NULL COMMENT 'three of 128 bits; without them the commitments tell nothing'
) COMMENT 'Apart from the leaves, so that they can be destroyed with what they hide';

CREATE TABLE audit_checkpoint (
	id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	tree_size  BIGINT        NOT NULL,
	root       BINARY(32)    NOT NULL,
	signed_at  DATETIME(6)   NOT NULL,
	note       VARCHAR(2000) NOT NULL COMMENT 'the signed note as it was given out',
	KEY size (tree_size, id)
) COMMENT 'Signed states of the log; append only';

CREATE TABLE audit_cosignature (
	id             BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	checkpoint_id  BIGINT       NOT NULL,
	witness        VARCHAR(100) NOT NULL COMMENT 'name of its key',
	key_id         BINARY(4)    NOT NULL,
	cosigned_at    DATETIME(6)  NOT NULL COMMENT 'by the clock of the witness',
	line           VARCHAR(400) NOT NULL COMMENT 'the signature as a line of the note',
	received_at    DATETIME(6)  NOT NULL,
	UNIQUE KEY witness (checkpoint_id, witness, key_id),
	KEY newest (witness, id)
) COMMENT 'What witnesses outside of the database have signed; append only';

CREATE TABLE audit_pending (
	entry_id  BIGINT NOT NULL PRIMARY KEY
) COMMENT 'Entries that wait for their seal; filled by a trigger, so that writers need no right to it';

CREATE TABLE audit_sealer (
	id           TINYINT      NOT NULL PRIMARY KEY,
	holder       VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'the worker that seals at present',
	lease_until  DATETIME(6)  NULL,
	trouble      VARCHAR(300) NOT NULL DEFAULT '' COMMENT 'why no checkpoint is signed; empty: all is well',
	CHECK (id = 1)
) COMMENT 'One row: who seals';
INSERT INTO audit_sealer (id) VALUES (1);

CREATE TABLE audit_verification (
	id           BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	started_at   DATETIME(6) NOT NULL,
	took_us      BIGINT      NOT NULL COMMENT 'microseconds',
	status       INT         NOT NULL COMMENT '0 intact, 1 broken, 2 cannot be told',
	report       MEDIUMTEXT  NOT NULL,
	told_at      DATETIME(6) NULL COMMENT 'when an incident was opened for it',
	CHECK (JSON_VALID(report))
) COMMENT 'Results of the full checks that the worker makes';

CREATE TABLE audit_file (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	uuid             UUID         NOT NULL COMMENT 'printed in the file, leads to its proof',
	account_id       BIGINT       NOT NULL COMMENT 'who took it out',
	entry_id         BIGINT       NOT NULL COMMENT 'entry of the trail that names file and hashes',
	sha256           BINARY(32)   NOT NULL COMMENT 'of all bytes of the file',
	content          BINARY(32)   NULL COMMENT 'hash of the data in it, where its program tells one',
	file_name        VARCHAR(200) NOT NULL,
	created_at       DATETIME(6)  NOT NULL,
	UNIQUE KEY uuid (uuid),
	KEY hash (organization_id, sha256),
	KEY account (organization_id, account_id, id)
) COMMENT 'Files that left the product, to find their entry by the hash';

INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry;

CREATE TRIGGER audit_entry_pending AFTER INSERT ON audit_entry FOR EACH ROW
	INSERT INTO audit_pending (entry_id) VALUES (NEW.id);

CREATE TRIGGER audit_leaf_update BEFORE UPDATE ON audit_leaf FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'sealed entries cannot be changed';
CREATE TRIGGER audit_leaf_delete BEFORE DELETE ON audit_leaf FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'sealed entries cannot be removed';
CREATE TRIGGER audit_checkpoint_update BEFORE UPDATE ON audit_checkpoint FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'checkpoints cannot be changed';
CREATE TRIGGER audit_checkpoint_delete BEFORE DELETE ON audit_checkpoint FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'checkpoints cannot be removed';
CREATE TRIGGER audit_cosignature_update BEFORE UPDATE ON audit_cosignature FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cosignatures cannot be changed';
CREATE TRIGGER audit_cosignature_delete BEFORE DELETE ON audit_cosignature FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cosignatures cannot be removed';
