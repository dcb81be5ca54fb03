CREATE TABLE "begin" ("end" int, "a"";b" int);
SELECT "end", "a"";b" FROM "begin";
