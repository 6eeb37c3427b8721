-- Machines, vehicles and buildings; what an incident did to them, and who mends it.

CREATE TABLE asset (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	code             VARCHAR(60)  NOT NULL COMMENT 'number on its plate',
	name             VARCHAR(200) NOT NULL,
	kind             VARCHAR(20)  NOT NULL DEFAULT 'machine',
	establishment_id BIGINT       NULL,
	area_id          BIGINT       NULL,
	serial           VARCHAR(100) NULL,
	is_active        BOOLEAN      NOT NULL DEFAULT TRUE,
	version          BIGINT       NOT NULL DEFAULT 1,
	updated_at       DATETIME(6)  NOT NULL,
	UNIQUE KEY code (organization_id, code),
	KEY establishment (organization_id, establishment_id, code),
	KEY look_up (organization_id, code, name, serial, is_active),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	FOREIGN KEY (area_id) REFERENCES area (id),
	CHECK (kind IN ('machine', 'vehicle', 'tool', 'structure', 'electrical', 'vessel', 'computer', 'other'))
) COMMENT 'Master data of what can be damaged';

CREATE TABLE incident_asset (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	uuid            UUID         NOT NULL,
	incident_id     BIGINT       NOT NULL,
	asset_id        BIGINT       NULL COMMENT 'NULL: not in the list of assets',
	name            VARCHAR(200) NOT NULL COMMENT 'as it was called then',
	damage          TEXT         NULL,
	damage_severity VARCHAR(20)  NULL,
	out_from        DATETIME(6)  NULL COMMENT 'out of service',
	out_until       DATETIME(6)  NULL COMMENT 'NULL with out_from: still',
	repair_estimate BIGINT       NULL COMMENT 'minor units of the organization''s currency',
	removed_at      DATETIME(6)  NULL,
	version         BIGINT       NOT NULL DEFAULT 1,
	created_at      DATETIME(6)  NOT NULL,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY uuid (uuid),
	KEY incident (incident_id, id),
	KEY asset (organization_id, asset_id, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (asset_id) REFERENCES asset (id),
	CHECK (damage_severity IS NULL OR damage_severity IN ('none', 'minor', 'moderate', 'major', 'total'))
) COMMENT 'Something damaged in an incident';

CREATE TABLE work_order_counter (
	organization_id BIGINT NOT NULL PRIMARY KEY,
	last            BIGINT NOT NULL COMMENT 'newest number given out'
) COMMENT 'Source of WO-NNNNNN; gaps are allowed, reuse is not';

CREATE TABLE work_order (
	id                BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id   BIGINT       NOT NULL,
	uuid              UUID         NOT NULL,
	number            VARCHAR(20)  NOT NULL COMMENT 'WO-NNNNNN',
	incident_id       BIGINT       NOT NULL,
	incident_asset_id BIGINT       NOT NULL,
	task              TEXT         NOT NULL,
	state             VARCHAR(10)  NOT NULL DEFAULT 'open',
	external_number   VARCHAR(60)  NULL COMMENT 'in the maintenance system',
	opened_by_id      BIGINT       NULL COMMENT 'person',
	opened_at         DATETIME(6)  NOT NULL,
	done_on           DATE         NULL,
	done_note         TEXT         NULL,
	version           BIGINT       NOT NULL DEFAULT 1,
	updated_at        DATETIME(6)  NOT NULL,
	UNIQUE KEY uuid (uuid),
	UNIQUE KEY number (organization_id, number),
	KEY incident (incident_id, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (incident_asset_id) REFERENCES incident_asset (id),
	FOREIGN KEY (opened_by_id) REFERENCES person (id),
	CHECK (state IN ('open', 'done', 'cancelled'))
) COMMENT 'A repair that was asked for';
