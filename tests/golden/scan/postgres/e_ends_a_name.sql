CREATE TEMP TABLE scan_e (namee text, "E" text);
SELECT namee'x' FROM scan_e;
SELECT "E"'\' FROM scan_e;
