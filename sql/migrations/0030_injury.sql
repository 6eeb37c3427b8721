-- What happened to the people of an incident, apart from who they are: medical, so for few accounts and few viewers.

CREATE TABLE oiics_code (
	structure VARCHAR(10)  NOT NULL,
	code      VARCHAR(4)   NOT NULL,
	parent    VARCHAR(4)   NOT NULL COMMENT 'next shorter code that exists; empty: a division',
	title     VARCHAR(120) NOT NULL,
	depth     BIGINT       NOT NULL COMMENT 'digits of the code',
	position  BIGINT       NOT NULL COMMENT 'order within the structure',
	is_leaf   BOOLEAN      NOT NULL,
	terms     VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'other words for it, for the search',
	PRIMARY KEY (structure, code),
	KEY parent (structure, parent, position),
	CHECK (structure IN ('nature', 'part', 'event', 'source'))
) COMMENT 'Occupational Injury and Illness Classification System, version 3';

CREATE TABLE injury (
	injured_person_id BIGINT       NOT NULL PRIMARY KEY,
	organization_id   BIGINT       NOT NULL,
	incident_id       BIGINT       NOT NULL,
	nature_code       VARCHAR(4)   NULL COMMENT 'oiics_code, structure nature',
	part_code         VARCHAR(4)   NULL COMMENT 'part: the one code that statistics count',
	event_code        VARCHAR(4)   NULL,
	source_code       VARCHAR(4)   NULL,
	secondary_code    VARCHAR(4)   NULL COMMENT 'structure source: what else contributed',
	marks             VARCHAR(400) NOT NULL DEFAULT '' COMMENT 'places on the body map, comma separated',
	treatment         TEXT         NULL,
	returned_on       DATE         NULL COMMENT 'back at work, with or without restrictions',
	restrictions      TEXT         NULL,
	version           BIGINT       NOT NULL DEFAULT 1,
	created_at        DATETIME(6)  NOT NULL,
	updated_at        DATETIME(6)  NOT NULL,
	KEY incident (incident_id),
	KEY part (organization_id, part_code),
	FOREIGN KEY (injured_person_id) REFERENCES injured_person (id),
	FOREIGN KEY (incident_id) REFERENCES incident (id)
) COMMENT 'Medical particulars of one injured or ill person; days are those of the OSHA case';

ALTER TABLE injured_person ADD COLUMN removed_at DATETIME(6) NULL COMMENT 'was not hurt after all; the row stays';
