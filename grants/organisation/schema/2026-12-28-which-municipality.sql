-- The code of the municipality that an organisation is, as an operator has confirmed; '' of others. Outside Bulgaria a seat is
-- free text and says no code.
ALTER TABLE organisations ADD COLUMN municipality TEXT NOT NULL DEFAULT '';
UPDATE organisations SET municipality = seat WHERE confirmed > 0;
CREATE INDEX organisations_by_municipality ON organisations (municipality);
