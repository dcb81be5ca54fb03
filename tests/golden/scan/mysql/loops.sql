CREATE PROCEDURE scan_p()
outside: BEGIN
  DECLARE i INT DEFAULT 0;
  here: WHILE i < 3 DO SET i = i + 1; ITERATE here; END WHILE here;
  REPEAT SET i = i - 1; UNTIL i < CASE WHEN 1 THEN 0 ELSE 1 END END REPEAT;
  `there`: LOOP
    LEAVE there;
  END LOOP `there`;
  LEAVE outside;
END outside;
SELECT 2;
