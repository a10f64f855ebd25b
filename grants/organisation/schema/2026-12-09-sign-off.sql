-- Whether applications of an organisation are signed by a certifier before they are submitted. Who is one is a grant.
ALTER TABLE organisations ADD COLUMN sign_off BIGINT NOT NULL DEFAULT 0;
