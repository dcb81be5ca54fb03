-- Names with quotes, blanks, commas, parentheses and percent signs.
-- old
CREATE TABLE "a ""b"" (c), 100%" ("x, y" INT, [p(q)] INT, `select` INT, "it's" TEXT DEFAULT '--;''');
CREATE INDEX "i %s" ON "a ""b"" (c), 100%" ("x, y");
-- rows
INSERT INTO "a ""b"" (c), 100%" VALUES (1, 2, 3, 'é');
-- new
CREATE TABLE "a ""b"" (c), 100%" ("x, y" INT NOT NULL, [p(q)] INT, `select` INT, "it's" TEXT DEFAULT '--;''', "new one" INT);
CREATE INDEX "i %s" ON "a ""b"" (c), 100%" ("x, y");
-- asks
SELECT "x, y", [p(q)], `select`, "it's" FROM "a ""b"" (c), 100%"
