-- Costs of a company from its entries to their incidents, for dashboards.
ALTER TABLE incident_cost ADD KEY figures (organization_id, incident_id);
