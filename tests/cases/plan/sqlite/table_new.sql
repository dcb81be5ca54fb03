-- A table is made, and dropped again on the way back.
-- hazards:
-- old
-- new
CREATE TABLE Users (Id INTEGER PRIMARY KEY, "E-Mail" TEXT);
