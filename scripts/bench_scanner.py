"""How fast the scanner is, in megabytes of text a second of processor time, on hostile text as well.

    python scripts/bench_scanner.py [--megabytes 8] [--json]

Each text is generated with a known number of statements, so that a fast wrong answer is not
taken for a fast one.
The goals: 40 MB/s on dumps and plain DDL, 25 MB/s on routine bodies, in every dialect.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator

from migrate.errors import ScanError
from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.scanner import scan

DIALECTS = (POSTGRES, MYSQL, SQLITE)
WORDS = ("ship", "it''s paid", "pay -- now", "/* late */", "x;y", "日本", 'say "hi"')


def dump(number: int, rules: ScanRules) -> Iterator[str]:
    """Yield one statement of a dump: 40 rows of 6 columns."""
    rows = (
        f"({number * 40 + row},{row % 7},'{WORDS[row % len(WORDS)]}',NULL,{row * 1.25:.2f},"
        f"'2024-01-01 10:00:{row:02}')"
        for row in range(40)
    )
    table = "`orders`" if rules is MYSQL else '"orders"'
    yield f"INSERT INTO {table} VALUES {','.join(rows)}"


def ddl(number: int, rules: ScanRules) -> Iterator[str]:
    """Yield the statements for one table, as people and tools write them."""
    quote = "`" if rules is MYSQL else '"'
    name = f"{quote}order_lines_{number}{quote}"
    yield f"""CREATE TABLE {name} (
  id BIGINT NOT NULL PRIMARY KEY,
  order_id BIGINT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  label VARCHAR(200) NOT NULL DEFAULT 'it''s; new',  -- what the customer sees
  amount NUMERIC(12, 2) NOT NULL CHECK (amount >= 0),
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP /* of the server */
)"""
    yield f"CREATE INDEX ix_order_lines_{number}_order ON {name} (order_id, created_at)"
    yield f"ALTER TABLE {name} ADD COLUMN note TEXT DEFAULT NULL"


def bodies(number: int, rules: ScanRules) -> Iterator[str]:
    """Yield one routine with declarations, branches, a loop and expressions."""
    yield {POSTGRES: POSTGRES_BODY, MYSQL: MYSQL_BODY, SQLITE: SQLITE_BODY}[rules].replace("<n>", str(number))


POSTGRES_BODY = """CREATE OR REPLACE FUNCTION settle_<n>(wanted integer) RETURNS integer
LANGUAGE plpgsql AS $body$
DECLARE
  paid integer := 0;  -- what came in; it's a sum
  line record;
BEGIN
  FOR line IN SELECT id, amount FROM order_lines WHERE order_id = wanted LOOP
    IF line.amount IS NULL THEN
      RAISE NOTICE 'line % has no amount; skipped', line.id;
    ELSE
      paid := paid + CASE WHEN line.amount > 10 THEN 10 ELSE line.amount END;
    END IF;
  END LOOP;
  UPDATE orders SET state = 'settled', paid_amount = paid WHERE id = wanted;
  RETURN paid;
END;
$body$"""
MYSQL_BODY = """CREATE PROCEDURE settle_<n>(IN wanted INT, OUT paid DECIMAL(12, 2))
    READS SQL DATA
    COMMENT 'what came in for an order'
BEGIN
  DECLARE done INT DEFAULT 0;  -- set by the handler; it's the end
  DECLARE line_id, line_amount INT;
  DECLARE lines_of CURSOR FOR SELECT id, amount FROM order_lines WHERE order_id = wanted;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET paid = 0;
  OPEN lines_of;
  each_line: LOOP
    FETCH lines_of INTO line_id, line_amount;
    IF done THEN
      LEAVE each_line;
    END IF;
    IF line_amount IS NULL THEN
      INSERT INTO notes (line_id, text) VALUES (line_id, 'has no amount; skipped');
    ELSE
      SET paid = paid + CASE WHEN line_amount > 10 THEN 10 ELSE line_amount END;
    END IF;
  END LOOP each_line;
  CLOSE lines_of;
  UPDATE orders SET state = 'settled', paid_amount = IF(paid > 0, paid, NULL) WHERE id = wanted;
END"""
SQLITE_BODY = """CREATE TRIGGER settle_<n> AFTER INSERT ON order_lines FOR EACH ROW WHEN NEW.amount > 0
BEGIN
  UPDATE orders SET paid_amount = paid_amount + CASE WHEN NEW.amount > 10 THEN 10 ELSE NEW.amount END
    WHERE id = NEW.order_id;
  INSERT INTO notes (line_id, text) VALUES (NEW.id, 'it''s in; thanks');
  UPDATE orders SET state = 'settled' WHERE id = NEW.order_id AND paid_amount >= total; -- all of it
