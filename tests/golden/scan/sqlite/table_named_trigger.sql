CREATE TABLE trigger_log (a);
CREATE INDEX "trigger" ON trigger_log (a);
SELECT 1;
