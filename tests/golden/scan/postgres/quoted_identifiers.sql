CREATE TEMP TABLE "a"";b" ("c;" int, "d--" int, "/*" int);
SELECT "c;", "d--", "/*" FROM "a"";b";