END"""

HOSTILE: dict[str, Callable[[int], str]] = {
    "open quotes": lambda n: "SELECT '" * n,
    "doubled quotes": lambda n: "SELECT '" + "''" * n,
    "open comments": lambda n: "SELECT /* " * n,
    "open and shut comments": lambda n: "/* /* */ " * n,
    "stars": lambda n: "/*" + "*" * n,
    "dollars": lambda n: "SELECT $a" * n,
    "dollar tags": lambda n: "".join(f"$a{i}$" for i in range(n)),
    "backslashes": lambda n: "SELECT E'" + "\\" * n,
    "delimiters": lambda n: ";" * n,
    "short statements": lambda n: "a;" * n,
    "parentheses": lambda n: "CREATE RULE r AS (" + "(;" * n,
    "conditional comments": lambda n: "/*!'*/" * n,
    "quoted conditional comments": lambda n: "/*! '*/' " * n,
    "open blocks": lambda n: "CREATE PROCEDURE p() " + "BEGIN " * n,
    "ends": lambda n: "CREATE PROCEDURE p() BEGIN SELECT CASE 1 " + "= END " * n,
    "cases": lambda n: "CREATE PROCEDURE p() BEGIN SELECT " + "CASE " * n,
    "labels": lambda n: "CREATE PROCEDURE p() BEGIN " + "l: " * n,
    "dots": lambda n: "CREATE PROCEDURE p() BEGIN SELECT a" + " . " * n,
    "triggers": lambda n: "CREATE TRIGGER t BEGIN " + "; END " * n,
    "blanks": lambda n: "SELECT" + " \n" * n + "'",
    "continued strings": lambda n: "SELECT E'a'" + "\n'b'" * n,
    "delimiter lines": lambda n: "DELIMITER //\nSELECT '" + "DELIMITER ;\n" * n + "'//",
    "copies": lambda n: "COPY t FROM stdin;\n" + "\\.x\n" * n,
    "atomic": lambda n: "CREATE FUNCTION f() BEGIN ATOMIC " + "CASE " * n,
}


def seconds(text: str, rules: ScanRules, *, runs: int = 3) -> tuple[float, int]:
    """Return the best processor time of a few runs, and how many statements there were."""
    best, count = float("inf"), 0
    for _ in range(runs):
        start = time.thread_time()
        try:
            count = len(scan(text, rules))
        except ScanError:
            count = 0
        best = min(best, time.thread_time() - start)
    return best, count


def speed(kind: Callable[[int, ScanRules], Iterator[str]], rules: ScanRules, size: int) -> float:
    """Return the MB/s on a text of about ``size`` bytes.  Raises AssertionError if it is cut wrong."""
    expected, length, number = [], 0, 0
    while length < size:
        for statement in kind(number, rules):
            expected.append(statement)
            length += len(statement.encode()) + 2
        number += 1
    text = "".join(f"{statement};\n" for statement in expected)
    assert [statement.text for statement in scan(text, rules)] == expected
    return length / seconds(text, rules)[0] / 1e6


def growth(make: Callable[[int], str], rules: ScanRules, size: int) -> float:
    """Return by how much the time grows when a text grows by four: 4 is linear, 16 is quadratic."""
    unit = max(size // len(make(100)) * 100, 100)
    small, large = (max(seconds(make(n), rules)[0], 1e-4) for n in (unit, unit * 4))
    return large / small


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the scanner.")
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    size = int(options.megabytes * 1e6)

    speeds = {
        rules.name: {kind.__name__: round(speed(kind, rules, size), 1) for kind in (dump, ddl, bodies)}
        for rules in DIALECTS
    }
    hostile = {
        name: {rules.name: round(growth(make, rules, size // 16), 1) for rules in DIALECTS}
        for name, make in HOSTILE.items()
    }
    if options.json:
        print(json.dumps({"mb_per_second": speeds, "time_for_four_times_the_text": hostile}))
        return
    print(f"{'MB/s':30}" + "".join(f"{kind.__name__:>10}" for kind in (dump, ddl, bodies)))
    for name, row in speeds.items():
        print(f"{name:30}" + "".join(f"{value:10.1f}" for value in row.values()))
    print(f"\n{'time for 4 times the text':30}" + "".join(f"{rules.name:>10}" for rules in DIALECTS))
    for name, row in hostile.items():
        print(f"{name:30}" + "".join(f"{value:10.1f}" for value in row.values()))


if __name__ == "__main__":
    main()
