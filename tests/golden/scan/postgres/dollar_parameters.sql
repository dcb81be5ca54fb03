PREPARE scan_p AS SELECT $1::int, $2::int;
EXECUTE scan_p(1, 2);
