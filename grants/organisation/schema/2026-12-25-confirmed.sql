-- When an operator confirmed that an organisation of kind municipality is the municipality of its seat; 0 while nobody has.
ALTER TABLE organisations ADD COLUMN confirmed BIGINT NOT NULL DEFAULT 0;
