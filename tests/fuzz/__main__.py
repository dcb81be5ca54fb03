"""Fuzz each target for a time, in a process of its own, and tell what came of it.

With atheris, inputs are led by what code they reach; without it, hypothesis makes them.  What is found lies
in ``build/fuzz/<target>`` as ``crash-*`` or ``timeout-*``; make it small, and put it into ``seeds/<target>``.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.commands import ROOT

SEEDS = Path(__file__).parent / "seeds"
HANG = 20
"""Seconds after which an input counts as one that never ends."""


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all, if none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for each target [60]")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        (_by_coverage if importlib.util.find_spec("atheris") else _by_chance)(asked.one, asked.seconds)
        return 0
    from tests.fuzz.targets import TARGETS

    if unknown := set(asked.targets) - set(TARGETS):
        parser.error(f"{', '.join(unknown)}: the targets are {', '.join(TARGETS)}")
    found = [_run(name, asked.seconds) for name in asked.targets or TARGETS]
    return 1 if any(found) else 0


def _run(name: str, seconds: int) -> bool:
    """Fuzz a target in a process of its own; return whether something was found."""
    clock = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--one", name, "--seconds", str(seconds)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
    )
    said = done.stdout + done.stderr
    count = re.findall(r"(?:executed_units:|inputs:) *(\d+)", said)
    runs = count[-1] if count else "?"
    verdict = "ok" if done.returncode == 0 else "FOUND SOMETHING"
    print(f"{name:<14} {runs:>10} inputs {time.monotonic() - clock:6.0f} s  {verdict}", flush=True)
    if done.returncode:
        print(said[-3000:], flush=True)
    return done.returncode != 0


def _folder(name: str) -> Path:
    folder = ROOT / "build" / "fuzz" / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    return folder


def _by_coverage(name: str, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["migrate", "tests.fuzz"]):
        from tests.fuzz.targets import WORDS, judge

    folder = _folder(name)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
    first = [str(each) for each in (SEEDS / name, folder / "golden") if each.is_dir()]
    if name in ("scanner", "repeated", "directives"):
        first.append(str(_golden(folder)))
    atheris.Setup(
        [
            sys.argv[0],
            str(folder / "corpus"),
            *first,
            f"-max_total_time={seconds}",
            f"-timeout={HANG}",
            f"-artifact_prefix={folder}/",
            f"-dict={words}",
            "-max_len=2048",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
            "-verbosity=0",
        ],
        lambda data: judge(name, data),
    )
    atheris.Fuzz()


def _by_chance(name: str, seconds: int) -> None:
    import hypothesis
    from hypothesis import strategies as st

    from tests.fuzz.targets import WORDS, judge

    end, runs = time.monotonic() + seconds, 0
    pieces = st.lists(st.sampled_from(WORDS) | st.text(max_size=20), max_size=40)

    @hypothesis.settings(max_examples=2000, deadline=HANG * 1000, database=None)
    @hypothesis.given(st.integers(0, 255), pieces | st.just([]), st.binary(max_size=200))
    def examples(kind: int, words: list[str], tail: bytes) -> None:
        nonlocal runs
        if time.monotonic() < end:
            runs += 1
            judge(name, bytes([kind]) + "".join(words).encode("utf-8", "replace") + tail)

    try:
        while time.monotonic() < end:
            examples()
    finally:
        print(f"inputs: {runs}")


def _golden(folder: Path) -> Path:
    """Give the texts of the scanner's own cases as a beginning, each for its dialect."""
    golden = folder / "golden"
    golden.mkdir(exist_ok=True)
    for place, dialect in enumerate(("postgres", "mysql", "sqlite")):
        for file in (ROOT / "tests" / "golden" / "scan" / dialect).glob("*.sql"):
            (golden / f"{dialect}-{file.stem}").write_bytes(bytes([place]) + file.read_bytes())
    return golden


def _escaped(word: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02x}"
        for byte in word.encode()
    )


if __name__ == "__main__":
    sys.exit(main())
